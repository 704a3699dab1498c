"""The benchmark measures what it says: its rivals are right, its processes end, its pages are its records."""
