"""The problem restated in four plain notions: candidates, windows, tallies, cliques (DESIGN.md section 2)."""

from teamforge.problem.compile import compile_problem, prepare
from teamforge.problem.eligibility import Eligibility, eligibility_of
from teamforge.problem.instance import Instance
from teamforge.problem.labels import Label
from teamforge.problem.problem import Choice, Problem
from teamforge.problem.tallies import Tallies, Term

__all__ = [
    "Choice",
    "Eligibility",
    "Instance",
    "Label",
    "Problem",
    "Tallies",
    "Term",
    "compile_problem",
    "eligibility_of",
    "prepare",
]
