"""The challenge as SPEC.md sections 2, 3 and 7 define it: frozen, strict, every field checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, PrivateAttr

from teamforge.challenge.containers import Keyed, Listed
from teamforge.challenge.defaults import CORE_TEAM
from teamforge.challenge.fields import Id, NearDay, OneOf, Title, trimmed, whole_number
from teamforge.challenge.flaws import Flaw, FlawedError
from teamforge.challenge.on_site import LeadTime, OnSite
from teamforge.challenge.overrides import Overrides, Weight, soft_without_weight
from teamforge.challenge.people import MAX_TEAM_RULES, Exclusion, TeamRule, Waiver, flaws_of_rules
from teamforge.challenge.seats import MAX_SEATS, Seat, flaws_of_seats
from teamforge.challenge.shape import flaws_of_shape
from teamforge.challenge.table import FieldTable, part
from teamforge.challenge.windows import MAX_WINDOWS, candidates, find_windows
from teamforge.errors import InputError, close_match
from teamforge.page import Page, Section
from teamforge.page import Table as PageTable
from teamforge.page.displayed import Displayed
from teamforge.page.model import numbers, texts
from teamforge.page.words import counted
from teamforge.spec.rulebook import PRESETS, Rulebook, preset
from teamforge.spec.vocabulary import fold_heading
from teamforge.spec.words import spoken
from teamforge.team import Responses

if TYPE_CHECKING:
    from typing import Self, Unpack

    from pydantic import ModelWrapValidatorHandler

    from teamforge.challenge.arguments import ChallengeChanges, ChallengeFields


MAX_THEMES = 200
_Scope = Annotated[Mapping[str, Weight], Keyed("themes, each with its weight", fold_heading, least=1, most=MAX_THEMES)]
_TeamRules = Annotated[tuple[TeamRule, ...], Listed("team rules", most=MAX_TEAM_RULES, check=flaws_of_rules)]
_Pins = Annotated[Mapping[str, Id], Keyed("seat ids, each with a peer id", str.strip)]


class Challenge(Displayed, FieldTable):
    """
    One piece of work that needs a team: its hosts, dates, scope, seats and rules.

    Read one with `teamforge.read_challenge` from a TOML or JSON file or from a mapping; the fields below are
    those of SPEC.md section 2.

    Raises
    ------
    InputError
        If anything is wrong with it; every fault is listed.

    Examples
    --------
    >>> challenge = Challenge(
    ...     id="norfolk-2027", hosts=["E10000020"], as_of="2027-01-11", scope={"prevention": 7},
    ...     on_site={"earliest": "2027-03-15", "latest": "2027-05-28"},
    ... )
    >>> challenge
    <Challenge: norfolk-2027 at E10000020>
    >>> challenge.counting_seats
    6
    """

    id: Id = Field(description="The challenge's own id.")
    title: Title | None = Field(None, description="A title for reports.")
    purpose: Annotated[Literal["challenge", "progress_review"], OneOf()] = Field(
        "challenge", description="A progress review may be led by those who reviewed the host before."
    )
    hosts: Annotated[tuple[Id, ...], Listed("organisation ids", least=1, once=True)] = Field(
        description="The organisation ids of the host system; the first is the lead host."
    )
    as_of: NearDay = Field(description="The date of the decision.")
    on_site: OnSite = Field(description="When the team may be on site.")
    lead_time: LeadTime = Field(LeadTime(), description="How long before the visit the team is chosen.")
    scope: _Scope = Field(description="Themes, each with its weight from 0 to 10, at least one above 0.")
    seats: Annotated[tuple[Seat, ...], Listed("seats", most=MAX_SEATS, check=flaws_of_seats)] = Field(
        CORE_TEAM, description="The places in the team; left out, the LGA core team."
    )
    pins: _Pins = Field({}, description="Seat ids, each with the id of the peer who must have the seat.")
    exclude: Annotated[tuple[Exclusion, ...], Listed("{peer, reason} tables")] = Field(
        (), description="Peers who must not be on the team."
    )
    waivers: Annotated[tuple[Waiver, ...], Listed("waivers")] = Field(
        (), description="Decisions that a finding of a conflict rule does not block or cost."
    )
    team_rules: _TeamRules = Field((), description="How many members have a value of an attribute.")
    preset: Annotated[str, OneOf(PRESETS)] = Field("lga_system_wide", description="The rulebook to begin from.")
    rules: Overrides = Field({}, description="What differs from the preset, rule by rule and key by key.")
    unknown_availability: Annotated[Literal["busy", "free"], OneOf()] = Field(
        "busy", description="Whether a peer without a row in availability is taken to be free."
    )

    _answers: Responses = PrivateAttr(default=Responses())
    _given: Challenge | None = PrivateAttr(default=None)

    if TYPE_CHECKING:

        def __init__(self, **fields: Unpack[ChallengeFields]) -> None:
            """Take fields as files and mappings have them: dates as text, tables as mappings."""

    @property
    def answers(self) -> Responses:
        """The answers given to a repair: they override what the history says about the same peers."""
        return self._answers

    @property
    def rulebook(self) -> Rulebook:
        """Every rule and criterion as it applies here: the preset with the overrides."""
        return preset(self.preset).override(self.rules)

    @property
    def seat_ids(self) -> tuple[str, ...]:
        """The ids of the seats, in their order."""
        return tuple(seat.id for seat in self.seats)

    @property
    def counting_seats(self) -> int:
        """The number n of SPEC.md section 3: seats with `counts`, required or not, and 1 if there is none."""
        return sum(seat.counts for seat in self.seats) or 1

    def replace(self, **fields: Unpack[ChallengeChanges]) -> Challenge:
        """
        Return a copy with some fields replaced, and check it again.

        Raises
        ------
        InputError
            If anything is wrong with it; every fault is listed.

        Examples
        --------
        >>> from teamforge import load_demo
        >>> _, challenge = load_demo()
        >>> challenge.replace(scope={"prevention": 10}, pins={}).scope["prevention"]
        10
        """
        own = {name: getattr(self, name) for name in self.model_fields_set}
        return Challenge.model_validate({**own, **fields})

    @property
    def given(self) -> Challenge:
        """The challenge as somebody wrote it, before its history was applied."""
        return self._given or self

    def settled(self, **update: object) -> Challenge:
        """Return a copy as its history leaves it, with some fields replaced and not checked again."""
        copy = self.model_copy(update=update)
        copy._given = self.given  # noqa: SLF001 -- its own
        return copy

    def with_answers(self, answers: Responses, **update: object) -> Challenge:
        """Return a copy that knows the answers given to a repair, with some fields replaced and not checked again."""
        copy = self.model_copy(update=update)
        copy._answers = answers  # noqa: SLF001 -- its own
        return copy

    def __repr__(self) -> str:
        """Return id and hosts, but nobody's data."""
        return f"<Challenge: {self.id} at {', '.join(self.hosts)}>"

    __str__ = __repr__

    def page(self) -> Page:
        """Return the hosts, dates, scope, seats and decisions about peers, without the reasons."""
        lines = (
            f"challenge {self.id} at {', '.join(self.hosts)}, decided on {self.as_of}",
            f"{counted(self.on_site.days, 'day')} on site, {self.on_site.in_words}; rules {spoken(self.preset)}",
        )
        weights = sorted(self.scope.items(), key=lambda item: (-item[1], item[0]))
        scope = tuple((spoken(theme), weight) for theme, weight in weights)
        seats = tuple(
            (
                spoken(seat.id),
                "; ".join(f"{spoken(role)} {fit}" for role, fit in seat.accepts.items()),
                "no" if seat.required else "yes",
                self.pins.get(seat.id),
            )
            for seat in self.seats
        )
        seat_columns = texts("Seat", "Accepts, with the fit", "May stay empty", "Pinned")
        sections = [
            Section("Scope", table=PageTable((*texts("Theme"), *numbers("Weight")), scope)),
            Section("Seats", table=PageTable(seat_columns, seats)),
        ]
        if self.exclude:
            sections.append(Section("Excluded", (", ".join(each.peer for each in self.exclude),)))
        if self.waivers:
            waived = tuple(
                (
                    spoken(each.rule),
                    " and ".join(filter(None, (each.peer, each.other_peer))),
                    str(each.on),
                    str(each.until or ""),
                )
                for each in self.waivers
            )
            columns = texts("Rule", "Peer", "On", "Until")
            sections.append(Section("Waivers", table=PageTable(columns, waived)))
        return Page(self.title or self.id, lines, tuple(sections))

    def __repr_args__(self) -> Iterator[tuple[str, object]]:
        """Yield what pretty printers may show."""
        yield "id", self.id
        yield "hosts", self.hosts

    @classmethod
    def flaws_between(cls, given: Mapping[str, object]) -> Sequence[Flaw]:
        """Return the flaws of a scope without weight, of pins, and of overrides that the preset does not complete."""
        overrides = soft_without_weight(given.get("preset"), given.get("rules"))
        return [*_flaws_of_scope(given), *_flaws_of_pins(given), *(flaw.at("rules") for flaw in overrides)]

    @classmethod
    def read_all(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Return the challenge that `data` describes, or raise everything wrong with it as an `InputError`."""
        if isinstance(data, cls):
            return data
        flaws = flaws_of_shape(data)
        if not flaws:
            try:
                challenge = super().read_all(data, handler)
            except FlawedError as error:
                flaws = list(error.flaws)
            else:
                flaws = _flaws_of_windows(challenge)
                if not flaws:
                    return challenge
        # Raised outside the except clause, so that the error keeps no private text.
        raise InputError([flaw.fault() for flaw in flaws])


def _flaws_of_scope(given: Mapping[str, object]) -> Iterator[Flaw]:
    scope = given.get("scope")
    if isinstance(scope, Mapping) and scope and all(whole_number(weight) == 0 for weight in scope.values()):
        yield Flaw("a weight above 0 for at least one theme", "weigh the themes of this challenge", path=("scope",))


def _flaws_of_windows(challenge: Challenge) -> list[Flaw]:
    count = len(find_windows(challenge)) if candidates(challenge)[MAX_WINDOWS:] else 0
    if count <= MAX_WINDOWS:
        return []
    mend = "narrow the dates, or list the start dates"
    return [Flaw(f"at most {MAX_WINDOWS:,} valid windows, and there are {count:,}", mend, path=("on_site",))]


def _flaws_of_pins(given: Mapping[str, object]) -> Iterator[Flaw]:
    pins, seats = given.get("pins"), given.get("seats", CORE_TEAM)
    if not isinstance(pins, Mapping):
        return
    known = None
    if isinstance(seats, list | tuple) and len(seats) <= MAX_SEATS:
        known = [trimmed(part(seat, "id")) or "" for seat in seats]
    pinned: set[str] = set()
    for seat, peer in pins.items():
        if known is not None and (name := seat.strip()) not in known:
            yield Flaw("the id of a seat", close_match(name, known), name, ("pins", seat))
        name = trimmed(peer)
        if name in pinned:
            yield Flaw("each peer on one seat", "pin them once", name, ("pins", seat))
        elif name is not None:
            pinned.add(name)
