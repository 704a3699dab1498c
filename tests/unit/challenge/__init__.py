"""The challenge: read in every form that SPEC.md allows, and every fault told."""
