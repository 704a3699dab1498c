"""Answers that are lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar, overload

from teamforge.page.displayed import Displayed

T_co = TypeVar("T_co", covariant=True)


class Listing(Displayed, Sequence[T_co]):
    """A dataclass that is the list in one of its fields, and is shown as a page."""

    _LIST: ClassVar[str]
    """The name of that field."""

    @overload
    def __getitem__(self, place: int) -> T_co: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T_co]: ...
    def __getitem__(self, place: Any) -> Any:
        """Return the item at a place, or the items of a slice."""
        return getattr(self, self._LIST)[place]

    def __len__(self) -> int:
        """Return the number of items."""
        return len(getattr(self, self._LIST))
