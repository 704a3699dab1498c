"""`FieldTable`: the base of every model of a challenge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, model_validator

from teamforge.challenge.flaws import Flaw, FlawedError, gather

if TYPE_CHECKING:
    from typing import Self

    from pydantic import ModelWrapValidatorHandler


class FieldTable(BaseModel):
    """
    A frozen table of named fields; any other field is a fault, and one that is None counts as left out.

    A model states what holds between its fields in `flaws_between`.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    @classmethod
    def flaws_between(cls, given: Mapping[str, object]) -> Sequence[Flaw]:  # noqa: ARG003 -- for models to override
        """Return what is wrong between fields, from what was given: any field may itself be wrong."""
        return ()

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        return cls.read_all(data, handler)

    @classmethod
    def read_all(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Return the table that `data` describes, or raise everything wrong with it."""
        if isinstance(data, cls):
            return handler(data)
        if not isinstance(data, Mapping):
            raise FlawedError(Flaw("a table", f"with the fields {', '.join(cls.model_fields)}"))
        given = {name: value for name, value in data.items() if value is not None or name not in cls.model_fields}
        return gather(handler, given, cls.flaws_between(given), cls.model_fields)


def part(given: object, name: str) -> object:
    """Return a field of what may be a mapping, a model or neither; None if it has no such field."""
    if isinstance(given, Mapping):
        return given.get(name)
    return getattr(given, name, None) if isinstance(given, FieldTable) else None
