"""Unit tests of the search, mirroring `teamforge.search`."""
