"""
A plan on paper: what a programme manager sends round and puts on the wall.

==========  =====================================================
`sheet`     what it says
`changes`   what changed, where the plan was made anew
`writing`   as HTML and as a Word document
`calendar`  its visits for a calendar
==========  =====================================================
"""
