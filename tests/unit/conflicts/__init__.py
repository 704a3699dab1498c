"""Unit tests of the conflict rules, mirroring `teamforge.conflicts`."""
