"""Questions about one challenge of a plan, with the other teams fixed, held against every team there is beside them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from random import Random

import pytest

from teamforge import Plan, plan
from teamforge.errors import InfeasibleError
from teamforge.team import Team
from teamforge.verify.plan import plan_violations
from tests.oracle import brute

from .engine import read_year
from .problems import Problems
from .programmes import TinyProgramme, broken_rules, make_programme

PROGRAMMES = Problems(slow=60, full=600, chunks=15)


class Beside:
    """The teams of one challenge of a plan that break nothing beside the teams of the others, with their points."""

    def __init__(self, tiny: TinyProgramme, year: Plan, place: int) -> None:
        others = [year.teams.get(raw["id"]) for raw in tiny.challenges]
        fixed: Sequence[brute.Team | None] = [
            None if team is None or at == place else brute.Team(team.start, team.seats)
            for at, team in enumerate(others)
        ]
        alone = brute.every_team(tiny.tables, tiny.challenges[place])
        self.alone = set(alone)
        self.teams = {
            team: points
            for team, points in alone.items()
            if not broken_rules(tiny, [team if at == place else other for at, other in enumerate(fixed)])
        }

    def best_with(self, peer: str) -> int | None:
        """Return the points of the best team with a peer; None if there is none."""
        return max((points for team, points in self.teams.items() if peer in dict(team.seats).values()), default=None)


def replaced(team: Team, seat: str, peer: str) -> brute.Team:
    """Return a team with another peer on a seat."""
    return brute.Team(team.start, tuple((own, peer if own == seat else member) for own, member in team.seats))


@PROGRAMMES.each_chunk
def test_nobody_is_offered_who_would_break_what_challenges_share(chunk: int, pytestconfig: pytest.Config) -> None:
    """Reserves are all who can step in, and no others; a repair keeps the whole plan valid; costs are true."""
    barred = reserves = repairs = costs = given_up = 0
    for seed in PROGRAMMES.seeds(chunk, pytestconfig):
        rng = Random(seed)
        tiny = make_programme(rng)
        year = plan(*read_year(tiny), effort=0.5)
        people = [row["peer_id"] for row in tiny.tables["peers"]]
        for place, raw in enumerate(tiny.challenges):
            team = year.teams.get(raw["id"])
            if team is None:
                continue
            result, beside = year[raw["id"]], Beside(tiny, year, place)
            offered = {(each.seat, each.peer_id) for each in result.reserves(per_seat=9)}
            on = {peer for _, peer in team.seats}
            able = {
                (seat, peer)
                for seat, _ in team.seats
                for peer in people
                if peer not in on and replaced(team, seat, peer) in beside.teams
            }
            assert offered == able, (seed, raw["id"])
            reserves += len(able)
            barred += any(
                replaced(team, seat, peer) in beside.alone - beside.teams.keys()
                for seat, _ in team.seats
                for peer in people
                if peer not in on
            )
            gone = rng.choice(sorted(on))
            left = [t for t in beside.teams if t.start == team.start and gone not in dict(t.seats).values()]
            repaired = None
            with suppress(InfeasibleError):
                repaired = result.repair(withdrawn=[gone]).team
            assert (repaired is None) == (not left), (seed, raw["id"], gone)
            if repaired is not None:
                assert brute.Team(repaired.start, repaired.seats) in left, (seed, raw["id"], gone)
                assert plan_violations(year.pool, year.programme, year.teams | {raw["id"]: repaired}) == (), seed
                repairs += 1
            most = max(beside.teams.values())
            if beside.teams[brute.Team(team.start, team.seats)] < most:  # what somebody costs it would be less than 0
                with pytest.raises(ValueError, match="chosen for more than its points"):
                    result.why_not()
                continue
            given_up += result.chosen
            for peer, answer in result.why_not([each for each in people if each not in on]).items():
                best = beside.best_with(peer)
                assert (answer.cost is None) == (best is None), (seed, raw["id"], peer, answer)
                if answer.cost is not None and best is not None:
                    assert most - answer.cost == best, (seed, raw["id"], peer)
                    costs += 1
    assert chunk or min(reserves, repairs, costs, given_up, barred)  # a later chunk is too few to have each
