"""Why there is no team: what random problems seldom have."""

from __future__ import annotations

from datetime import date

import pytest

from teamforge.api import compose
from teamforge.explain import why_none
from teamforge.pool.assignments.history import Assignment
from teamforge.report.pages.diagnosis import diagnosis_sections
from teamforge.report.pages.result import result_page
from teamforge.result.diagnosis import Diagnosis
from teamforge.search import Budget
from teamforge.solve import solve
from tests.world import World, seat, waiver

SEATS = [seat("a", "x"), seat("b", "y")]


def names(world: World) -> set[str]:
    diagnosis = compose(world.pool, world.challenge).diagnosis
    assert diagnosis is not None
    assert diagnosis.core.minimal
    return {each.name for each in diagnosis.core.requirements}


def test_two_who_must_not_meet() -> None:
    """The only two there are have a dispute: no waiver of a hard rule is offered, but a seat may stay empty."""
    world = World(seats=SEATS).peer("A", roles=("x",)).peer("B", roles=("y",)).interest("A", "dispute", "B")
    assert names(world) == {"a", "b", "pair_tie"}
    diagnosis = compose(world.pool, world.challenge).diagnosis
    assert diagnosis is not None
    assert {each.kinds for each in diagnosis.relaxations} == {("seat",)}
    assert "waive" not in " ".join(map(str, diagnosis.relaxations))


def diagnosis_of(world: World) -> Diagnosis:
    """Return why a world has no team."""
    diagnosis = compose(world.pool, world.challenge).diagnosis
    assert diagnosis is not None
    return diagnosis


@pytest.mark.parametrize(
    ("before", "after", "nearest"),
    [("2027-04-08", "2027-04-21", "2027-04-06"), ("2027-04-07", "2027-04-21", "2027-04-19")],
)
def test_the_nearest_window_is_offered(before: str, after: str, nearest: str) -> None:
    """Of two stretches in which the only peer is free, the nearer; of equally near ones the later; none at weekends."""
    world = World(unknown_availability="busy").peer()
    world = world.free("A", "2027-04-01", before).free("A", "2027-04-17", after)
    (window,) = (each for each in diagnosis_of(world).relaxations if each.kinds == ("window",))
    assert window.text.startswith("also offer ")
    assert window.team.start.isoformat() == nearest


def test_an_optional_seat_is_never_short() -> None:
    """Nobody could have it, and it may stay empty; the two who are needed must not meet."""
    seats = [*SEATS, seat("c", "z", required=False)]
    world = World(seats=seats).peer("A", roles=("x",)).peer("B", roles=("y",)).interest("A", "dispute", "B")
    assert diagnosis_of(world).shortage is None
    world = World(seats=seats).peer("A", roles=("x",))
    shortage = diagnosis_of(world).shortage
    assert shortage is not None
    assert (shortage.seats, shortage.peers) == (("b",), 0)


def test_the_manager_needs_no_rest() -> None:
    """The funnel of a seat that does not count has no step for it, that of another has."""
    seats = [seat("a", "x"), seat("m", "x", counts=False), seat("b", "y")]
    world = World(seats=seats).peer("A", roles=("x",), most=4).booking("A", "2027-04-20", "2027-04-21")
    funnel = {each.seat: each for each in diagnosis_of(world).funnel}
    assert (funnel["a"].steps, funnel["a"].left) == ((("rest", 0),), 0)
    assert (funnel["m"].steps, funnel["m"].left) == ((), 1)


def test_the_least_change_of_a_bound_is_offered() -> None:
    """One of three has the language that three are to have: to ask for one is enough, and no less is offered."""
    seats = [seat("a", "x"), seat("b", "x"), seat("c", "x")]
    rule = {"attribute": "language", "value": "cy", "min": 3}
    world = World(seats=seats, team_rules=[rule]).peer("A", roles=("x",), language=("cy",))
    world = world.peer("B", roles=("x",)).peer("C", roles=("x",))
    (found,) = (each for each in diagnosis_of(world).relaxations if each.kinds == ("team_rule",))
    assert found.text == "ask for only 1 member with language cy, not 3"
    assert "at least 3 members with language cy" in [each.text for each in diagnosis_of(world).core.requirements]
    assert found.challenge.team_rules[0].min == 1


