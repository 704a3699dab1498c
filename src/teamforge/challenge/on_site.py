"""When the team is on site, and how long before that people are asked (SPEC.md section 2, "Windows")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr
from pydantic.config import JsonDict

from teamforge.challenge.containers import Listed
from teamforge.challenge.fields import Day, NearDay, Whole
from teamforge.challenge.flaws import Flaw, FlawedError, shown
from teamforge.challenge.table import FieldTable
from teamforge.spec.dates import as_day

MAX_WEEKS = 520


class Period(FieldTable):
    """A range of dates, both inclusive."""

    start: Day = Field(description="The first day.")
    end: Day = Field(description="The last day.")

    @classmethod
    def flaws_between(cls, given: Mapping[str, object]) -> Sequence[Flaw]:
        """Return the flaw of an end before the start."""
        start, end = as_day(given.get("start")), as_day(given.get("end"))
        if start and end and end < start:
            return [Flaw(f"a date from {start} on", "correct the start or the end", str(end), ("end",))]
        return ()


def _read_avoided(value: object) -> object:
    if isinstance(value, Mapping | Period):
        return value
    day = as_day(value)
    if day is None:
        raise FlawedError(Flaw("a date such as 2027-01-31 or 31/01/2027, or {start, end}", value=shown(value)))
    return Period(start=day, end=day)


_Avoided = Annotated[Period, BeforeValidator(_read_avoided, json_schema_input_type=Day | Period)]

_FORMS: JsonDict = {
    "oneOf": [
        {"required": ["windows"], "properties": {"windows": {"type": "array"}}},
        {
            "required": ["earliest", "latest"],
            "properties": {"earliest": {"type": "string"}, "latest": {"type": "string"}},
        },
    ]
}


class OnSite(FieldTable):
    """The days on site: how many, and either the possible start dates or the first and the last possible day."""

    model_config = ConfigDict(json_schema_extra=_FORMS)

    days: Annotated[int, Whole(1, 5)] = Field(3, description="How many consecutive days, within one week.")
    windows: Annotated[tuple[NearDay, ...], Listed("start dates")] | None = Field(
        None, description="The possible start dates; or give earliest and latest."
    )
    earliest: NearDay | None = Field(None, description="The first possible day on site.")
    latest: NearDay | None = Field(None, description="The last possible day on site.")
    avoid: Annotated[tuple[_Avoided, ...], Listed("dates and {start, end} ranges")] = Field(
        (), description="When nobody is on site: dates, and ranges from start to end, both inclusive."
    )

    _settled: bool = PrivateAttr(default=False)

    @property
    def settled(self) -> bool:
        """Whether people have confirmed these days, so that they are valid whatever section 2 says about windows."""
        return self._settled

    def settled_on(self, start: date, end: date) -> OnSite:
        """Return the days that people have confirmed: the one valid window (SPEC.md section 9, 1)."""
        only = {"days": (end - start).days + 1, "windows": (start,), "earliest": None, "latest": None, "avoid": ()}
        copy = self.model_copy(update=only)
        copy._settled = True  # noqa: SLF001 -- its own
        return copy

    @property
    def in_words(self) -> str:
        """The possible dates, in words."""
        if self.windows is not None:
            return f"from {' or '.join(map(str, self.windows))}"
        return f"between {self.earliest} and {self.latest}"

    @property
    def dates(self) -> tuple[date, date] | None:
        """The first and the last day on which the team could be on site; None if no window is listed."""
        if self.windows:
            return min(self.windows), max(self.windows) + timedelta(days=self.days - 1)
        return None if self.earliest is None or self.latest is None else (self.earliest, self.latest)

    @classmethod
    def flaws_between(cls, given: Mapping[str, object]) -> Sequence[Flaw]:
        """Return the flaws of both forms, of neither, of half a form, and of dates in the wrong order."""
        flaws: list[Flaw] = []
        ends = [name for name in ("earliest", "latest") if name in given]
        if "windows" in given:
            mend = "remove windows, or earliest and latest"
            flaws += [Flaw("windows, or earliest and latest, not both", mend, path=(name,)) for name in ends]
        elif not ends:
            flaws.append(Flaw("windows, or earliest and latest", "say when the team may be on site"))
        elif len(ends) == 1:
            missing = "latest" if ends == ["earliest"] else "earliest"
            flaws.append(Flaw(f"this field beside {ends[0]}", f"add {missing}", path=(missing,)))
        first, last = as_day(given.get("earliest")), as_day(given.get("latest"))
        if first and last and last < first:
            flaws.append(Flaw(f"a date until {last}, which is latest", "correct either", str(first), ("earliest",)))
        return flaws


class LeadTime(FieldTable):
    """How long before the first day on site the team is chosen."""

    minimum_weeks: Annotated[int, Whole(0, MAX_WEEKS)] = Field(8, description="No window starts sooner after as_of.")
    advised_weeks: Annotated[int, Whole(0, MAX_WEEKS)] = Field(
        12, description="A window that starts sooner is warned of."
    )
