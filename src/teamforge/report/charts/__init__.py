"""
Pictures, a module each, drawn from what was found and from nothing else; `teamforge.charts` lists them.

The package needs the extra ``charts``.
"""

try:
    import altair  # noqa: F401, ICN001 -- only to say in words what is missing
    import vl_convert  # noqa: F401 -- likewise
except ModuleNotFoundError:
    message = "charts need a package that is not installed: pip install 'teamforge[charts]'"
    raise ModuleNotFoundError(message) from None
