"""The team sheet: what it says to which reader, and its three formats."""
