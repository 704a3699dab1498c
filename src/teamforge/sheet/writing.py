"""A team sheet as a file: HTML, Word or PDF, by how its name ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from teamforge.audience import Audience
from teamforge.report.saving import save
from teamforge.result import Result
from teamforge.sheet.content import sheet_of
from teamforge.sheet.model import Sheet

__all__ = ["ENDINGS", "sheet_bytes", "write_sheet"]

ENDINGS = {".html": "report", ".docx": "report", ".pdf": "pdf"}
"""How the name of a team sheet may end, and the extra that each needs."""
_PICTURES = ("altair", "vl_convert")


def write_sheet(
    result: Result,
    path: Path | str,
    audience: Audience | str = Audience.TEAM,
    *,
    names: bool = False,
    template: Path | str | None = None,
) -> None:
    """
    Write the team sheet of a result: what a programme manager sends to the team or to the host.

    Parameters
    ----------
    result
        As `compose` returned it.
    path
        Where to write it; its ending says what: ``.html``, ``.docx`` (both need the extra ``report``) or ``.pdf``
        (the extra ``pdf``). A file that is there is replaced.
    audience
        For whom: ``team``, who read everything, or ``host``, who read of no other peers, no details of conflicts, no
        political opinion and no points.
    names
        Whether peers are called by name as well as by id.
    template
        A Word document of your own with placeholders to fill, for ``.docx`` alone; the how-to page tells them.

    Raises
    ------
    InfeasibleError, UnknownError
        If there is no team.
    InputError
        If the template is no Word document, or has placeholders that are not ours, or lacks one that it needs.
    ValueError
        If the ending is another one, or a template does not go with it.
    ModuleNotFoundError
        If the extra is not installed.
    OSError
        If the file cannot be written.

    Notes
    -----
    Where the extra ``charts`` is installed, the HTML sheet has the picture of the coverage in it, and that of the
    team the waterfall of its points.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from teamforge import compose, load_demo, write_sheet
    >>> with TemporaryDirectory() as folder:
    ...     place = Path(folder, "team.html")
    ...     write_sheet(compose(*load_demo()), place, "host")
    ...     "What the scope asks" in place.read_text(encoding="utf-8")
    True
    """
    path, branded = Path(path), None if template is None else Path(template)
    save(path, sheet_bytes(result, path.suffix.lower(), audience, names=names, template=branded))


def sheet_bytes(
    result: Result,
    ending: str,
    audience: Audience | str = Audience.TEAM,
    *,
    names: bool = False,
    template: Path | None = None,
) -> bytes:
    """Return what `write_sheet` writes."""
    if ending not in ENDINGS:
        raise ValueError(f"a file that ends in {ending or 'nothing'}: expected one of {', '.join(ENDINGS)}")
    if template is not None and ending != ".docx":
        raise ValueError("a template is for .docx alone")
    try:
        sheet = sheet_of(result, audience, names=names)
        return _written(sheet, partial(_pictures, result, Audience(audience)), ending, template)
    except ModuleNotFoundError as error:
        extra = ENDINGS[ending]
        message = f"{ending} needs the package {error.name}: pip install 'teamforge[{extra}]'"
        raise ModuleNotFoundError(message, name=error.name) from None


def _written(sheet: Sheet, pictures: Callable[[], dict[str, str]], ending: str, template: Path | None) -> bytes:
    match ending:
        case ".html":
            from teamforge.sheet.html import to_html  # noqa: PLC0415 -- an extra

            return to_html(sheet, pictures())
        case ".pdf":
            from teamforge.sheet.pdf import to_pdf  # noqa: PLC0415 -- an extra

            return to_pdf(sheet)
        case _ if template is not None:
            from teamforge.sheet.branded import fill  # noqa: PLC0415 -- an extra

            return fill(sheet, template)
        case _:
            from teamforge.sheet.word import to_word  # noqa: PLC0415 -- an extra

            return to_word(sheet)


def _pictures(result: Result, audience: Audience) -> dict[str, str]:
    """Return the pictures of the sheet by the part they belong to; that of the points is not for a host."""
    if not all(map(find_spec, _PICTURES)):
        return {}
    from teamforge.charts import coverage, ledger, to_svg  # noqa: PLC0415 -- an extra

    drawn = {"scope": coverage(result)}
    if audience is Audience.TEAM:
        drawn["team"] = ledger(result)
    return {part: to_svg(chart) for part, chart in drawn.items()}
