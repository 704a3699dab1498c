"""Questions about a solved problem: the best team with each candidate, substitutes, counts, the most robust team."""
