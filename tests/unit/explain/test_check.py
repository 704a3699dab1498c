"""Every note of a careful colleague, where it is due and where it is not."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import teamforge
from teamforge.errors import InputError
from teamforge.explain.check import check
from teamforge.explain.notes import Note
from teamforge.report.pages.listings import note_rows, notes_page
from tests.world import World, seat

EXPECTED = {
    "lead_peer": "chief_executive",
    "director_of_public_health": "director_of_public_health",
    "ccg_officer": "icb_chair",
    "elected_member": "elected_member",
    "nhs_prevention_lead": "nhs_prevention_lead",
    "vcs": "vcs_leader",
    "manager": "challenge_manager",
}

KINDS = {
    "part_of": "same_system",
    "neighbour_of": "neighbour",
    "shares_leadership_with": "shared_leadership",
    "similar_to": "similar_authority",
}
"""Kind of relation to what SPEC.md sections 5 and 6 read it for."""


def three(**challenge: Any) -> World:
    """Return the world of three faultless peers of known availability, with nothing to say about them."""
    world = World(**challenge)
    for peer in "ABC":
        world.peer(peer).free(peer, "2027-01-01", "2027-12-31")
    for kind in KINDS:
        world.relation("FAR", kind, "AWAY")
    return world


def notes(world: World, kind: str | None = None) -> list[Note]:
    """Return the notes on pool and challenge, or those of a kind."""
    return [note for note in check(world.pool, world.challenge) if kind in {None, note.kind}]


def texts(world: World, kind: str) -> list[str]:
    """Return what the notes of a kind say."""
    return [note.text for note in notes(world, kind)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_that_is_idle(kind: str) -> None:
    """Without a relation of the kind that a rule reads, the rule finds nothing, and the note says so."""
    world = World().peer("A").free("A", "2027-01-01", "2027-12-31")
    for other in KINDS:
        if other != kind:
            world.relation("FAR", other, "AWAY")
    (text,) = texts(world, "idle_rule")
    assert text.startswith(f"no organisations are related by {kind}: {KINDS[kind].replace('_', ' ')} ")


def test_a_rule_that_is_off_is_not_idle() -> None:
    rules = {KINDS[kind]: {"strength": "off"} for kind in KINDS if kind != "similar_to"}
    world = World(rules={**rules, "similar_authority": {"weight": 0}}).peer("A")
    assert texts(world, "idle_rule") == []


def test_nothing_to_say() -> None:
    """Three candidates a seat are enough."""
    assert notes(three()) == []


def test_availability_unknown() -> None:
    """Of some, and of all: that is a warning too."""
    assert notes(three().peer("D"), "availability_unknown") == [
        Note("availability_unknown", "1 peer with no word yet on when they are free: D", ("D",))
    ]
    nobody = World().peer("A").peer("B").peer("C")
    assert texts(nobody, "availability_unknown") == ["3 peers with no word yet on when they are free: A, B, C"]
    assert texts(nobody, "warning") == [
        "nobody's availability is known: everybody is taken to be free (unknown_availability is free)"
    ]


def test_a_few_are_named() -> None:
    """Five by id, in order; the note has all of them."""
    world = three()
    for number in range(7, 0, -1):
        world.peer(f"P{number}")
    (note,) = notes(world, "availability_unknown")
    assert note.text == "7 peers with no word yet on when they are free: P1, P2, P3, P4, P5 and 2 more"
    assert note.peers == ("P1", "P2", "P3", "P4", "P5", "P6", "P7")
    world = three()
    for number in range(5):
        world.peer(f"P{number}")
    assert texts(world, "availability_unknown") == [
        "5 peers with no word yet on when they are free: P0, P1, P2, P3, P4"
    ]


def test_not_ready() -> None:
    """Not trained or not active."""
    world = three().peer("D", trained=False).peer("E", active=False)
    assert texts(world, "not_ready") == ["2 peers not trained or not active: never chosen: D, E"]


def test_similar_ids() -> None:
    """They differ only in case."""
    assert notes(three().peer("a"), "similar_ids") == [
        Note("similar_ids", "A and a differ only in case: one person twice?", ("A", "a"))
    ]


def test_same_person() -> None:
    """Name and organisation, whatever the letters and spaces; one without a name is nobody's double."""
    world = three().peer("D", name="Jo Bloggs", at="X").peer("E", name=" jo  BLOGGS", at="X")
    world.peer("F", name="Jo Bloggs", at="Y")
    assert notes(world, "same_person") == [
        Note("same_person", "D and E share name and organisation: one person twice?", ("D", "E"))
    ]
    assert texts(three().peer("D").peer("E"), "same_person") == []


