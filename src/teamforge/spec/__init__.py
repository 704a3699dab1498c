"""The rules, the vocabulary and the dates of SPEC.md, in plain values: everything else builds on them."""
