"""
Plans of a programme year: how near to their bound, and at what cost.

    python -m benchmarks.programme SIZE [--effort E] [--peers N] [--fair] [--replan N] [--plan FILE]

Takes that many challenges from the programme `../shared/data/year-2027`, or from one that is invented with a pool of N
peers. Cost is CPU time in *units*: one unit is calling `compose` for every challenge, from the pool in memory, in this
process, in the same run. The plan is verified, and its certificate checked without a search. With `--fair` the fair
plan is sought, and its greatest loss kept. With `--plan FILE` the plan is written to that file. With `--replan N` that
many people drop out of the plan in FILE, and what is measured is the plan made again, with at most ten further changes.
What was known along the way is kept too: the units of work done, the points of the best plan (none at first) and the
bound. Each record is added to `benchmarks/results/programme.jsonl`.
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
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from benchmarks.records import Fault, Record, circumstances

if TYPE_CHECKING:
    from teamforge import Plan, Pool, Programme

SHARED = Path(__file__).parents[2] / "shared" / "data"
DATA = SHARED / "year-2027"
_SEED, _CHANGES = 5, 10
RESULTS = Path(__file__).parent / "results" / "programme.jsonl"
_POINTS = re.compile(r"(-?\d[\d,]*) points")
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


def latest_again(records: Sequence[Record]) -> dict[tuple[int, int], Record]:
    """Return the last record of each size, of plans made again."""
    return {(each["challenges"], each["peers"]): each for each in records if "dropped_out" in each}


def nearest(records: Sequence[Record], aim: Aim) -> tuple[float, float, Record] | None:
    """
    Return when the plan nearest to its bound was known, within the units of an aim, its gap, and its run; or None.

    That is of all runs of that size that were made on the day of the last one: the effort is chosen for the aim.
    """
    day = latest(records, fair=False)[aim.challenges, aim.peers]["date"][:10]
    found = [
        (*known, each)
        for each in records
        if (each["challenges"], each["peers"], each["date"][:10]) == (aim.challenges, aim.peers, day)
        and not {"greatest_loss", "dropped_out"} & each.keys()
        and (known := open_after(each, aim.units)) is not None
    ]
    return min(found, key=lambda each: each[1], default=None)


def open_after(record: Record, units: float) -> tuple[float, float] | None:
    """
    Return when the last plan within some units of work was known, and its gap; None if there was no plan by then.

    A gap along the way is a part of what the last plan gained.
    """
    if record["units"] <= units:
        return record["units"], record["gap"]
    if not record["gap"]:
        return None  # what such a plan gains is not kept
    gained = (record["bound"] - record["points"]) / record["gap"]
    known = [each for each in record.get("course", ()) if each[1] is not None and each[0] <= units]
    return (known[-1][0], (known[-1][2] - known[-1][1]) / gained) if known else None


def timed(do: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU seconds of a call, and its value."""
    began = time.process_time()
    found = do()
    return time.process_time() - began, found


