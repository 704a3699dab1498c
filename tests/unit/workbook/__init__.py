"""The template, the team and their files."""
