"""
Pictures of results, pools and answers: each function returns an Altair chart, for notebooks and files.

They show peers by id and never by name. The module needs the extra ``charts``.
"""

from teamforge.report.charts import (
    FORMATS,
    Chart,
    Row,
    availability,
    availability_rows,
    conflict_graph,
    conflict_rows,
    coverage,
    coverage_rows,
    ledger,
    ledger_rows,
    save,
    to_html,
    to_svg,
    use,
    use_rows,
    windows,
    windows_rows,
)

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
]
