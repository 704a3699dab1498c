"""A second, independent reading of the problem specification, slow and plain, and small tight problems to try it on."""
