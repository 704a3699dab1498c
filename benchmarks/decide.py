"""
Whatever a plain model decides, we decide: our engine beside CP-SAT with a Boolean a peer.

    python -m benchmarks.decide [NAME …] [--limit 60]

Each measurement has a process of its own. Seconds are CPU time. Of ours they are from the tables to the team that was
checked (read, conflicts, compile, search, verify), with everything imported; of the plain model building and solving,
under one worker and CP-SAT's own parameters. Neither names one of several equally good teams: that is asked of ours
alone, and is a question of its own. The exit status is 1 where the two contradict each other, where ours does not
decide what the other does, or takes more than three times as long and a second. A run without names of instances is
kept in `results/decided.jsonl`, one line per instance.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.combinatorial import INSTANCES, Instance, write
from benchmarks.records import Record, Records, circumstances

DECIDED = Path(__file__).parent / "results" / "decided.jsonl"
"""Where the records are that the docs are made from."""
_DECIDED = {"optimal", "infeasible"}


def plain(instance: Instance, seconds: float) -> dict[str, Any]:
    """Return what CP-SAT makes of the model that anybody would write."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- no part of our own measurement

    began = time.process_time()
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(instance.peers)]
    if all(seat is None for seat in instance.seats):
        total = cp_model.LinearExpr.sum(chosen)
        model.add(total == len(instance.seats) if instance.required else total <= len(instance.seats))
    for seat in instance.seats:
        if seat is not None:
            model.add_exactly_one(chosen[peer] for peer in seat)
    for one, other in instance.pairs:
        model.add_at_most_one(chosen[one], chosen[other])
    for quota in instance.quotas:
        count = cp_model.LinearExpr.sum([chosen[peer] for peer in quota.peers])
        model.add_linear_constraint(count, quota.least, len(instance.seats) if quota.most is None else quota.most)
    if instance.grades:
        model.minimize(cp_model.LinearExpr.weighted_sum(chosen, list(instance.grades)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    cost = (
        round(solver.objective_value) if instance.grades and status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None
    )
    return {"status": status.name.lower(), "cost": cost, "seconds": time.process_time() - began}


def ours(instance: Instance, seconds: float) -> dict[str, Any]:
    """Return what our engine makes of it."""
    from benchmarks.job import team_of  # noqa: PLC0415
    from teamforge import compose, load_demo, read_challenge, read_pool  # noqa: PLC0415
    from teamforge.problem import compile_problem, eligibility_of, prepare  # noqa: PLC0415
    from teamforge.search import SearchLimits, search  # noqa: PLC0415
    from teamforge.verify import check  # noqa: PLC0415

    compose(*load_demo())
    for late in ("networkx", "teamforge.search.solver"):
        import_module(late)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(instance, folder)
        began = time.process_time()
        pool, challenge = read_pool(folder), read_challenge(folder / "challenge.json")
        given = prepare(pool, challenge)
        problem = compile_problem(given, eligibility_of(given))
        compiled = time.process_time()
        found = search(problem, SearchLimits(seconds, seed=None))
        searched = time.process_time()
        cost = None
        if found.choice is not None:
            check(pool, challenge, team_of(problem, found.choice), problem.score(found.choice))
            cost = sum(instance.grades[problem.peers[place]] for place in found.choice.candidates if instance.grades)
    return {
        "status": str(found.status),
        "cost": cost if instance.grades else None,
        "seconds": time.process_time() - began,
        "compile": compiled - began,
        "search": searched - compiled,
        "claimed": sum(1 for window in found.certificate.windows if window.reason == "claimed"),
    }


def main() -> None:
    """Measure, and print a line an instance."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(INSTANCES)}; all of them by default")
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--method", choices=["ours", "plain"], help="one of the two, in this process: prints JSON")
    asked = parser.parse_args()
    if asked.method:
        instance = INSTANCES[asked.names[0]]()
        print(json.dumps({"ours": ours, "plain": plain}[asked.method](instance, asked.limit)))
        return
    if not asked.names:
        DECIDED.unlink(missing_ok=True)
    failed = []
    for name in asked.names or INSTANCES:
        record = _compared(name, asked.limit)
        print(f"{name:18}", *(f"{method} {record[method]}" for method in ("plain", "ours")))
        if not (_agree(record) and quick_enough(record)):
            failed.append(name)
        if not asked.names:
            Records(DECIDED).add(record)
    sys.exit(f"not as it should be: {', '.join(failed)}" if failed else None)


def _compared(name: str, limit: float) -> Record:
    found = {method: _measured(name, method, limit) for method in ("plain", "ours")}
    return {"case": name, **found, "limit": limit, **circumstances()}


def _agree(record: Record) -> bool:
    theirs, found = record["plain"], record["ours"]
    if {theirs["status"], found["status"]} == {"optimal", "infeasible"}:
        return False
    return not {theirs["status"], found["status"]} <= _DECIDED or theirs["cost"] == found["cost"]


def quick_enough(record: Record) -> bool:
    """Return whether we decide what the plain model decides, in at most three times its time and a second."""
    theirs, found = record["plain"], record["ours"]
    if theirs["status"] not in _DECIDED:
        return True
    return found["status"] in _DECIDED and bool(found["seconds"] <= 3 * theirs["seconds"] + 1)


def _measured(name: str, method: str, limit: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.decide", name, "--method", method, "--limit", str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- our own command
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    main()
