"""The team sheet: what it says to whom, and its three formats."""
