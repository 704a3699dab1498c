"""
A plan on paper: what a programme manager sends round and puts on the wall.

==========  =====================================================
`sheet`     what it says
`writing`   as HTML and as a Word document
`calendar`  its visits for a calendar
==========  =====================================================
"""
