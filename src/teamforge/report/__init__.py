"""Output for people and other programs: pages for a terminal, rows for a spreadsheet, JSON."""
