"""Every picture takes a result, a pool or an answer, says which it wants, and shows names where they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

import teamforge
from teamforge import Pool, Result, charts
from teamforge.demo import load_demo_programme

DRAWN: dict[str, Callable[..., charts.Chart]] = {
    "coverage": charts.coverage,
    "ledger": charts.ledger,
    "windows": charts.windows,
    "availability": charts.availability,
    "conflict_graph": charts.conflict_graph,
    "use": charts.use,
}


@pytest.fixture(scope="module")
def result() -> Result:
    return teamforge.compose(*teamforge.load_demo())


@pytest.mark.parametrize("name", DRAWN)
def test_every_picture_is_drawn_of_a_result(result: Result, name: str) -> None:
    """As of the pool, the challenge, the day or the answer that it has."""
    apart = {
        "windows": lambda: charts.windows(result.windows()),
        "availability": lambda: charts.availability(result.pool, result.challenge),
        "conflict_graph": lambda: charts.conflict_graph(result.pool, result.challenge),
        "use": lambda: charts.use(result.pool, result.challenge.as_of),
    }
    drawn = DRAWN[name](result)
    assert drawn.to_dict()["title"]
    if name in apart:
        assert drawn.to_dict() == apart[name]().to_dict()


def test_a_repair_is_drawn_as_its_result(result: Result) -> None:
    repair = result.repair(withdrawn=[result.members[1].peer_id])
    of_repair: Any = repair
    assert charts.coverage(of_repair).to_dict() == charts.coverage(repair.result).to_dict()


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("coverage", "pool", "`coverage` draws a result, which `compose` returns, or a repair; this is a Pool"),
        ("ledger", "challenge", "`ledger` draws a result, which `compose` returns, or a repair; this is a Challenge"),
        ("coverage", "answer", "; this is a BestWindows"),
        ("windows", "pool", "`windows` draws an answer of `result.windows()`, or the result itself; this is a Pool"),
        (
            "availability",
            "pool",
            "`availability` draws a pool with its challenge, or a result: the challenge is missing",
        ),
        ("availability", "challenge", "a pool with its challenge, or a result; this is a Challenge"),
        ("conflict_graph", "answer", "a pool with its challenge, or a result; this is a BestWindows"),
        ("use", "pool", "`use` draws a pool with a day, or a result: the day is missing"),
        ("use", "answer", "a pool with a day, or a result; this is a BestWindows"),
        ("use", "text", "; this is a str"),
        ("year", "result", "`year` draws a plan, which `plan` returns, or a plan made anew; this is a Result"),
    ],
)
def test_anything_else_is_refused_in_words(result: Result, name: str, given: str, told: str) -> None:
    things = {
        "pool": result.pool,
        "challenge": result.challenge,
        "answer": result.windows(),
        "text": "P001",
        "result": result,
    }
    with pytest.raises(TypeError) as caught:
        getattr(charts, name)(things[given])
    assert told in str(caught.value)


def test_a_plan_made_anew_is_drawn_as_its_plan() -> None:
    year = teamforge.plan(*load_demo_programme())
    anew: Any = year.replan(withdrawn=[("derby-2027", "P061")])
    assert charts.year(anew).to_dict() == charts.year(anew.plan).to_dict()


def test_a_pool_with_something_that_is_no_challenge_is_refused(result: Result) -> None:
    day: Any = date(2027, 1, 11)
    with pytest.raises(TypeError, match="this is a date"):
        charts.availability(result.pool, day)


def _names(pool: Pool) -> dict[str, str]:
    return {peer: pool.peers.name_of(peer) for peer in pool.peers.position}


def test_names_stand_for_ids_where_they_are_asked_for(result: Result) -> None:
    """And nowhere else."""
    names = _names(result.pool)

    def texts(*, named: bool) -> list[str]:
        drawn = (
            charts.coverage(result, names=named),
            charts.availability(result, seat="director_of_public_health", names=named),
            charts.conflict_graph(result, names=named),
        )
        return [" ".join(each.to_json().replace("\\n", " ").split()) for each in drawn]

    for plain, shown in zip(texts(named=False), texts(named=True), strict=True):
        assert not [name for name in names.values() if name in plain]
        assert [name for name in names.values() if name in shown]


def test_who_is_over_their_cap_is_named() -> None:
    peers = {"peer_id": ["P1", "P2", "P3"], "name": ["Sam Twin", "Sam Twin", ""], "roles": ["vcs_leader"] * 3}
    engagements = {
        "peer_id": [each for each in ("P1", "P2", "P3") for _ in range(2)],
        "host_organisation_id": ["H"] * 6,
        "start": ["2027-04-13", "2027-06-15"] * 3,
        "end": ["2027-04-15", "2027-06-17"] * 3,
        "status": ["confirmed"] * 6,
    }
    pool = Pool.from_frames(peers=pd.DataFrame(peers), engagements=pd.DataFrame(engagements))
    text = charts.use(pool, "2027-05-01", names=True).to_json()
    for label in ("Sam Twin (P1)", "Sam Twin (P2)", "P3 ("):
        assert label in text


def test_the_result_draws_with_names(result: Result) -> None:
    assert result.chart("coverage", names=True).to_dict() == charts.coverage(result, names=True).to_dict()