def test_a_team_rule_without_a_value_is_called_by_what_it_says() -> None:
    """No value that a member has is shown."""
    rule = {"attribute": "language", "max": 1}
    world = World(seats=SEATS, team_rules=[rule])
    world = world.peer("A", roles=("x",), language=("cy",)).peer("B", roles=("y",), language=("cy",))
    diagnosis = diagnosis_of(world)
    assert {each.text for each in diagnosis.core.requirements} == {
        "at most 1 member with the same language",
        "the seat a must be filled",
        "the seat b must be filled",
    }
    (found,) = (each for each in diagnosis.relaxations if each.kinds == ("team_rule",))
    assert found.text == "allow 2 members with the same language, not 1"


def test_a_minimum_above_a_maximum_of_the_same_value() -> None:
    """Each rule can be kept by itself: the reason is both of them, and nothing else."""
    rules = [{"attribute": "language", "value": "cy", "min": 2}, {"attribute": "language", "value": "CY", "max": 1}]
    world = World(seats=SEATS, team_rules=rules)
    world = world.peer("A", roles=("x",), language=("cy",)).peer("B", roles=("y",), language=("cy",))
    world = world.peer("C", roles=("y",))
    assert {each.text for each in diagnosis_of(world).core.requirements} == {
        "at least 2 members with language cy",
        "at most 1 member with language CY",
    }


@pytest.mark.parametrize("attribute", ["political_group", "name"])
def test_a_host_does_not_read_the_value_of_a_private_rule(attribute: str) -> None:
    """The team may read what the challenge says; a host reads only that there is such a rule, and nothing to relax."""
    rule = {"attribute": attribute, "value": "Blue", "min": 2}
    world = World(seats=SEATS, team_rules=[rule]).peer("A", roles=("x",)).peer("B", roles=("y",))
    diagnosis = diagnosis_of(world)
    words = attribute.replace("_", " ")
    assert [each.text for each in diagnosis.core.requirements] == [f"at least 2 members with {words} Blue"]
    assert "Blue" in str(diagnosis.relaxations)
    host = diagnosis.for_host(world.challenge.rulebook)
    assert [each.text for each in host.core.requirements] == ["a rule about the members together"]
    assert not any("team_rule" in each.kinds for each in host.relaxations)
    assert "Blue" not in f"{host.to_dict()} {list(diagnosis_sections(host))}"


def languages(*held: tuple[str, ...], seats: int, least: int) -> World:
    """Return a world of peers with given languages, and a minimum for each of them."""
    named = sorted({each for cell in held for each in cell})
    rules = [{"attribute": "language", "value": each, "min": least} for each in named]
    world = World(seats=[seat(f"s{place}", "x") for place in range(seats)], team_rules=rules)
    for place, cell in enumerate(held):
        world = world.peer(f"P{place}", roles=("x",), language=cell)
    return world


def test_minimums_that_exceed_the_seats_are_counted() -> None:
    """Three languages, two members each, and five seats: the sum is the proof."""
    three = [("cy",), ("fr",), ("pl",)] * 2
    excess = diagnosis_of(languages(*three, seats=5, least=2)).excess
    assert str(excess) == (
        "The minimums on language ask for more members than there are seats: 3 × 2 = 6, and there are 5 seats."
    )
    assert compose((world := languages(*three, seats=6, least=2)).pool, world.challenge).diagnosis is None
    one = diagnosis_of(languages(("cy",), ("cy",), ("cy",), seats=2, least=3)).excess
    assert str(one) == ("The minimum on language asks for more members than there are seats: 3, and there are 2 seats.")


def test_who_has_two_of_the_values_counts_for_both() -> None:
    """Then the sum proves nothing; here a team exists, and where there is none the count is not the reason."""
    both = [("cy", "fr"), ("cy", "fr")]
    assert compose((world := languages(*both, seats=2, least=2)).pool, world.challenge).diagnosis is None
    assert diagnosis_of(languages(*both, ("pl",), seats=2, least=2)).excess is None