def test_many_who_may_be_one_are_counted() -> None:
    """A pool in which everybody is called the same does not fill the screen; the note keeps every id."""
    world = three()
    ids = [f"N{number:03}" for number in range(188)]
    for each in ids:
        world.peer(each, name="To be confirmed", at="X")
    (note,) = notes(world, "same_person")
    assert note.text == "N000, N001, N002, N003, N004 and 183 more share name and organisation: one person twice?"
    assert note.peers == tuple(ids)
    (section,) = notes_page(world.pool, None, [note]).sections
    assert section.lines == ("`--format csv` lists all ids where a note names only the first few",)
    _, (row,) = note_rows((), [note])
    assert row[5] == "; ".join(ids)
    assert notes_page(world.pool, None, notes(three().peer("a"), "similar_ids")).sections[0].lines == ()


def test_an_id_within_another_is_not_named() -> None:
    shown = [f"{number}P1" for number in range(5)]
    cut = Note("same_person", f"{', '.join(shown)} and 1 more share a name", (*shown, "P1"))
    assert len(notes_page(three().pool, None, [cut]).sections[0].lines) == 1
    whole = Note("same_person", "P1, X.2 and Ö 3 share a name: one person twice?", ("P1", "X.2", "Ö 3"))
    assert notes_page(three().pool, None, [whole]).sections[0].lines == ()


def test_no_seat() -> None:
    """Nobody takes any of their roles."""
    world = three().peer("D", roles=("vcs_leader", "astronaut")).peer("E", roles=("astronaut", "chief_executive"))
    assert texts(world, "no_seat") == ["1 peer with no role which a seat accepts: never chosen: D"]


def test_unknown_role() -> None:
    """A role close to one that a seat accepts is named; a role close to none is not."""
    world = three().peer("D", roles=("cheif_executive", "astronaut"))
    assert texts(world, "unknown_role") == ["no seat takes the role 'cheif_executive'; did you mean 'chief_executive'?"]


@pytest.mark.parametrize("between", [", ", ",", "\n", " / ", " and ", "|", " & "])
@pytest.mark.parametrize("more", ["astronaut", "director"])
def test_roles_that_no_semicolon_separates(between: str, more: str) -> None:
    """They are one role, which no seat takes; it is reported whatever else is in the cell."""
    world = three().peer("D", roles=(f"chief_executive{between}{more}", "chief_executive"))
    role = f"chief_executive{between}{more}"
    assert texts(world, "unknown_role") == [
        f"no seat takes the role {role!r}; if these are several, put ; between them"
    ]


def test_unheld_role() -> None:
    """With the role that may have been meant, if there is one."""
    seats = [{"id": "s", "accepts": {"chief_executive": 100, "directer": 50, "astronaut": 10}}]
    world = three(seats=seats).peer("D", roles=("director",))
    assert texts(world, "unheld_role") == [
        "no peer has the role 'astronaut' which a seat accepts",
        "no peer has the role 'directer' which a seat accepts; did you mean 'director'?",
    ]


def test_declarations() -> None:
    """None at all, or one more than 365 days old: 10 January 2026 is."""
    world = three().peer("A", declared=None).peer("B", declared="2026-01-10").peer("C", declared="2026-01-11")
    assert texts(world, "no_declaration") == ["1 peer who never declared their interests: A"]
    assert texts(world, "stale_declaration") == ["1 peer whose declaration of interests is more than 365 days old: B"]
    world = three().peer("A", declared=None).leave_out("declared_on")
    assert texts(world, "no_declaration") == texts(world, "stale_declaration") == []


def test_no_window() -> None:
    """Then no seat has candidates either."""
    world = three(on_site={"windows": ["2027-04-17"]})
    assert texts(world, "no_window") == ["no window is valid: no team is possible"]
    assert texts(world, "few_candidates") == ["seat s has nobody"]
    assert texts(three(), "no_window") == []


