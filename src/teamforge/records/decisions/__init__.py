"""
The record of what was proposed and what a person decided: an append-only file.

A proposal is not a decision. `decide` records both separately: what was proposed and how, and who decided what, when
and why. Each entry carries the seal of the previous one, so that a change or removal shows.
"""
