"""
Many challenges at once, as linear and integer programming see them: columns are teams, rows what they share.

=========  ================================================================
`pricing`  the best team of one challenge under charges, and teams near it
`master`   the prices of the rows, kept in a box
=========  ================================================================
"""
