"""
The local page: one person's view of a folder, served to a browser on the same machine.

===========  ================================================================
`opened`     what was opened: a folder, a workbook or the example
`season`     what its files say now: pool, challenges, history, and the results known so far
`drafts`     a challenge with changes on trial, one step after another
`incoming`   files that were sent, read as they would be read in the pool
`sending`    files that were sent: saved within bounds, checked, taken in
`papers`     what a team's sheets, letters, calendars and record are made with
`taking`     replacing files of the pool with others, all or none
`beginning`  the file of a new challenge, and its place in the list
`typing_in`  what to type into a workbook that holds a challenge: this page does not write into it
`deciding`   a decision about the team that somebody looked at
`planning`   a plan in the making
`standing`   the team that stands by the history, and the fewest changes it needs
`guard`      which requests are let in: token, host, origin, size; and what a browser may do with the answer
`showing`    from values to a page of HTML
`pages`      a file for each page: its question, its result, its template
`api`        the same verbs as JSON, for other programs
`server`     the addresses, and the server
===========  ================================================================

Nothing here knows a rule of a team: every answer comes from `teamforge.Result`.
"""
