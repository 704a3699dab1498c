"""What people and other programs are given: pages for a terminal, rows for a spreadsheet, JSON."""