def test_like_seats_are_one_line() -> None:
    """Nobody can come: three like seats are one line of the core, of the funnel and of what would help."""
    seats = [*(seat(f"s{place}", "x") for place in range(3)), seat("b", "y")]
    world = World(seats=seats).peer("B", roles=("y",)).peer("A", roles=("x",))
    diagnosis = diagnosis_of(world)
    assert diagnosis.core.lines == ("the seats s1 and s2 must be filled",)
    said = {section.heading: section for section in diagnosis_sections(diagnosis)}
    assert said["What cannot hold together"].items == diagnosis.core.lines
    table = said["Peers for each seat, taken by itself"].table
    assert table is not None
    assert [row[:2] for row in table.rows] == [("s0, s1 and s2", 1), ("b", 1)]
    (found,) = (each for each in diagnosis.relaxations if each.kinds == ("seat",))
    assert found.text == "leave 2 of the seats s0, s1 and s2 empty if need be"
    assert [each.required for each in found.challenge.seats] == [False, False, True, True]


def test_one_date_to_avoid_less() -> None:
    """The one that is in the way; the other stays."""
    avoid = [{"start": "2027-06-01", "end": "2027-06-02"}, {"start": "2027-04-13", "end": "2027-04-13"}]
    on_site = {"earliest": "2027-04-12", "latest": "2027-04-14", "avoid": avoid}
    world = World(on_site=on_site).peer()
    (found,) = (each for each in diagnosis_of(world).relaxations if each.kinds == ("avoid",))
    assert found.text == "do not avoid 2027-04-13"
    assert [str(period.start) for period in found.challenge.on_site.avoid] == ["2027-06-01"]


def friends(**challenge: object) -> World:
    """Return the only two there are, who are friends."""
    world = World(seats=SEATS, **challenge).peer("A", roles=("x",)).peer("B", roles=("y",))
    return world.interest("A", "friendship", "B")


def test_two_friends_need_a_waiver_that_names_both() -> None:
    world = friends()
    assert names(world) == {"a", "b", "pair_friendship"}
    diagnosis = compose(world.pool, world.challenge).diagnosis
    assert diagnosis is not None
    (found,) = (each for each in diagnosis.relaxations if each.kinds == ("waiver",))
    assert "waive pair friendship for A and B" in found.text
    waived = friends(waivers=[waiver("A", "pair_friendship", other_peer="B")])
    assert compose(waived.pool, waived.challenge).points == found.points


EACH_PART = pytest.mark.parametrize("part", ["core", "relaxations", "funnel", "shortage", "excess", "causes"])


def diagnosed_where(part: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnosis, str]:
    """Return the diagnosis of a world without a team, a part of which raises an error; and what its page says."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(why_none, f"find_{part}", fail)
    world = World(seats=SEATS).peer("A", roles=("x",))
    result = compose(world.pool, world.challenge)
    assert result.status == "infeasible"
    assert result.diagnosis is not None
    return result.diagnosis, str(result_page(result).sections)


@EACH_PART
def test_a_part_that_fails_never_loses_the_proof(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left out, named, and the page says whose fault it is; nothing is called complete or minimal."""
    diagnosis, page = diagnosed_where(part, OverflowError(), monkeypatch)
    assert diagnosis.failed == (part,)
    assert not diagnosis.complete
    assert part != "core" or not diagnosis.core.minimal
    assert "a fault of TeamForge" in page


