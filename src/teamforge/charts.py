"""
Pictures of results, pools and answers: each function returns an Altair chart, for notebooks and files.

Each takes a result, a pool with its challenge or day, or an answer, as its documentation says. Peers are shown by id,
or by name if `names` asks for it. The module needs the extra ``charts``.
"""

from teamforge.report.charts.availability import availability, availability_rows
from teamforge.report.charts.conflict_graph import conflict_graph, conflict_rows
from teamforge.report.charts.coverage import coverage, coverage_rows
from teamforge.report.charts.ledger import ledger, ledger_rows
from teamforge.report.charts.saving import FORMATS, save, to_html, to_svg
from teamforge.report.charts.style import Chart, Row
from teamforge.report.charts.use import use, use_rows
from teamforge.report.charts.windows import windows, windows_rows
from teamforge.report.charts.year import year, year_rows

__all__ = [
    "FORMATS",
    "Chart",
    "Row",
    "availability",
    "availability_rows",
    "conflict_graph",
    "conflict_rows",
    "coverage",
    "coverage_rows",
    "ledger",
    "ledger_rows",
    "save",
    "to_html",
    "to_svg",
    "use",
    "use_rows",
    "windows",
    "windows_rows",
    "year",
    "year_rows",
]
