"""Every rule and criterion of SPEC.md, a file each."""
