"""The rules of a valid team (SPEC.md sections 4, 5 and 7), by name in the order in which the funnel shows them."""
