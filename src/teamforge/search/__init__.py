"""Which team is best, and how do we know? The only package that imports OR-Tools."""

from teamforge.search.budget import Budget, Progress, SearchLimits
from teamforge.search.effort import Effort
from teamforge.search.engine import search
from teamforge.search.outcome import SearchResult

__all__ = ["Budget", "Effort", "Progress", "SearchLimits", "SearchResult", "search"]