class _Course:
    """What planning reports: when, in units, the points of the best plan, and the bound."""

    def __init__(self, pool: Pool, programme: Programme) -> None:
        """Measure the unit, and begin."""
        from teamforge import compose  # noqa: PLC0415 -- likewise

        self.unit, _ = timed(lambda: [compose(pool, each, time_limit=None) for each in programme.challenges])
        self.began, self.steps = time.process_time(), list[tuple[float, int | None, int]]()

    def __call__(self, line: str) -> None:
        """Take one line."""
        units = round((time.process_time() - self.began) / self.unit, 2)
        plan, _, bound = line.rpartition("no plan has more than ")
        points, most = ([int(each.replace(",", "")) for each in _POINTS.findall(part)] for part in (plan, bound))
        if most:
            before = self.steps[-1][1] if self.steps else None
            self.steps.append((units, points[0] if points else before, most[0]))
        print(units, line, file=sys.stderr, flush=True)

    def costs(self, seconds: float) -> Record:
        """Return what it cost in all, given the CPU seconds of planning, before anything else is done."""
        return {
            "unit_seconds": round(self.unit, 2),
            "plan_seconds": round(seconds, 2),
            "units": round(seconds / self.unit, 2),
            "course": self.steps,
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def measured(size: int, effort: float, peers: int | None = None, *, fair: bool = False) -> tuple[Record, Plan]:
    """
    Return the record of the plan of a programme, and the plan.

    Parameters
    ----------
    size
        The number of challenges.
    effort
        As for `plan`.
    peers
        The size of the pool that is invented, with the programme; None for those that are there.
    fair
        Whether the plan is to be fair.

    Raises
    ------
    Fault
        If the plan or its certificate is not what it was said to be.
    """
    from teamforge import plan, read_pool, read_programme  # noqa: PLC0415 -- who only asks for help does not wait
    from teamforge.certificate.plan_check import FairClaims, check_plan_certificate  # noqa: PLC0415
    from teamforge.generate import generate_year  # noqa: PLC0415
    from teamforge.verify.plan import plan_points, plan_violations  # noqa: PLC0415

    if peers is None:
        pool, programme = read_pool(DATA / "pool"), read_programme(DATA / f"programme-{size}.json")
    else:
        pool, programme = generate_year(peers, challenges=size, seed=_SEED, register=SHARED / "england")
    if fair:
        programme = programme.replace(objective="fair")
    course = _Course(pool, programme)
    cost, year = timed(lambda: plan(pool, programme, effort=effort, progress=course))
    costs = course.costs(cost)
    points = plan_points(pool, programme, year.teams)
    if plan_violations(pool, programme, year.teams) or points.total != year.points or year.bound is None:
        raise Fault("the plan is not what it was said to be")
    without = sum(each.priority for each in year.without)
    claims = FairClaims({each.challenge_id: each.best for each in year.challenges}, without) if fair else None
    checked, proof = timed(lambda: check_plan_certificate(pool, programme, year.certificate, fair=claims))
    if proof.faults or (proof.bound or 0) < year.bound or (proof.bound != year.bound and not fair):
        raise Fault("; ".join(proof.faults) or "the certificate proves another bound")
    losses = {
        "greatest_loss": year.greatest_loss,
        "greatest_loss_bound": year.greatest_loss_bound,
        "greatest_loss_proved": proof.least_loss,
    }
    return {
        "challenges": size,
        "peers": len(pool.peers),
        "effort": effort,
        **(losses if fair else {}),
        **_found(year),
        "without_team": len(year.without),
        "alone": sum(each.priority * (each.best or 0) for each in year.challenges),
        **costs,
        "check_seconds": round(checked, 2),
        "claims": proof.claims,
        **circumstances(),
    }, year


def made_again(before: Plan, effort: float, dropped_out: int) -> Record:
    """
    Return the record of a plan made again after some people dropped out, with at most ten further changes.

    Parameters
    ----------
    before
        The plan that stands.
    effort
        As for `replan`.
    dropped_out
        How many people drop out, drawn from the teams.

    Raises
    ------
    Fault
        If the plan or its certificate is not what it was said to be.
    """
    from teamforge.records.plan import verify_plan  # noqa: PLC0415 -- likewise

    pool, programme = before.pool, before.programme
    members = [(each.challenge_id, member.peer_id) for each in before.challenges for member in each.members]
    withdrawn = Random(_SEED).sample(members, dropped_out)  # noqa: S311 -- the draw is no secret
    course = _Course(pool, programme)
    cost, anew = timed(
        lambda: before.replan(withdrawn=withdrawn, change_budget=_CHANGES, effort=effort, progress=course).plan
    )
    costs = course.costs(cost)
    checked, proof = timed(lambda: verify_plan(anew.to_record(), pool, programme))
    if proof.faults or anew.points is None:
        raise Fault("; ".join(proof.faults) or "there is no plan")
    return {
        "challenges": len(programme.challenges),
        "peers": len(pool.peers),
        "effort": effort,
        "dropped_out": dropped_out,
        "change_budget": _CHANGES,
        "before": before.points,
        "changes": anew.changes,
        **_found(anew),
        **costs,
        "check_seconds": round(checked, 2),
        **circumstances(),
    }


def _found(year: Plan) -> Record:
    return {"status": str(year.status), "points": year.points, "bound": year.bound, "gap": year.gap}


def main() -> None:
    """Measure one programme, and keep the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, choices=(20, 60, 121, 240))
    parser.add_argument("--effort", type=float, default=1.0)
    parser.add_argument("--peers", type=int)
    parser.add_argument("--fair", action="store_true", help="seek the fair plan")
    parser.add_argument("--plan", type=Path, metavar="FILE", help="the plan, to be written or to be made again")
    parser.add_argument(
        "--replan", type=int, metavar="N", help="make the plan of FILE again after N people dropped out"
    )
    asked = parser.parse_args()
    if asked.replan:
        record = made_again(_kept(asked.plan, asked.size), asked.effort, asked.replan)
    else:
        record, year = measured(asked.size, asked.effort, asked.peers, fair=asked.fair)
        if asked.plan is not None:
            asked.plan.write_text(json.dumps(year.to_record()), encoding="utf-8")
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    print(json.dumps({key: value for key, value in record.items() if key != "course"}, indent=1))


def _kept(path: Path, size: int) -> Plan:
    """Return the plan that was written to a file, of the pool and a programme that are there."""
    from teamforge import Plan, read_pool, read_programme  # noqa: PLC0415 -- likewise

    record = json.loads(path.read_text(encoding="utf-8"))
    return Plan.from_record(record, read_pool(DATA / "pool"), read_programme(DATA / f"programme-{size}.json"))


if __name__ == "__main__":
    main()
