"""The programme as SPEC.md section 10 defines it: frozen, strict, every field checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from teamforge.challenge.containers import Keyed, Listed
from teamforge.challenge.fields import Id, NearDay, OneOf, Title, Whole, trimmed, whole_number
from teamforge.challenge.flaws import Flaw, FlawedError, shown
from teamforge.challenge.model import Challenge
from teamforge.challenge.shape import flaws_of_shape
from teamforge.challenge.table import FieldTable, part
from teamforge.errors import Fault, InputError, close_match
from teamforge.page import Page, Section
from teamforge.page import Table as PageTable
from teamforge.page.displayed import Displayed
from teamforge.page.model import numbers, texts
from teamforge.page.words import counted
from teamforge.spec.dates import as_day
from teamforge.spec.vocabulary import fold

if TYPE_CHECKING:
    from typing import Self

    from pydantic import ModelWrapValidatorHandler

MAX_WITHOUT_TEAM = 1_000_000
MAX_LIMIT = 1_000_000
"""In practice no limit."""
MAX_CHALLENGES = 1_000


class Limits(FieldTable):
    """The most that the teams of a plan may take from an organisation, and from a peer; None is no limit."""

    per_organisation: Annotated[int, Whole(1, MAX_LIMIT)] | None = Field(
        None, description="The most different peers of one organisation on site in one week."
    )
    per_peer: Annotated[int, Whole(1, MAX_LIMIT)] | None = Field(
        None, description="The most teams that one peer may be on."
    )


def _read_budget(value: object) -> int | str:
    number = whole_number(value)
    if number is not None and 0 <= number <= MAX_LIMIT:
        return number
    if isinstance(value, str) and fold(value) == "least":
        return "least"
    raise FlawedError(Flaw(f"a whole number from 0 to {MAX_LIMIT:,}, or least", value=shown(value)))


_Budget = Annotated[
    int | Literal["least"],
    BeforeValidator(_read_budget),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": MAX_LIMIT}, {"enum": ["least"]}]}),
]
_Challenges = Annotated[tuple[Challenge, ...], Listed("challenges", least=1, most=MAX_CHALLENGES)]
_Priority = Annotated[
    Mapping[str, Annotated[int, Whole(1, 10)]], Keyed("challenge ids, each with its priority", str.strip)
]


class Programme(Displayed, FieldTable):
    """
    Challenges that are composed together, so that no peer is asked for more than they can give.

    Read one with `teamforge.read_programme` from a file, a folder or a mapping; the fields below are those of SPEC.md
    section 10.

    Raises
    ------
    InputError
        If anything is wrong with it or with one of its challenges; every fault is listed.

    Examples
    --------
    >>> challenges = [
    ...     {"id": host, "hosts": [host], "scope": {"prevention": 7}, "on_site": {"windows": ["2027-04-13"]}}
    ...     for host in ("E10000020", "E06000015")
    ... ]
    >>> programme = Programme(id="2027", as_of="2027-01-11", challenges=challenges, priority={"E06000015": 2})
    >>> programme
    <Programme: 2027, 2 challenges, decided on 2027-01-11>
    >>> dict(programme.priority)
    {'E10000020': 1, 'E06000015': 2}
    """

    id: Id = Field(description="The programme's own id.")
    title: Title | None = Field(None, description="A title for reports.")
    as_of: NearDay = Field(description="The date of the decision, of every challenge.")
    challenges: _Challenges = Field(description="The challenges; each may leave out as_of, which is the programme's.")
    priority: _Priority = Field({}, description="Challenge ids, each with its priority from 1 to 10; left out, 1.")
    objective: Annotated[Literal["total", "fair"], OneOf()] = Field(
        "total", description="total seeks the most points; fair seeks first the least loss of a challenge."
    )
    without_team: Annotated[int, Whole(0, MAX_WITHOUT_TEAM)] = Field(
        100_000, description="Points that a challenge without a team costs, times its priority."
    )
    limits: Limits = Field(Limits(), description="What the teams may ask of an organisation and of a peer.")
    change_budget: _Budget | None = Field(
        None, description="The most changes of the plan that stands, or least for the fewest."
    )

    if TYPE_CHECKING:

        def __init__(self, **fields: object) -> None:
            """Take fields as files and mappings have them: dates as text, challenges as mappings."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the challenges, in their order."""
        return tuple(challenge.id for challenge in self.challenges)

    def replace(self, **fields: object) -> Programme:
        """
        Return a copy with some fields replaced, and check it again.

        Challenges that stay keep their priority, unless `priority` is replaced as well.

        Raises
        ------
        InputError
            If anything is wrong with it; every fault is listed.

        Examples
        --------
        >>> one = {"id": "a", "hosts": ["H"], "scope": {"prevention": 7}, "on_site": {"windows": ["2027-04-13"]}}
        >>> Programme(id="2027", as_of="2027-01-11", challenges=[one]).replace(objective="fair").objective
        'fair'
        """
        own = {name: getattr(self, name) for name in self.model_fields_set}
        if "challenges" in fields and "priority" not in fields:
            staying = _ids(fields["challenges"])
            own["priority"] = {id_: priority for id_, priority in self.priority.items() if id_ in staying}
        return Programme.model_validate({**own, **fields})

    def __repr__(self) -> str:
        """Return id, size and date, but nobody's data."""
        return f"<Programme: {self.id}, {counted(len(self.challenges), 'challenge')}, decided on {self.as_of}>"

    __str__ = __repr__

    def __repr_args__(self) -> Iterator[tuple[str, object]]:
        """Yield what pretty printers may show."""
        yield "id", self.id
        yield "challenges", self.ids

    def page(self) -> Page:
        """Return the objective, the limits, and the challenges with their hosts, dates and priorities."""
        sought = {"total": "seeks the most points", "fair": "seeks the least loss of a challenge"}[self.objective]
        lines = [f"programme {self.id}, decided on {self.as_of}", sought]
        if self.limits.per_organisation is not None:
            lines.append(f"at most {counted(self.limits.per_organisation, 'peer')} of an organisation in a week")
        if self.limits.per_peer is not None:
            lines.append(f"at most {counted(self.limits.per_peer, 'team')} for a peer")
        rows = tuple(
            (each.id, ", ".join(each.hosts), each.on_site.in_words, each.on_site.days, self.priority[each.id])
            for each in self.challenges
        )
        columns = (*texts("Challenge", "Hosts", "On site"), *numbers("Days", "Priority"))
        return Page(self.title or self.id, tuple(lines), (Section("Challenges", table=PageTable(columns, rows)),))

    @classmethod
    def read_all(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Return the programme that `data` describes, or raise everything wrong with it as an `InputError`."""
        if isinstance(data, cls):
            return data
        flaws, sound = flaws_of_shape(data), True
        faults: list[Fault] = []
        if not flaws:
            if isinstance(data, Mapping) and isinstance(entries := data.get("challenges"), list | tuple):
                entries = entries[: MAX_CHALLENGES + 1]
                challenges, faults = _read_challenges(entries, as_day(data.get("as_of")))
                sound = len(challenges) == len(entries)
                flaws = [*_flaws_of_ids(entries), *_flaws_of_priority(data, entries)]
                data = {**data, "challenges": challenges if sound else None, "priority": _completed(data, challenges)}
            try:
                programme = super().read_all(data, handler)
            except FlawedError as error:
                flaws += [each for each in error.flaws if sound or each.path != ("challenges",)]
            else:
                if not flaws and not faults:
                    return programme
        # Raised outside the except clause, so that the error keeps no private text.
        raise InputError([*(replace(flaw.fault(), table="programme") for flaw in flaws), *faults])


def _flaws_of_ids(entries: Sequence[object]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        name = trimmed(part(entry, "id"))
        if name in seen:
            yield Flaw("an id that no other challenge has", "give each its own", name, ("challenges", place, "id"))
        elif name is not None:
            seen.add(name)


def _flaws_of_priority(given: Mapping[str, object], entries: Sequence[object]) -> Iterator[Flaw]:
    known, priority = _ids(entries), given.get("priority")
    if None in known or not isinstance(priority, Mapping):
        return  # an entry whose id cannot be read may be the one meant
    for key in priority:
        if (name := key.strip()) and name not in known:
            yield Flaw("the id of a challenge", close_match(name, sorted(filter(None, known))), name, ("priority", key))


def _ids(entries: object) -> set[str | None]:
    return {trimmed(part(each, "id")) for each in entries} if isinstance(entries, list | tuple) else set()


def _completed(given: Mapping[str, object], challenges: Sequence[Challenge]) -> object:
    """Return the priorities with 1 for each challenge that has none, or what was given instead of a table."""
    priority = given.get("priority")
    if priority is not None and not isinstance(priority, Mapping):
        return priority
    known = {key.strip(): None for key in priority or ()}
    return {**{each.id: 1 for each in challenges if each.id not in known}, **(priority or {})}


def _read_challenges(entries: Sequence[object], as_of: date | None) -> tuple[list[Challenge], list[Fault]]:
    """Return the challenges without faults, dated by the programme, and the faults of the others."""
    read: list[Challenge] = []
    faults: list[Fault] = []
    for place, entry in enumerate(entries):
        at = f"challenges[{place}]"
        faults += [replace(each, column=f"{at}.as_of") for each in _faults_of_date(entry, as_of)]
        if isinstance(entry, Mapping) and entry.get("as_of") is None:
            entry = {**entry, "as_of": as_of}  # noqa: PLW2901 -- the challenge as it is read
        try:
            read.append(Challenge.model_validate(entry))
        except InputError as error:
            # If the programme has no date, that is reported only once, as its own fault.
            own = [each for each in error.faults if as_of is not None or each.column != "as_of"]
            faults += [
                replace(each, table="programme", column=f"{at}.{each.column}" if each.column else at) for each in own
            ]
    return read, faults


def _faults_of_date(entry: object, as_of: date | None) -> Iterator[Fault]:
    own = as_day(part(entry, "as_of"))
    if as_of is not None and own is not None and own != as_of:
        expected = f"{as_of}, the date of the programme"
        yield Fault("programme", None, "as_of", str(own), expected, "leave it out of the challenge")
