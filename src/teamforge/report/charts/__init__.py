"""
Pictures, one module each, drawn only from what was found; `teamforge.charts` lists them.

The package needs the extra ``charts``.
"""

try:
    import altair  # noqa: F401, ICN001 -- only to say clearly what is missing
    import vl_convert  # noqa: F401 -- likewise
except ModuleNotFoundError:
    message = "charts need a package that is not installed: pip install 'teamforge[charts]'"
    raise ModuleNotFoundError(message) from None
