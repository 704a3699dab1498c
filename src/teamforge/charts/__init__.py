"""
Pictures: each function returns an Altair chart, drawn from what was found and from nothing else.

They show peers by id and never by name. The package needs the extra ``charts``.
"""

try:
    import altair  # noqa: F401, ICN001 -- only to say in words what is missing
except ModuleNotFoundError:
    message = "charts need Altair, which is not installed: pip install 'teamforge[charts]'"
    raise ModuleNotFoundError(message) from None

from teamforge.charts.availability import availability
from teamforge.charts.conflict_graph import conflict_graph
from teamforge.charts.coverage import coverage
from teamforge.charts.ledger import ledger
from teamforge.charts.saving import save, to_html, to_svg
from teamforge.charts.use import use
from teamforge.charts.windows import windows

__all__ = ["availability", "conflict_graph", "coverage", "ledger", "save", "to_html", "to_svg", "use", "windows"]
