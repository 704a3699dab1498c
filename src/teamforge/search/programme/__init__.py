"""
Many challenges at once, as a linear and an integer program: columns are teams, rows are what the teams share.

=========  ================================================================
`pricing`  the best team of one challenge under charges, and teams near it
`master`   the prices of the rows, kept in a box
`linear`   a linear program solved, as long as there is time
=========  ================================================================
"""
