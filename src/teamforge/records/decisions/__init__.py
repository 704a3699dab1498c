"""
What was proposed, and what a person decided: a record that is only ever added to.

A proposal is no decision. `decide` writes both down, apart: what was proposed and how, and who decided what, when and
why. Each entry carries the seal of the one before, so that a change or removal shows.
"""
