"""Workbooks that people fill in: the template of a pool and its challenge, and a team with the state of each seat."""
