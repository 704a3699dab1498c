"""The rules, vocabulary and dates of SPEC.md as plain values, on which everything else builds."""
