"""
The local page: one person's view of a folder, served to a browser on the same machine.

===========  ================================================================
`opened`     what was opened: a folder, a workbook or the example
`season`     what its files say now: pool, challenges, history, and the results that are known already
`drafts`     a challenge as somebody tries it, one step after another
`taking`     other files in the place of those of the pool, all or none
`beginning`  the file of a new challenge, and its place in the list
`guard`      who may ask: token, host, origin, size; and what a browser may do with the answer
`showing`    from values to a page of HTML
`pages`      a file a page: what is asked, of which result, shown by which template
`server`     the addresses, and the server
===========  ================================================================

Nothing here knows a rule of a team: every answer is one that `teamforge.Result` gives.
"""
