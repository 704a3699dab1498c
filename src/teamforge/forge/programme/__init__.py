"""
A programme: many challenges composed together from one pool (SPEC.md section 10, DESIGN.md section 10).

===================  ==============================================================
`blocks`             each challenge compiled, and what its candidates use
`visits`             a plan as the visits of its peers
`rows`               what challenges share: a file for each row family
`column_generation`  prices of the rows by rounds of pricing, and the proved bound
`composing`          a valid plan: greedily by prices, then neighbourhoods
`part`               some challenges planned again, next to the teams of the others
`plan_search`        the search for a plan: prices, a first plan, better ones
`fair`               the search for a fair plan: small losses before points
`planning`           from a pool and a programme to a plan with its bound
`outcome`            what is returned
===================  ==============================================================
"""
