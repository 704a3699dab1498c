"""
The metamorphic relations of a programme: how a change of it changes the most points that a plan can have.

The most points lie between the points of the plan that is found and its bound. A relation is held against both, so
exactly where both plans are proved; how often they are `test_programmes` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from teamforge.forge.best import best
from teamforge.forge.programme.planning import plan_year
from teamforge.solve import solve
from tests.oracle import brute

from .engine import read, read_year
from .problems import Problems
from .programmes import TinyProgramme, make_programme

PROGRAMMES = Problems(slow=80, full=800, chunks=40)
_PEERS = ("peer_id", "other_peer_id", "peer")
_ORGANISATIONS = ("organisation_id", "host_organisation_id")

Change = Callable[[TinyProgramme, Random], TinyProgramme]


def most(tiny: TinyProgramme) -> tuple[int, int]:
    """Return what the most points of any plan are at least, and at most."""
    found = plan_year(*read_year(tiny), effort=0.5)
    assert found.points is not None
    assert found.bound is not None
    return found.points, found.bound


@pytest.fixture
def programmes(chunk: int, pytestconfig: pytest.Config) -> Iterator[tuple[TinyProgramme, Random]]:
    """The programmes of a chunk, each with what draws its change."""
    return ((make_programme(Random(seed)), Random(-seed)) for seed in PROGRAMMES.seeds(chunk, pytestconfig))


def caps_loosened(tiny: TinyProgramme, rng: Random) -> TinyProgramme:
    """Each peer may be on one more team in a year."""
    peers = [{**row, "max_per_year": str(int(row["max_per_year"]) + 1)} for row in tiny.tables["peers"]]
    return replace(tiny, tables={**tiny.tables, "peers": peers})


def limits_loosened(tiny: TinyProgramme, rng: Random) -> TinyProgramme:
    """A limit is one higher, or gone."""
    return replace(tiny, limits={name: limit + 1 for name, limit in tiny.limits.items() if rng.random() < 0.5})


def rest_loosened(tiny: TinyProgramme, rng: Random) -> TinyProgramme:
    """No rest between two visits, in one of the challenges."""
    challenges = deepcopy(tiny.challenges)
    rng.choice(challenges)["rules"]["rest"]["rest_days"] = 0
    return replace(tiny, challenges=challenges)


def without_team_cheaper(tiny: TinyProgramme, rng: Random) -> TinyProgramme:
    """A challenge without a team costs fewer points."""
    return replace(tiny, without_team=tiny.without_team // 2)


@pytest.mark.parametrize("loosened", [caps_loosened, limits_loosened, rest_loosened, without_team_cheaper])
@PROGRAMMES.each_chunk
def test_what_is_loosened_never_lowers_the_points(
    loosened: Change, programmes: Iterator[tuple[TinyProgramme, Random]]
) -> None:
    """Every plan that was valid still is."""
    for tiny, rng in programmes:
        before, after = most(tiny), most(loosened(tiny, rng))
        assert after[1] >= before[0]
        if after[0] == after[1]:
            assert after[0] >= before[0]


@PROGRAMMES.each_chunk
def test_one_challenge_more_never_raises_what_the_others_score(
    programmes: Iterator[tuple[TinyProgramme, Random]],
) -> None:
    """No peer works for its host, and nobody has been there: it can only take peers away."""
    for tiny, rng in programmes:
        tables = {name: list(rows) for name, rows in tiny.tables.items()}
        if "organisations" in tables:
            tables["organisations"].append({"organisation_id": "elsewhere", "kind": "council"})
        added = {**deepcopy(rng.choice(tiny.challenges)), "id": "more", "hosts": ["elsewhere"], "waivers": []}
        priority = {**tiny.priority, "more": 3}
        larger = replace(tiny, tables=tables, challenges=[*tiny.challenges, added], priority=priority)
        found = plan_year(*read_year(larger), effort=0.5)
        assert found.points is not None
        team = found.teams.get("more")
        own = -tiny.without_team
        if team is not None:
            own = sum(brute.breakdown(tables, added, brute.Team(team.start, team.seats)).values())
        assert found.points - 3 * own <= most(tiny)[1]


@PROGRAMMES.each_chunk
def test_priorities_scaled_scale_the_points(programmes: Iterator[tuple[TinyProgramme, Random]]) -> None:
    """Tripling every priority triples the points of the best plan."""
    for tiny, _ in programmes:
        scaled = replace(tiny, priority={challenge: 3 * each for challenge, each in tiny.priority.items()})
        meet((3 * each for each in most(tiny)), most(scaled))


@PROGRAMMES.each_chunk
def test_renamed_ids_change_no_points(programmes: Iterator[tuple[TinyProgramme, Random]]) -> None:
    """Peers, organisations and challenges with other ids, in another order of the alphabet."""
    for tiny, rng in programmes:
        meet(most(tiny), most(renamed(tiny, rng.choice(("z", "")), rng)))


@PROGRAMMES.each_chunk
def test_programmes_with_nothing_in_common_add_up(programmes: Iterator[tuple[TinyProgramme, Random]]) -> None:
    """With separate hosts, organisations and roles nobody can serve in both: the points are the sum."""
    for tiny, rng in programmes:
        other = with_roles_renamed(renamed(make_programme(Random(rng.randrange(10**6))), "other ", rng))
        other = replace(other, without_team=tiny.without_team, limits=tiny.limits)
        apart = [most(tiny), most(other)]
        tables = {name: tiny.tables.get(name, []) + other.tables.get(name, []) for name in ("peers", "engagements")}
        if "organisations" in tiny.tables and "organisations" in other.tables:
            tables["organisations"] = tiny.tables["organisations"] + other.tables["organisations"]
        together = replace(
            tiny, tables=tables, challenges=tiny.challenges + other.challenges, priority=tiny.priority | other.priority
        )
        low, high = (sum(each) for each in zip(*apart, strict=True))
        meet((low, high), most(together))


def with_roles_renamed(tiny: TinyProgramme) -> TinyProgramme:
    """Return a programme whose seats ask for other roles, and whose peers have these."""

    def new(role: str) -> str:
        return f"other_{role}"

    peers = [{**row, "roles": ";".join(map(new, row["roles"].split(";")))} for row in tiny.tables["peers"]]
    challenges = [
        {
            **raw,
            "seats": [{**seat, "accepts": {new(role): fit for role, fit in seat["accepts"].items()}} for seat in seats],
        }
        for raw, seats in ((raw, raw["seats"]) for raw in tiny.challenges)
    ]
    return replace(tiny, tables={**tiny.tables, "peers": peers}, challenges=challenges)


@PROGRAMMES.each_chunk
def test_a_programme_of_one_challenge_has_the_points_of_a_team_composed(
    programmes: Iterator[tuple[TinyProgramme, Random]],
) -> None:
    """When going without a team costs as much as it can, and no limit stops anybody."""
    for tiny, rng in programmes:
        challenge = rng.choice(tiny.challenges)
        one = replace(tiny, challenges=[challenge], priority={challenge["id"]: 1}, without_team=1_000_000, limits={})
        composed = best(solve(*read(tiny.tables, challenge))).points
        points = -1_000_000 if composed is None else composed
        assert most(one) == (points, points)


def meet(one: Any, other: tuple[int, int]) -> None:
    """The most points lie in both intervals, so the two are equal if both are proved."""
    low, high = one
    assert max(low, other[0]) <= min(high, other[1])


def renamed(tiny: TinyProgramme, prefix: str, rng: Random) -> TinyProgramme:
    """Return a programme with other ids, and ids of one kind in another order."""
    people = shuffled([row["peer_id"] for row in tiny.tables["peers"]], prefix, rng)
    places = shuffled(["H1", "H2", "H3", "A"], prefix, rng) | {"": ""}
    tables = {
        name: [
            {
                column: (people if column in _PEERS else places if column in _ORGANISATIONS else {}).get(cell, cell)
                for column, cell in row.items()
            }
            for row in rows
        ]
        for name, rows in tiny.tables.items()
    }
    own = shuffled([raw["id"] for raw in tiny.challenges], prefix, rng)
    challenges = [
        {
            **raw,
            "id": own[raw["id"]],
            "hosts": [places[host] for host in raw["hosts"]],
            "waivers": [{**each, "peer": people.get(each["peer"], each["peer"])} for each in raw["waivers"]],
        }
        for raw in tiny.challenges
    ]
    priority = {own[challenge]: each for challenge, each in tiny.priority.items()}
    return replace(tiny, tables=tables, challenges=challenges, priority=priority)


def shuffled(ids: list[str], prefix: str, rng: Random) -> dict[str, str]:
    """Return new ids for some: the same in another order, each with something before it."""
    return dict(zip(ids, (prefix + each for each in rng.sample(ids, len(ids))), strict=True))
