"""
A plan on paper: what a programme manager circulates and puts on the wall.

==========  =====================================================
`sheet`     what it says
`changes`   what changed, in a replan
`writing`   as HTML and as a Word document
`calendar`  its visits for a calendar
==========  =====================================================
"""
