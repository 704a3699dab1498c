"""Which team is best, and how do we know? The only package that imports OR-Tools."""

from teamforge.search.found import Found, Status
from teamforge.search.limits import Limits, Progress, StopWatch
from teamforge.search.engine import search

__all__ = ["Found", "Limits", "Progress", "Status", "StopWatch", "search"]
