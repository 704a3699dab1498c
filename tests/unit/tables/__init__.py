"""The tables of text: every format, every way a file can be wrong."""
