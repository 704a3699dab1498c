"""Seeded mutants: one small wrong change each, which the tests must notice."""