@pytest.mark.parametrize(
    ("peers", "said"),
    [
        ("ABC", []),
        ("AB", ["seat t has 2 candidates"]),
        ("A", ["seat t has one candidate"]),
        ("", ["seat t has nobody"]),
    ],
)
def test_few_candidates(peers: str, said: list[str]) -> None:
    """Fewer than three who could serve in some window."""
    world = three(seats=[seat("s"), seat("t", "vcs_leader")])
    for peer in peers:
        world.peer(peer, roles=("chief_executive", "vcs_leader"))
    assert said == texts(world, "few_candidates")


def test_candidates_are_those_who_could_serve() -> None:
    """Neither the stopped nor those who are never free."""
    world = three().peer("A", trained=False)
    assert texts(world, "few_candidates") == ["seat s has 2 candidates"]
    world = three().free("A", "2027-04-14", "2027-04-14", available=False)
    assert texts(world, "few_candidates") == ["seat s has 2 candidates"]
    world = three(seats=[seat("s"), seat("m", counts=False)]).peer("A", most=0)
    assert texts(world, "few_candidates") == ["seat s has 2 candidates"]


def test_a_seat_that_may_stay_empty() -> None:
    """The note says so."""
    world = three(seats=[seat("s"), seat("t", "vcs_leader", required=False)])
    assert texts(world, "few_candidates") == ["seat t has nobody (the seat may stay empty)"]


def test_a_value_that_nobody_has() -> None:
    """In a team rule that names one: it is a warning, so the note repeats it."""
    rules = [
        {"attribute": "language", "value": "Welsh", "min": 1},
        {"attribute": "language", "value": "urdu", "min": 1},
        {"attribute": "language", "max": 1},
    ]
    world = three(team_rules=rules).peer("A", language=("urdu", "polish"))
    assert texts(world, "warning") == [
        "nobody who is trained and active counts for this team rule: at least 1 member with language Welsh"
    ]


def test_without_a_challenge() -> None:
    """The seats are those of the core team, no note is about dates, and notes from reading the files come first."""
    world = World().peer("A", declared=None)
    world.warnings = ("peers: column shoe_size is ignored",)
    for peer, role in EXPECTED.items():
        world.peer(peer, roles=(role,)).free(peer, "2027-01-01", "2027-12-31")
    found = check(world.pool)
    assert found[0] == Note("reading", "peers: column shoe_size is ignored")
    assert {note.kind for note in found} == {"reading", "availability_unknown", "unheld_role", "idle_rule"}


def test_a_challenge_that_does_not_fit() -> None:
    """Its faults are raised."""
    world = three(scope={"gardening": 1})
    with pytest.raises(InputError) as caught:
        check(world.pool, world.challenge)
    assert [fault.column for fault in caught.value.faults] == ["scope.gardening"]


def test_a_pool_alone_says_which_rules_are_idle() -> None:
    """By the rules that apply where a challenge says nothing else."""
    pool = teamforge.Pool.from_frames(peers=pd.DataFrame({"peer_id": ["P1"], "roles": ["vcs_leader"]}))
    idle = [note.text.rpartition(": ")[2] for note in teamforge.check(pool) if note.kind == "idle_rule"]
    assert [" ".join(text.split()[:2]) for text in idle] == [
        *("same system", "shared leadership", "neighbour finds", "similar authority"),
    ]
    assert not [note for note in teamforge.check(teamforge.load_demo()[0]) if note.kind == "idle_rule"]


def test_an_empty_pool_says_so_once() -> None:
    """A workbook that nobody has filled in yet: not fourteen roles that nobody has."""
    pool, challenge = teamforge.load_demo()
    frames = pool.to_frames()
    nobody = teamforge.Pool.from_frames(peers=frames["peers"].iloc[:0], organisations=frames["organisations"])
    notes = teamforge.check(nobody, challenge.replace(exclude=(), waivers=(), pins={}))
    assert "there are no peers yet: fill in the table peers" in [note.text for note in notes]
    assert not [note for note in notes if note.kind == "unheld_role"]
