"""Whether random problems are tight enough for every rule to matter."""
