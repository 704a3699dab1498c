"""Which team is best, and how do we know? The only package that imports OR-Tools."""

from teamforge.search.engine import search
from teamforge.search.found import Found
from teamforge.search.limits import Limits, Progress, StopWatch

__all__ = ["Found", "Limits", "Progress", "StopWatch", "search"]
