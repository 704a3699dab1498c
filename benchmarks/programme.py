"""
Plans of a programme year: how near to their bound, and at what cost.

    python -m benchmarks.programme SIZE [--effort E] [--peers N]

Takes that many challenges from the programme `../shared/data/year-2027`, or from one that is invented with a pool of N
peers. Cost is CPU time in *units*: one unit is calling `compose` for every challenge, from the pool in memory, in this
process, in the same run. The plan is verified, and its certificate checked without a search. With `--fair` the fair
plan is sought, and its greatest loss kept. With `--replan N` that many people then drop out, and what is measured is
the plan made again, with at most ten further changes. What was known along the way is kept too: the units of work done,
the points of the best plan (none at first) and the bound. Each record is added to `benchmarks/results/programme.jsonl`.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from benchmarks.records import Fault, Record, circumstances

SHARED = Path(__file__).parents[2] / "shared" / "data"
DATA = SHARED / "year-2027"
_SEED, _CHANGES = 5, 10
RESULTS = Path(__file__).parent / "results" / "programme.jsonl"
T = TypeVar("T")


class Aim(NamedTuple):
    """The gap to be reached for a programme and a pool of some size, and the units of work it may take."""

    challenges: int
    peers: int
    gap: float
    units: float


AIMS = (
    Aim(20, 2_200, 0.00005, 8),
    Aim(60, 2_200, 0.0005, 20),
    *(Aim(121, 2_200, gap, units) for gap, units in ((0.005, 10), (0.001, 40), (0.0005, 100))),
    Aim(121, 500, 0.002, 40),
    *(Aim(*size, 0.002, 60) for size in ((240, 2_200), (121, 10_000), (240, 10_000))),
)


def latest(records: Sequence[Record], *, fair: bool) -> dict[tuple[int, int], Record]:
    """Return the last record of each size of programme and pool, of first plans that were to be fair or not."""
    first = (each for each in records if "dropped_out" not in each)
    return {(each["challenges"], each["peers"]): each for each in first if ("greatest_loss" in each) is fair}


def open_after(record: Record, units: float) -> tuple[float, float] | None:
    """
    Return when the last plan within some units of work was known, and its gap; None if there was no plan by then.

    A gap along the way is a part of what the last plan gained.
    """
    if record["units"] <= units:
        return record["units"], record["gap"]
    gained = (record["bound"] - record["points"]) / record["gap"]
    steps = [(at, (bound - points) / gained) for at, points, bound in record.get("course", ()) if points is not None]
    return max((step for step in steps if step[0] <= units), default=None)


def timed(do: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU seconds of a call, and its value."""
    began = time.process_time()
    found = do()
    return time.process_time() - began, found


class _Course:
    """What planning reports: when, in units, the points of the best plan, and the bound."""

    def __init__(self, unit: float) -> None:
        self.unit, self.began, self.steps = unit, time.process_time(), list[tuple[float, int | None, int]]()

    def __call__(self, line: str) -> None:
        """Take one line."""
        numbers = [int(each.replace(",", "")) for each in re.findall(r"-?\d[\d,]*", line)]
        units = round((time.process_time() - self.began) / self.unit, 2)
        if line.startswith("no plan"):
            self.steps.append((units, self.steps[-1][1] if self.steps else None, numbers[0]))
        elif line.startswith("a plan"):
            self.steps.append((units, numbers[0], numbers[1]))
        print(units, line, file=sys.stderr, flush=True)


