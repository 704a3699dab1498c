"""Plans made again are compared with every plan there is; an independent reading counts the changed seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from teamforge import plan
from tests.oracle import brute

from .engine import read_year
from .problems import Problems
from .programmes import TinyProgramme, broken_rules, make_programme, valid_plans

PROGRAMMES = Problems(slow=90, full=900, chunks=18)
Plan = Sequence[brute.Team | None]


def without(tiny: TinyProgramme, out: Mapping[str, set[str]]) -> TinyProgramme:
    """Return a programme whose challenges exclude some peers."""
    challenges = [
        {**raw, "exclude": [{"peer": peer, "reason": "said no"} for peer in sorted(out.get(raw["id"], ()))]}
        for raw in tiny.challenges
    ]
    return replace(tiny, challenges=challenges)


def changed(tiny: TinyProgramme, before: Plan, after: Plan) -> int:
    """Return how many seats of the old plan have changed, counting only those whose peer could still hold them."""
    count = 0
    for raw, stood, now in zip(tiny.challenges, before, after, strict=True):
        for seat, peer in stood.seats if stood else ():
            stays = now is not None and stood is not None and (seat, peer) in now.seats and now.start == stood.start
            count += not stays and could_hold(tiny, raw, seat, peer)
    return count


def could_hold(tiny: TinyProgramme, raw: Mapping[str, Any], seat: str, peer: str) -> bool:
    """Whether a peer could have a seat in some window, if nobody else were there."""
    alone = {**raw, "seats": [{**each, "required": True} for each in raw["seats"] if each["id"] == seat]}
    return any(team.seats == ((seat, peer),) for team in brute.every_team(tiny.tables, alone))


@PROGRAMMES.each_chunk
def test_the_fewest_seats_change_and_nobody_who_is_out_comes_back(chunk: int, pytestconfig: pytest.Config) -> None:
    """One or two people drop out of each plan; the count of changes and its bound are right."""
    fewest = tried = 0
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        rng = Random(seed)
        tiny = make_programme(rng)
        year = plan(*read_year(tiny), effort=0.5)
        before = teams_of(tiny, year)
        seated = [
            (own["id"], peer)
            for own, team in zip(tiny.challenges, before, strict=True)
            if team
            for _, peer in team.seats
        ]
        if not seated:
            continue
        tried += 1
        gone = rng.sample(seated, rng.randint(1, min(2, len(seated))))
        anew = year.replan(withdrawn=gone, effort=0.5)
        out = {own: {peer for challenge, peer in gone if challenge == own} for own, _ in gone}
        asked = without(tiny, out)
        after = teams_of(tiny, anew.plan)
        assert broken_rules(asked, after) == set(), seed
        assert not [pair for pair in gone if any(m.peer_id == pair[1] for m in anew.plan.of(pair[0]).members)], seed
        assert anew.changed == changed(asked, before, after), seed
        counts = [(changed(asked, before, other), points) for other, points in valid_plans(asked)]
        least = min(count for count, _ in counts)
        assert anew.changed is not None
        assert anew.changes_bound is not None
        assert anew.plan.points is not None
        assert anew.plan.bound is not None
        assert anew.changes_bound <= least <= anew.changed, seed
        fewest += anew.changed == least
        best = max(points for count, points in counts if count <= anew.changed)
        assert anew.plan.points <= best <= anew.plan.bound, seed
        if anew.plan.status == "optimal":
            assert (anew.changed, anew.plan.points) == (least, best), seed
        more = max(points for count, points in counts if count <= anew.changed + 1)
        assert anew.one_more is not None
        assert more <= anew.plan.points + anew.one_more, seed
        kept = {each.challenge_id for each in anew.challenges if each.kept}
        same = {own["id"] for own, one, two in zip(tiny.challenges, before, after, strict=True) if one == two}
        assert kept == same, seed
    assert fewest >= 0.6 * tried


def teams_of(tiny: TinyProgramme, year: Any) -> list[brute.Team | None]:
    """Return the teams of a plan as the oracle writes them."""
    found = [year.teams.get(raw["id"]) for raw in tiny.challenges]
    return [None if team is None else brute.Team(team.start, team.seats) for team in found]
