"""The same question in four plain notions: candidates, windows, tallies, cliques (DESIGN.md section 2)."""

from teamforge.problem.compile import compile_problem, derive
from teamforge.problem.labels import Label
from teamforge.problem.problem import Choice, Problem, Tallies, Term
from teamforge.problem.screen import Screen, screen
from teamforge.problem.setting import Given

__all__ = ["Choice", "Given", "Label", "Problem", "Screen", "Tallies", "Term", "compile_problem", "derive", "screen"]
