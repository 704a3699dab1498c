"""Pages, tables and escaping."""
