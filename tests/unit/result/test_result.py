"""The result: SPEC.md's format, the gap, the right errors, frames that sum to the points, and nobody's name."""

from __future__ import annotations

import json
import pickle
import re
from dataclasses import FrozenInstanceError, replace
from functools import cache
from typing import Any

import pytest

from teamforge import Result
from teamforge.api import compose
from teamforge.conflicts import Finding
from teamforge.demo import load_demo
from teamforge.errors import (
    Fault,
    InfeasibleError,
    InputError,
    InternalError,
    NoTeamError,
    TeamForgeError,
    UnknownError,
)
from teamforge.spec.rulebook import RULEBOOK
from teamforge.spec.status import Status, Stop
from tests.world import World, seat

SPEC_KEYS = [
    *("status", "points", "bound", "gap", "window", "members", "breakdown"),
    *("warnings", "challenge_id", "input_digest", "version", "seed"),
]


@cache
def demo() -> Result:
    """Return the best team of the packaged example."""
    return compose(*load_demo())


COLUMNS = ["seat", "peer_id", "role", "fit", "points", "organisation_id", "challenge_id", "start", "end"]


def infeasible() -> Result:
    """Return a result without a team: nobody is trained."""
    world = World().peer("A", trained=False)
    return compose(world.pool, world.challenge)


def unknown() -> Result:
    """Return a result of no time at all."""
    world = World().peer("A").peer("B")
    return compose(world.pool, world.challenge, time_limit=0)


def feasible(points: int, bound: int) -> Result:
    """Return the packaged example as if the time had run out."""
    return replace(demo(), status=Status.FEASIBLE, points=points, bound=bound, stopped=Stop.TIME)


def test_the_keys_of_the_specification() -> None:
    """In its order, with what is more behind them."""
    told = demo().to_dict()
    assert list(told)[: len(SPEC_KEYS)] == SPEC_KEYS
    assert list(told)[len(SPEC_KEYS) :] == [
        "assignments",
        "stopped",
        "ledger",
        "findings",
        "parameters",
        "versions",
        "diagnosis",
        "robustness",
    ]
    for result in (infeasible(), unknown()):
        assert list(result.to_dict()) == list(told)


def test_the_values_of_the_specification() -> None:
    """Each of the type that the example has."""
    told = demo().to_dict()
    assert told["status"] == "optimal"
    assert type(told["status"]) is str
    assert type(told["points"]) is type(told["bound"]) is int
    assert told["points"] == told["bound"] == sum(told["breakdown"].values())
    assert told["gap"] == 0.0
    assert type(told["gap"]) is float
    assert set(told["window"]) == {"start", "end"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in told["window"].values())
    assert all(list(member) == ["seat", "peer_id", "role", "fit"] for member in told["members"])
    assert all(type(member["fit"]) is int for member in told["members"])
    assert list(told["breakdown"])[: len(tuple(RULEBOOK.criteria))] == list(RULEBOOK.criteria)
    assert all(type(points) is int for points in told["breakdown"].values())
    assert all(type(line) is str for line in told["warnings"])
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", told["input_digest"])
    assert told["challenge_id"] == "plymouth-2027"
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", told["version"])
    assert (told["seed"], told["stopped"]) == (0, None)
    asked = {"time_limit": 60.0, "seed": 0, "loss": None, "preset": "lga_system_wide", "repair": None}
    assert told["parameters"] == asked
    assert set(told["versions"]) >= {"ortools", "networkx", "holidays"}


def test_the_breakdown_holds_what_is_soft() -> None:
    """`soft:<rule>` for every conflict rule that is soft, `soft:team_rules` where a team rule is, at 0 too."""
    soft = {"strength": "soft", "weight": 3}
    world = World(rules={"neighbour": soft}, team_rules=[{"attribute": "kind", "max": 1, **soft}]).peer("A")
    breakdown = compose(world.pool, world.challenge).breakdown
    assert list(breakdown) == [*tuple(RULEBOOK.criteria), "soft:neighbour", "soft:team_rules"]
    assert breakdown["soft:neighbour"] == breakdown["soft:team_rules"] == 0


def test_it_is_json() -> None:
    """Of every status: plain values, no NaN, and the same when it is read back."""
    for result in (demo(), infeasible(), unknown(), feasible(-7, 3)):
        told = result.to_dict()
        assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_without_a_team() -> None:
    """`points`, `gap` and `window` are null, `members` and `breakdown` empty; the bound as far as it is proved."""
    for result, status in ((infeasible(), "infeasible"), (unknown(), "unknown")):
        told = result.to_dict()
        assert told["status"] == status
        assert (told["points"], told["gap"], told["window"]) == (None, None, None)
        assert (told["members"], told["breakdown"], told["ledger"], told["findings"]) == ([], {}, [], [])
        assert result.team is None
        assert result.to_frame().empty
        assert result.ledger().empty
        assert list(result.to_frame().columns) == COLUMNS
    assert infeasible().bound is None
    assert type(unknown().bound) is int


@pytest.mark.parametrize(
    ("points", "bound", "gap"), [(100, 150, 0.5), (0, 3, 3.0), (-200, -100, 0.5), (-1, 1, 2.0), (40, 40, 0.0)]
)
def test_the_gap(points: int, bound: int, gap: float) -> None:
    """(bound − points) / max(1, |points|)."""
    assert feasible(points, bound).gap == gap
    assert feasible(points, bound).to_dict()["gap"] == gap


