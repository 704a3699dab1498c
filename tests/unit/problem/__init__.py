"""Unit tests of the compiled problem, mirroring `teamforge.problem`."""
