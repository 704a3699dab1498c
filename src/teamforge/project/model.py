"""The fields of `teamforge.toml`, strict so that a misspelt word is reported and not ignored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, TypeGuard

from pydantic import BeforeValidator, Field, WithJsonSchema

from teamforge.challenge.containers import Listed
from teamforge.challenge.fields import Flag, PrivateText
from teamforge.challenge.flaws import Flaw, FlawedError, shown
from teamforge.challenge.shape import flaws_of_shape
from teamforge.challenge.table import FieldTable
from teamforge.errors import InputError
from teamforge.project.finding import FILE

if TYPE_CHECKING:
    from typing import Self

    from pydantic import ModelWrapValidatorHandler

_MOST = 1_000_000


def _read_path(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise FlawedError(Flaw("a path, as text that is not blank", value=shown(value)))


def _read_seconds(value: object) -> float:
    if _is_number(value) and 0 <= value <= _MOST:
        return float(value)
    raise FlawedError(Flaw(f"a number of seconds from 0 to {_MOST:,}", value=shown(value)))


def _read_effort(value: object) -> float:
    if _is_number(value) and 0 < value <= _MOST:
        return float(value)
    raise FlawedError(Flaw(f"a number above 0, at most {_MOST:,}", value=shown(value)))


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


_FilePath = Annotated[
    str, BeforeValidator(_read_path), WithJsonSchema({"type": "string", "pattern": r"^[^\\]*[^\s\\][^\\]*$"})
]
_Seconds = Annotated[
    float,
    BeforeValidator(_read_seconds),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": _MOST}),
]
_Effort = Annotated[
    float,
    BeforeValidator(_read_effort),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": _MOST}),
]


class Fields(FieldTable):
    """The fields of a project's file; every path is relative to the folder of the file."""

    pool: _FilePath | None = Field(None, description="The pool: a folder of tables, or one .xlsx workbook.")
    challenges: Annotated[tuple[_FilePath, ...], Listed("paths or patterns", once=True)] = Field(
        (), description="Files of challenges, or patterns of them such as challenges/*.toml."
    )
    programme: _FilePath | None = Field(None, description="The programme: a file or a folder.")
    signs: PrivateText | None = Field(None, description="Who signs what is sent out, such as A. Person, director.")
    template: _FilePath | None = Field(None, description="The Word document that --out FILE.docx fills.")
    words: _FilePath | None = Field(None, description="A folder with your own words for letters, such as host.txt.")
    names: Flag = Field(False, description="Whether people are shown by name as well, where people read.")  # noqa: FBT003 -- a default
    time_limit: _Seconds | None = Field(None, description="How many seconds the search for one team may take.")
    effort: _Effort | None = Field(None, description="How much work goes into a plan of a programme; left out, 1.")

    @classmethod
    def read_all(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Return the fields of `data`, or raise all their faults as an `InputError`."""
        flaws = flaws_of_shape(data)
        if not flaws:
            try:
                return super().read_all(data, handler)
            except FlawedError as error:
                flaws = list(error.flaws)
        # Outside the except clause, so that the error carries no name.
        raise InputError([replace(flaw.fault(), table=FILE) for flaw in flaws])


def project_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of `teamforge.toml`.

    `read_project` checks that the paths exist.

    Examples
    --------
    >>> list(project_schema()["properties"])
    ['pool', 'challenges', 'programme', 'signs', 'template', 'words', 'names', 'time_limit', 'effort']
    """
    schema = Fields.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Project"}
