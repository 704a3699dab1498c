"""The history of proposals: the table `assignments`, and what follows from it (SPEC.md section 9)."""