def measured(size: int, effort: float, peers: int | None = None, *, fair: bool = False) -> dict[str, object]:
    """
    Return the record of the plan of a programme.

    Parameters
    ----------
    size
        The number of challenges.
    effort
        As for `plan`.
    peers
        The size of the pool that is invented, with the programme; None for those that are there.

    Raises
    ------
    Fault
        If the plan or its certificate is not what it was said to be.
    """
    from teamforge import compose, read_pool  # noqa: PLC0415 -- who only asks for help does not wait
    from teamforge.certificate.plan_check import FairClaims, check_plan_certificate  # noqa: PLC0415
    from teamforge.challenge.programme import read_programme  # noqa: PLC0415
    from teamforge.forge.programme.planning import plan_year  # noqa: PLC0415
    from teamforge.generate import generate_year  # noqa: PLC0415
    from teamforge.verify.plan import plan_points, plan_violations  # noqa: PLC0415

    if peers is None:
        pool, programme = read_pool(DATA / "pool"), read_programme(DATA / f"programme-{size}.json")
    else:
        pool, programme = generate_year(peers, challenges=size, seed=_SEED, register=SHARED / "england")
    if fair:
        programme = programme.replace(objective="fair")
    unit, alone = timed(lambda: [compose(pool, each, time_limit=None) for each in programme.challenges])
    course = _Course(unit)
    cost, plan = timed(lambda: plan_year(pool, programme, effort=effort, progress=course))
    points = plan_points(pool, programme, plan.teams)
    if plan_violations(pool, programme, plan.teams) or points.total != plan.points or plan.bound is None:
        raise Fault("the plan is not what it was said to be")
    without = sum(programme.priority[own] for own in plan.without)
    claims = FairClaims({own: each.points for own, each in plan.alone.items()}, without) if fair else None
    checked, proof = timed(lambda: check_plan_certificate(pool, programme, plan.certificate, fair=claims))
    if proof.faults or (proof.bound or 0) < plan.bound or (proof.bound != plan.bound and not fair):
        raise Fault("; ".join(proof.faults) or "the certificate proves another bound")
    return {
        "challenges": size,
        "peers": len(pool.peers),
        "effort": effort,
        **(
            {
                "greatest_loss": plan.greatest_loss,
                "greatest_loss_bound": plan.greatest_loss_bound,
                "greatest_loss_proved": proof.least_loss,
            }
            if fair
            else {}
        ),
        "status": str(plan.status),
        "points": plan.points,
        "bound": plan.bound,
        "gap": (plan.bound - points.total) / max(1, points.gained),
        "without_team": len(plan.without),
        "alone": sum(programme.priority[each.challenge_id] * (each.points or 0) for each in alone),
        "unit_seconds": round(unit, 2),
        "plan_seconds": round(cost, 2),
        "units": round(cost / unit, 2),
        "check_seconds": round(checked, 2),
        "claims": proof.claims,
        "course": course.steps,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **circumstances(),
    }


def made_again(size: int, effort: float, dropped_out: int) -> dict[str, object]:
    """
    Return the record of a plan made again after some people dropped out, with at most ten further changes.

    Parameters
    ----------
    size
        The number of challenges.
    effort
        As for `plan` and `replan`.
    dropped_out
        How many people drop out, drawn from the teams.

    Raises
    ------
    Fault
        If the plan or its certificate is not what it was said to be.
    """
    from teamforge import compose, plan, read_pool, read_programme  # noqa: PLC0415 -- likewise
    from teamforge.records.plan import verify_plan  # noqa: PLC0415

    pool, programme = read_pool(DATA / "pool"), read_programme(DATA / f"programme-{size}.json")
    unit, _ = timed(lambda: [compose(pool, each, time_limit=None) for each in programme.challenges])
    before = plan(pool, programme, effort=effort, progress=_Course(unit))
    members = [(each.challenge_id, member.peer_id) for each in before.challenges for member in each.members]
    withdrawn = Random(_SEED).sample(members, dropped_out)  # noqa: S311 -- the draw is no secret
    course = _Course(unit)
    cost, anew = timed(
        lambda: before.replan(withdrawn=withdrawn, change_budget=_CHANGES, effort=effort, progress=course)
    )
    checked, proof = timed(lambda: verify_plan(anew.plan.to_record(), pool, programme))
    if proof.faults or anew.plan.points is None:
        raise Fault("; ".join(proof.faults) or "there is no plan")
    return {
        "challenges": size,
        "peers": len(pool.peers),
        "effort": effort,
        "dropped_out": dropped_out,
        "change_budget": _CHANGES,
        "before": before.points,
        "changes": anew.plan.changes,
        "status": str(anew.plan.status),
        "points": anew.plan.points,
        "bound": anew.plan.bound,
        "gap": anew.plan.gap,
        "unit_seconds": round(unit, 2),
        "plan_seconds": round(cost, 2),
        "units": round(cost / unit, 2),
        "check_seconds": round(checked, 2),
        "course": course.steps,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **circumstances(),
    }


def main() -> None:
    """Measure one programme, and keep the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, choices=(20, 60, 121, 240))
    parser.add_argument("--effort", type=float, default=1.0)
    parser.add_argument("--peers", type=int)
    parser.add_argument("--fair", action="store_true", help="seek the fair plan")
    parser.add_argument("--replan", type=int, metavar="N", help="plan again after N people dropped out")
    asked = parser.parse_args()
    if asked.replan:
        record = made_again(asked.size, asked.effort, asked.replan)
    else:
        record = measured(asked.size, asked.effort, asked.peers, fair=asked.fair)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    print(json.dumps({key: value for key, value in record.items() if key != "course"}, indent=1))


if __name__ == "__main__":
    main()
