"""The challenge: read in every form that SPEC.md allows, with every fault listed."""
