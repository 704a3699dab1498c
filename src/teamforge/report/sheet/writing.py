"""A team sheet as a file: HTML, Word or PDF, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from teamforge.explain.reserves import Reserves
from teamforge.report.sheet.content import sheet_of
from teamforge.report.sheet.model import Sheet
from teamforge.result.data import ResultData
from teamforge.spec.audience import Audience
from teamforge.tables.saving import save

ENDINGS = {".html": "report", ".docx": "report", ".pdf": "pdf"}
"""How the file name of a team sheet may end, and the extra that each ending needs."""
_PICTURES = ("altair", "vl_convert")


def write_sheet(
    result: ResultData,
    reserves: Reserves,
    path: Path | str,
    audience: Audience | str = Audience.TEAM,
    *,
    names: bool = False,
    template: Path | str | None = None,
) -> None:
    """Write the team sheet of a result; `Result.write_sheet` describes parameters and errors."""
    path, branded = Path(path), None if template is None else Path(template)
    save(path, sheet_bytes(result, reserves, path.suffix.lower(), audience, names=names, template=branded))


def sheet_bytes(
    result: ResultData,
    reserves: Reserves,
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
        sheet = sheet_of(result, reserves, audience, names=names)
        return _written(sheet, partial(_pictures, result, Audience(audience), names=names), ending, template)
    except ModuleNotFoundError as error:
        extra = ENDINGS[ending]
        message = f"{ending} needs the package {error.name}: pip install 'teamforge[{extra}]'"
        raise ModuleNotFoundError(message, name=error.name) from None


def _written(sheet: Sheet, pictures: Callable[[], dict[str, str]], ending: str, template: Path | None) -> bytes:
    match ending:
        case ".html":
            from teamforge.report.sheet.html import to_html  # noqa: PLC0415 -- an extra

            return to_html(sheet, pictures())
        case ".pdf":
            from teamforge.report.sheet.pdf import to_pdf  # noqa: PLC0415 -- an extra

            return to_pdf(sheet)
        case _ if template is not None:
            from teamforge.report.sheet.branded import fill  # noqa: PLC0415 -- an extra

            return fill(sheet, template)
        case _:
            from teamforge.report.sheet.word import to_word  # noqa: PLC0415 -- an extra

            return to_word(sheet)


def _pictures(result: ResultData, audience: Audience, *, names: bool) -> dict[str, str]:
    """Return the pictures of the sheet by the part they belong to; the picture of the points is not for a host."""
    if not all(map(find_spec, _PICTURES)):
        return {}
    from teamforge.report.charts import coverage, ledger, saving  # noqa: PLC0415 -- an extra

    drawn = {"scope": coverage.coverage(result, names=names)}
    if audience is Audience.TEAM:
        drawn["team"] = ledger.ledger(result)
    return {part: saving.to_svg(chart) for part, chart in drawn.items()}
