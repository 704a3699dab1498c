"""Unit tests: a folder a stage, as in `src/teamforge`."""
