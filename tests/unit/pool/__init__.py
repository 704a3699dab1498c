"""The pool: what its tables mean, and every fault in them."""
