"""The verifier: every way a team can be wrong, and every point by hand."""