@EACH_PART
def test_ctrl_c_in_a_diagnosis_never_loses_the_proof(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page shows what was found so far, and that not everything was looked at; a second Ctrl-C interrupts."""
    diagnosis, page = diagnosed_where(part, KeyboardInterrupt(), monkeypatch)
    assert (diagnosis.complete, diagnosis.failed) == (False, ())
    assert "Not everything was looked at" in page
    interrupted = Budget.start(None)
    interrupted.interrupted.set()
    world = World(seats=SEATS).peer("A", roles=("x",))
    with pytest.raises(KeyboardInterrupt):
        why_none.diagnose(solve(world.pool, world.challenge), interrupted)


def test_what_was_cut_short_never_says_none() -> None:
    """No time is left for the diagnosis: the page says that not everything was looked at, and no more."""
    world = World(seats=SEATS).peer("A", roles=("x",))
    found = solve(world.pool, world.challenge)
    diagnosis = why_none.diagnose(found, Budget.start(0))
    assert not diagnosis.complete
    said = str(list(diagnosis_sections(diagnosis)))
    assert "no single change" not in said
    assert "Not everything was looked at" in said


def at_most(*held: tuple[str, ...], seats: int, rules: list[dict[str, object]], spare: int = 0) -> World:
    """Return a world of peers with given languages, rules on them, and some seats more that may stay empty."""
    places = [seat(f"s{place}", "x") for place in range(seats)]
    places += [{**seat(f"t{place}", "x"), "required": False} for place in range(spare)]
    world = World(seats=places, team_rules=[{"attribute": "language", **rule} for rule in rules])
    for place, cell in enumerate(held):
        world = world.peer(f"P{place}", roles=("x",), language=cell)
    return world


def test_maximums_that_cannot_fill_the_seats_are_counted() -> None:
    """Two languages, at most two members each, and five seats; whoever speaks none of them fills one more."""
    held = [("cy",), ("fr",)] * 4
    two = [{"value": "cy", "max": 2}, {"value": "fr", "max": 2}]
    assert str(diagnosis_of(at_most(*held, seats=5, rules=two)).excess) == (
        "The maximums on language let too few members on: 2 × 2 = 4, and 5 seats must be filled."
    )
    assert str(diagnosis_of(at_most(*held, ("pl",), seats=6, rules=two, spare=3)).excess) == (
        "The maximums on language let too few members on: 2 × 2 = 4 and 1 person with no such value, "
        "and 6 seats must be filled."
    )
    assert str(diagnosis_of(at_most(*held, seats=3, rules=[{"max": 1}])).excess) == (
        "The maximum on language lets too few members on: 2 × 1 = 2, and 3 seats must be filled."
    )
    for fits in (at_most(*held, seats=4, rules=two), at_most(*held, ("pl",), seats=5, rules=two)):
        assert compose(fits.pool, fits.challenge).diagnosis is None


def test_who_has_two_of_the_values_takes_two_places() -> None:
    """So the sum is still the most that there can be."""
    both = [("cy", "fr")] * 5
    two = [{"value": "cy", "max": 2}, {"value": "fr", "max": 2}]
    assert diagnosis_of(at_most(*both, seats=5, rules=two)).excess is not None
    assert diagnosis_of(at_most(*both, seats=3, rules=two)).excess is None


OLD = "2020-01-01"


def test_a_new_declaration_is_offered_before_a_waiver() -> None:
    """One of two for a seat needs a waiver, the other a new declaration: they are asked, and nobody decides."""
    world = World(seats=SEATS).peer("B", roles=("y",)).relation("X", "neighbour_of", "H")
    world = world.peer("A", roles=("x",), at="X", prevention=4).peer("C", roles=("x",), declared=OLD)
    first, *others = diagnosis_of(world).relaxations
    assert first.text.startswith("ask C for a new declaration of interests, or waive declaration")
    assert (first.kinds, [each.kinds for each in others]) == (("declaration",), [("seat",)])


def test_a_new_declaration_is_a_way_out_of_a_hard_rule_too() -> None:
    """Nobody may waive the rule. The team that is offered is the best one if the pool has the new declaration."""

    def world(declared: str) -> World:
        strict = World(seats=SEATS, rules={"declaration": {"strength": "hard"}}).peer("A", roles=("x",))
        return strict.peer("B", roles=("y",), declared=declared).peer("C", roles=("x",), declared=OLD, prevention=4)

    first, *others = diagnosis_of(world(OLD)).relaxations
    assert first.text == "ask B for a new declaration of interests"
    assert (first.kinds, first.declared) == (("declaration",), ("B",))
    assert (first.challenge.waivers, first.for_host) == ((), False)
    anew = world("2027-01-11")
    assert first.points == compose(anew.pool, anew.challenge).points
    assert {each.kinds for each in others} == {("seat",)}
    first, *_ = diagnosis_of(world(OLD).peer("A", declared=OLD)).relaxations
    assert first.text == "ask B and C for a new declaration of interests"


def test_a_hard_declaration_and_other_dates_together() -> None:
    """There is no team with either of the two alone."""
    world = World(seats=[seat("a", "x")], pins={"a": "A"}, rules={"declaration": {"strength": "hard"}})
    world = world.peer("A", roles=("x",), declared=OLD).free("A", "2027-04-20", "2027-04-22")
    found = [each for each in diagnosis_of(world).relaxations if each.declared]
    assert found
    assert found[0].text.startswith("ask A for a new declaration of interests and also offer")


def test_declarations_are_offered_even_where_one_waiver_is_enough() -> None:
    """Two would have to declare anew, or one be waived: both are offered, the declarations first, with their points."""
    world = World(seats=[seat("a", "x"), seat("b", "x")]).relation("X", "neighbour_of", "H").peer("B", roles=("x",))
    world = world.peer("A", roles=("x",), at="X", prevention=4).interest("B", "dispute", "C")
    world = world.peer("C", roles=("x",), declared=OLD).peer("D", roles=("x",), declared=OLD)
    world = world.interest("B", "dispute", "D")
    declared, *others = diagnosis_of(world).relaxations
    assert declared.text.startswith("ask C and D for a new declaration of interests, or waive")
    assert [each.text for each in others if "waiver" in each.kinds] == [
        "waive neighbour for A, which a named person must decide"
    ]
    assert others[0].points > declared.points


def test_of_as_many_the_one_that_asks_for_a_declaration() -> None:
    """A waiver is needed for one seat anyway; for the other a declaration will do."""
    world = World(seats=SEATS).relation("X", "neighbour_of", "H").peer("B", roles=("y",), at="X")
    world = world.peer("A", roles=("x",), at="X", prevention=4).peer("C", roles=("x",), declared=OLD)
    (found,) = (each for each in diagnosis_of(world).relaxations if "waiver" in each.kinds)
    assert found.text == (
        "ask C for a new declaration of interests and waive neighbour for B, which a named person must decide"
    )


def test_every_cause_that_alone_empties_a_seat_is_listed() -> None:
    """Not trained, an old declaration, a neighbour, no dates known: each is named, with what mends it."""
    world = World(seats=SEATS, unknown_availability="busy").relation("X", "neighbour_of", "H")
    world = world.peer("B", roles=("y",)).free("B", "2027-04-01", "2027-04-30")
    world = world.peer("A", roles=("x",), at="X", declared=OLD, trained=False)
    found = diagnosis_of(world)
    assert list(map(str, found.causes)) == [
        "trained stops everybody for the seat a: train them",
        "neighbour stops everybody for the seat a: a waiver, which a named person must decide",
        "declaration stops everybody for the seat a: ask for a new declaration of interests",
        "nobody who could take the seat a has said when they are free: ask when they are free",
    ]
    (section,) = (each for each in diagnosis_sections(found) if each.heading == "What alone leaves a seat empty")
    assert (section.lines, len(section.items)) == (("each of these has to be mended",), 4)
    known = World(seats=SEATS).peer("A", roles=("x",)).peer("B", roles=("y",))
    known = known.free("A", "2027-04-01", "2027-04-30", available=False)
    (cause,) = diagnosis_of(known).causes
    assert str(cause) == (
        "nobody who could take the seat a is free on any of the dates: ask A for more dates in the week from Monday 12 "
        "April 2027, or also offer Tuesday 23 March 2027 as a first day"
    )


def test_what_to_ask_for_where_dates_leave_a_seat_empty() -> None:
    """The people kept off only by their dates, the weeks in which they could come, and the nearest day when one can."""
    windows = {"windows": ["2027-04-12", "2027-04-20", "2027-05-04"]}
    world = World(seats=SEATS, on_site=windows).peer("B", roles=("y",)).peer("C", roles=("x",), most=2)
    world = world.peer("A", roles=("x",), most=2).peer("D", roles=("x",), trained=False)
    for peer in ("A", "C", "D"):
        world = world.free(peer, "2027-03-01", "2027-05-14", available=False)
    world = world.booking("A", "2027-05-10", "2027-05-12").booking("C", "2027-04-26", "2027-04-27")
    (cause,) = diagnosis_of(world).causes
    assert cause.to_dict() == {
        "rule": "availability",
        "seats": ["a"],
        "text": (
            "ask A for more dates in the weeks from Monday 12 April 2027 to Monday 19 April 2027, "
            "or also offer Monday 17 May 2027 as a first day"
        ),
        "peers": ["A"],
        "weeks": ["2027-04-12", "2027-04-19"],
        "other_start": "2027-05-17",
    }
    (host,) = diagnosis_of(world).for_host(world.challenge.rulebook).causes
    assert (host.peers, host.weeks) == ((), cause.weeks)
    assert "A" not in host.remedy.split()


def test_who_needs_a_declaration_or_a_waiver_is_asked_for_dates_too() -> None:
    """All of it has to be mended, and one letter can ask for both; who is not trained is not asked."""
    world = World(seats=SEATS).relation("X", "neighbour_of", "H").peer("B", roles=("y",))
    world = world.peer("A", roles=("x",), declared=OLD).peer("C", roles=("x",), at="X", declared=OLD)
    world = world.peer("D", roles=("x",), declared=OLD, trained=False)
    for peer in ("A", "C", "D"):
        world = world.free(peer, "2027-04-01", "2027-04-30", available=False)
    causes = {each.rule: each for each in diagnosis_of(world).causes}
    assert set(causes) == {"declaration", "availability"}
    assert causes["availability"].peers == ("A", "C")


def test_confirmed_days_are_not_moved() -> None:
    """Where somebody has confirmed the days, no other day is offered."""
    world = World(seats=SEATS).peer("A", roles=("x",)).peer("B", roles=("y",))
    world = world.free("A", "2027-04-01", "2027-04-30", available=False)
    days = date(2027, 4, 12), date(2027, 4, 14)
    said = Assignment("this", "b", "B", "H", *days, "confirmed", date(2027, 1, 12))
    found = compose(world.pool.with_assignments([said]), world.challenge).diagnosis
    assert found is not None
    (cause,) = found.causes
    assert (cause.rule, cause.peers, cause.other_start) == ("availability", ("A",), None)
    assert cause.remedy.endswith(", or offer other days")


ROLES = ("w", "x", "y", "z")


def pinned_world(*blocked: str) -> World:
    """Return a world of four pinned seats with two peers for each; pinned peers with certain roles are related."""
    world = World(seats=[seat(f"seat_{role}", role) for role in ROLES], pins={f"seat_{role}": role for role in ROLES})
    for role in ROLES:
        world = world.peer(role, roles=(role,)).peer(f"{role}2", roles=(role,))
        if role in blocked:
            world = world.interest(role, "family", "H")
    return world


def test_three_pins_that_have_to_go_are_lifted_together() -> None:
    """No two changes are enough: the pins that must be lifted are offered, and the fourth is kept."""
    diagnosis = diagnosis_of(pinned_world("w", "y", "z"))
    (found,) = diagnosis.relaxations
    assert (found.text, found.kinds) == ("lift the pins on the seats seat w, seat y and seat z", ("pin",))
    assert dict(found.team.seats) == {"seat_w": "w2", "seat_x": "x", "seat_y": "y2", "seat_z": "z2"}
    assert dict(found.challenge.pins) == {"seat_x": "x"}
    assert {each.kinds for each in diagnosis_of(pinned_world("w", "y")).relaxations} == {("pin", "pin")}


def test_where_nothing_is_enough_the_page_says_what_to_mend_first() -> None:
    """Nobody at all for three of the pinned seats: the causes come first, and that is what the page says."""
    world = pinned_world("w", "y", "z")
    for role in ("w2", "y2", "z2"):
        world = world.interest(role, "family", "H")
    said = str(list(diagnosis_sections(diagnosis_of(world))))
    assert (
        "no change that may be made, nor two of them, nor lifting every pin: "
        "first mend everything that alone leaves a seat empty, then compose again"
    ) in said


def test_a_yearly_limit_that_empties_a_seat_is_mended_by_other_days() -> None:
    """The only peer for a seat has had their visit of the programme year: a day of the next year is offered."""
    world = World(seats=SEATS, on_site={"windows": ["2027-03-15"]}).peer("B", roles=("y",))
    (cause,) = diagnosis_of(world.peer("A", roles=("x",)).booking("A", "2026-06-01", "2026-06-03")).causes
    assert str(cause) == ("max per year stops everybody for the seat a: also offer Monday 5 April 2027 as a first day")
