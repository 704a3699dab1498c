"""
Other ways to plan a programme year, side by side.

    python -m benchmarks.year_rivals SIZE WAY [--seconds S]

Takes that many challenges from the programme `../shared/data/year-2027` and plans them in one of the ways of
`benchmarks.rivals.year`. Each plan is held against every rule of SPEC.md, and its points are counted as SPEC.md says,
whatever the rival counted. Cost is CPU time, in seconds and in units, as in `benchmarks.programme`. Each record is
added to `benchmarks/results/year_rivals.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import resource
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.programme import DATA, timed
from benchmarks.records import circumstances
from benchmarks.rivals.year import WAYS

if TYPE_CHECKING:
    from teamforge.problem import Choice, Problem

RIVAL_YEARS = Path(__file__).parent / "results" / "year_rivals.jsonl"


def measured(size: int, way: str, seconds: float) -> dict[str, object]:
    """Return the record of the plan that a rival makes, within some seconds of wall time where it takes a limit."""
    from teamforge import compose, read_pool, read_programme  # noqa: PLC0415 -- `--help` needs none of it
    from teamforge.forge.programme.blocks import compile_year  # noqa: PLC0415 -- likewise
    from teamforge.solve import team_of  # noqa: PLC0415 -- likewise
    from teamforge.verify.plan import plan_points, plan_violations  # noqa: PLC0415 -- likewise

    pool, programme = read_pool(DATA / "pool"), read_programme(DATA / f"programme-{size}.json")
    unit, _ = timed(lambda: [compose(pool, each, time_limit=None) for each in programme.challenges])
    year = compile_year(pool, programme)
    cost, found = timed(lambda: WAYS[way](year, seconds))
    teams = {
        year.blocks[place].id: team_of(year.blocks[place].problem, choice)
        for place, choice in found.plan.items()
        if _filled(year.blocks[place].problem, choice)
    }
    return {
        "challenges": size,
        "peers": len(pool.peers),
        "way": way,
        "points": plan_points(pool, programme, teams).total,
        "without_team": len(programme.challenges) - len(teams),
        "broken": len(plan_violations(pool, programme, teams)),
        "proved": found.proved,
        "variables": found.variables,
        "rows": found.rows,
        "limit": seconds,
        "unit_seconds": round(unit, 2),
        "plan_seconds": round(cost, 2),
        "units": round(cost / unit, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **circumstances(),
    }


def _filled(problem: Problem, choice: Choice) -> bool:
    """Return whether every required seat of a team is filled."""
    filled = {int(problem.seat[row]) for row in choice.candidates}
    return all(seat in filled for seat, required in enumerate(problem.required) if required)


def main() -> None:
    """Measure one way, and keep the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, choices=(20, 60, 121))
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("--seconds", type=float, default=600.0)
    asked = parser.parse_args()
    record = measured(asked.size, asked.way, asked.seconds)
    with RIVAL_YEARS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
