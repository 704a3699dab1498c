"""Lists and tables of values in a challenge: faults of the whole and of its items are reported together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidatorFunctionWrapHandler, WrapValidator

from teamforge.challenge.fields import trimmed
from teamforge.challenge.flaws import Flaw, FlawedError, gather, shown

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Listed:
    """
    A list: ``Annotated[tuple[Id, ...], Listed("organisation ids", least=1, once=True)]``.

    Parameters
    ----------
    what
        What the list holds, as faults call it.
    least, most
        The least and the most items.
    once
        Whether items, trimmed, must be distinct.
    check
        Finds what else is wrong with the list as given.
    """

    what: str
    least: int = 0
    most: int | None = None
    once: bool = False
    check: Callable[[tuple[object, ...]], list[Flaw]] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 -- any annotation
        """Return the schema that pydantic reads the list with."""
        return WrapValidator(self._read).__get_pydantic_core_schema__(source, handler)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the list."""
        schema = handler(core)
        bounds = {"minItems": self.least or None, "maxItems": self.most, "uniqueItems": self.once or None}
        return schema | {name: bound for name, bound in bounds.items() if bound is not None}

    def _read(self, value: object, handler: ValidatorFunctionWrapHandler) -> object:
        if not isinstance(value, list | tuple):
            raise FlawedError(Flaw(f"a list of {self.what}", "write it in square brackets"))
        flaws: list[Flaw] = []
        if len(value) < self.least:
            flaws.append(Flaw(f"a list of {self.what}, {self.least} or more"))
        if self.most is not None and len(value) > self.most:
            raise FlawedError(Flaw(f"at most {self.most:,} {self.what}"))
        if self.once:
            seen: set[str] = set()
            for place, item in enumerate(value):
                word = trimmed(item)
                if word in seen:
                    flaws.append(Flaw("each of them once", "remove the repetition", word, (place,)))
                elif word is not None:
                    seen.add(word)
        if self.check is not None:
            flaws += self.check(tuple(value))
        return gather(handler, tuple(value), flaws)


@dataclass(frozen=True, slots=True)
class Keyed:
    """
    A table of free keys: ``Annotated[Mapping[str, int], Keyed("themes, each with its weight", fold)]``.

    Parameters
    ----------
    what
        What the keys are, as faults call them.
    key
        Turns a key into what is compared: two equal keys are a fault.
    least, most
        The least and the most entries.
    """

    what: str
    key: Callable[[str], str]
    least: int = 0
    most: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 -- any annotation
        """Return the schema that pydantic reads the table with."""
        return WrapValidator(self._read).__get_pydantic_core_schema__(source, handler)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the table."""
        schema = handler(core)
        bounds = {"minProperties": self.least or None, "maxProperties": self.most}
        return schema | {name: bound for name, bound in bounds.items() if bound is not None}

    def _read(self, value: object, handler: ValidatorFunctionWrapHandler) -> object:
        if not isinstance(value, Mapping):
            raise FlawedError(Flaw(f"a table of {self.what}"))
        flaws: list[Flaw] = []
        if len(value) < self.least:
            flaws.append(Flaw(f"a table of {self.what}, {self.least} or more"))
        if self.most is not None and len(value) > self.most:
            raise FlawedError(Flaw(f"at most {self.most:,} {self.what}"))
        read: dict[str, object] = {}
        for name, item in value.items():
            word = self.key(str(name))
            if not word:
                flaws.append(Flaw("a key that is not blank", "name it", path=(name,)))
            elif word in read:
                flaws.append(Flaw(f"{self.what}, each once", f"{shown(word)!r} stands here twice", name, (name,)))
            else:
                read[word] = item
        return gather(handler, read, flaws)
