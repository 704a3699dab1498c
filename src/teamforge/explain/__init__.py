"""
Questions about a result: each module answers one, from the result's data and its solved challenge.

================  ======================================================
`why`             why this team: what each member is worth
`why_not`         why not this peer: what keeps them off, or what they cost
`why_none`        why there is no team
`alternatives`    the next best teams
`windows`         every window with its best team
`reserves`        who could step in on each seat
`sensitivity`     how far each weight can move
`trade_off`       one criterion against another
`compare`         two results side by side
`check`           what to look at in a pool and a challenge
`pool_report`     what a pool holds
================  ======================================================
"""

"""
Questions about a result: each module answers one, from the result's data and its solved challenge.

================  ======================================================
`why`             why this team: what each member is worth
`why_not`         why not this peer: what keeps them off, or what they cost
`why_none`        why there is no team
`alternatives`    the next best teams
`windows`         every window with its best team
`reserves`        who could step in on each seat
`sensitivity`     how far each weight can move
`trade_off`       one criterion against another
`compare`         two results side by side
`check`           what to look at in a pool and a challenge
`pool_report`     what a pool holds
================  ======================================================
"""
