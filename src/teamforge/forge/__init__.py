"""
Ways to make a team, each from a solved challenge to the data of a result.

=========  ==================================================================
`best`     the team that the search found, or one chosen for more than points
`robust`   of nearly the best teams, the one whose worst drop-out costs least
`repair`   the team that changes the fewest seats of another one
=========  ==================================================================
"""