def test_require_team() -> None:
    """The team, or an error that says why there is none."""
    result = demo()
    team = result.require_team()
    assert result.window is not None
    assert team.start == result.window.start
    assert team.seats == tuple((member.seat, member.peer_id) for member in result.members)
    with pytest.raises(InfeasibleError, match="this: it is proved"):
        infeasible().require_team()
    with pytest.raises(UnknownError, match="the time limit ended the search") as error:
        unknown().require_team()
    assert error.value.bound == unknown().bound
    with pytest.raises(UnknownError, match="an interrupt ended the search"):
        replace(unknown(), stopped=Stop.INTERRUPT).require_team()
    for kind in (InfeasibleError, UnknownError):
        assert issubclass(kind, NoTeamError)
        assert issubclass(kind, TeamForgeError)


def test_members_are_in_the_order_of_the_challenge() -> None:
    """Every filled seat, with the role that fits best, the first by name among equals."""
    seats = [
        {"id": "z", "accepts": {"director": 80, "chief_executive": 80, "vcs_leader": 10}},
        {"id": "a", "accepts": {"nobody": 100}, "required": False},
        {"id": "m", "accepts": {"director": 70, "vcs_leader": 90}},
    ]
    world = World(seats=seats).peer("A", roles=("vcs_leader", "director", "chief_executive"))
    world.peer("B", roles=("director",))
    members = compose(world.pool, world.challenge).members
    assert [(member.seat, member.peer_id, member.role, member.fit) for member in members] == [
        ("z", "B", "director", 80),
        ("m", "A", "vcs_leader", 90),
    ]
    alone = World(seats=seats[:1]).peer("A", roles=("director", "chief_executive"))
    assert [member.role for member in compose(alone.pool, alone.challenge).members] == ["chief_executive"]


def test_frames_sum_to_the_points() -> None:
    """The ledger to all of them; the team's frame to those that are somebody's."""
    result = demo()
    ledger, frame = result.ledger(), result.to_frame()
    assert list(ledger.columns) == ["criterion", "seat", "peer_id", "detail", "points"]
    assert list(frame.columns) == COLUMNS
    assert set(frame["challenge_id"]) == {result.challenge_id}
    assert result.window is not None
    assert set(frame["start"].dt.date) == {result.window.start}
    assert set(frame["end"].dt.date) == {result.window.end}
    for peer, organisation in zip(frame["peer_id"], frame["organisation_id"], strict=True):
        own = result.pool.peer(peer).organisation_id
        assert (organisation == own) if own else organisation != organisation  # noqa: PLR0124 -- missing
    assert ledger["points"].sum() == result.points
    by_criterion = ledger.groupby("criterion")["points"].sum().to_dict()
    assert {name: points for name, points in result.breakdown.items() if points} == by_criterion
    assert frame["points"].sum() == ledger.loc[ledger["seat"].notna(), "points"].sum()
    assert frame["seat"].tolist() == [member.seat for member in result.members]
    assert dict(zip(frame["seat"], frame["points"], strict=True)) == result.points_by_member()
    assert [row["points"] for row in result.to_dict()["ledger"]] == ledger["points"].tolist()
    assert result.points_by_member().keys() == {member.seat for member in result.members}


def test_findings_are_of_the_team() -> None:
    """Those of the members alone, each waived or a cost; as dicts in JSON."""
    result = demo()
    on_it = {member.peer_id for member in result.members}
    assert result.findings
    assert all(isinstance(finding, Finding) for finding in result.findings)
    assert all(set(finding.peers) <= on_it for finding in result.findings)
    assert all(finding.effect != "blocks" for finding in result.findings)
    assert [told["rule"] for told in result.to_dict()["findings"]] == [finding.rule for finding in result.findings]


def test_the_readable_form() -> None:
    """Status, points, window and seats by id."""
    result = demo()
    text = repr(result)
    assert text.startswith("<Result plymouth-2027: optimal, ")
    assert f"{result.points:,} points" in text
    assert all(member.peer_id in text and member.seat in text for member in result.members)
    assert repr(infeasible()) == "<Result this: infeasible>"
    assert repr(unknown()) == "<Result this: unknown>"
    assert " of at most 20 " not in text
    assert "12 points of at most 20" in repr(feasible(12, 20))


def test_nobody_is_named() -> None:
    """Names of peers are in no form of it: not the repr, the HTML, the JSON or the frames."""
    pool, _ = load_demo()
    names = list(pool.peers.names.values) if pool.peers.names is not None else []
    assert len(names) == len(pool)
    result = demo()
    forms = [repr(result), result._repr_html_(), json.dumps(result.to_dict()), result.to_frame().to_csv()]
    forms += [result.ledger().to_csv(), repr(result.pool), repr(result.challenge), repr(result.team)]
    assert [(name, form[:20]) for name in names for form in forms if name in form] == []


def test_html_is_escaped() -> None:
    """Ids, seats and titles are text, whatever they look like."""
    hostile = "<img src=x onerror=alert(1)>"
    world = World(id=hostile, title=hostile, seats=[seat(hostile)]).peer(hostile)
    html = compose(world.pool, world.challenge)._repr_html_()
    assert hostile not in html
    assert "&lt;img" in html
    assert "<script" not in html


def test_it_is_frozen() -> None:
    """A result is evidence: nothing in it is changed afterwards."""
    result: Any = demo()
    with pytest.raises(FrozenInstanceError):
        result.points = 1
    with pytest.raises(FrozenInstanceError):
        result.members[0].fit = 1


@pytest.mark.parametrize(
    "error",
    [
        InputError([Fault("peers", 3, "peer_id", "P1", "an id used once", "give each its own")]),
        InfeasibleError("no team"),
        UnknownError("no time", 17),
        InternalError("a mistake", ["pair_tie: A and B"]),
        NoTeamError("none"),
        TeamForgeError("something"),
    ],
)
def test_errors_travel(error: TeamForgeError) -> None:
    """Pickled and back (to another process, say) they say the same, with all they carry."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert type(again) is type(error)
    assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))
