"""
Measure the engine beside its rivals.

    python -m benchmarks --pools FOLDER --given FOLDER --records FILE [--resume] [--limit 600]
    python -m benchmarks --smoke

README.md beside this file says what is measured and how to read it. The exit status is 1 when a team is not valid,
two proofs contradict each other, or our own engine or command fails.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.cases import SIZES, Case, generated, given, hard, make
from benchmarks.hard import HARD
from benchmarks.plan import Plan, Terms
from benchmarks.records import Fault, Records, read
from benchmarks.rivals import RIVALS

_SMOKE = (300, 1_000)


def main() -> None:
    """Run the benchmark."""
    asked = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # and so ends what it has started
    try:
        if asked.smoke:
            _smoke(asked)
            return
        if asked.records.exists() and not asked.resume:
            sys.exit(f"{asked.records} exists: --resume goes on with it")
        cases = [
            generated(asked.pools, size, seed)
            for size in asked.sizes
            for seed in range(min(asked.seeds, SIZES.get(size, 1)))
        ]
        cases += given(asked.given) if asked.given else []
        cases += [hard(asked.pools, name, way.size) for name, way in HARD.items()] if asked.hard else []
        _carry_out(cases, Terms(asked.rivals, asked.limit, asked.memory * 1e9), asked.records, asked.register)
    except Fault as fault:
        sys.exit(f"error: {fault}")


def _smoke(asked: argparse.Namespace) -> None:
    """Measure everything once on tiny pools; whatever ends early fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = folder / "records.jsonl"
        terms = Terms(RIVALS, 20.0, asked.memory * 1e9, warm_size=_SMOKE[0], command_from=_SMOKE[-1], runs=1)
        _carry_out([generated(folder, size, seed=0) for size in _SMOKE], terms, records, asked.register)
        terms = replace(terms, rivals=("tight tuned",))
        _carry_out([hard(folder, way, _SMOKE[0]) for way in HARD], terms, records, asked.register)
        if early := [each["method"] for each in read(records) if each["outcome"] != "done"]:
            raise Fault(f"ended early: {', '.join(early)}")


def _carry_out(cases: list[Case], terms: Terms, records: Path, register: Path | None) -> None:
    plan = Plan(cases, terms, Records(records), lambda line: print(line, flush=True))
    plan.carry_out(lambda case: make(case, register))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    results = Path(__file__).parent / "results"
    parser.add_argument("--smoke", action="store_true", help="a minute at most, on tiny pools; keeps no records")
    parser.add_argument("--pools", type=Path, default=Path("build/pools"), help="where generated pools are kept")
    parser.add_argument("--given", type=Path, help="a folder with pool/ and challenges beside it: lga-2200")
    parser.add_argument("--register", type=Path, help="the organisations of generated pools")
    parser.add_argument("--records", type=Path, default=results / "records.jsonl")
    parser.add_argument("--resume", action="store_true", help="go on with records that are there")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--seeds", type=int, default=max(SIZES.values()), help="the most seeds of each size")
    parser.add_argument("--rivals", nargs="*", default=list(RIVALS), choices=RIVALS, metavar="RIVAL")
    parser.add_argument("--hard", action=argparse.BooleanOptionalAction, default=True, help="the hard cases too")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds to build and solve a compiled problem")
    parser.add_argument("--memory", type=float, default=20.0, help="GB that a process may have")
    return parser


if __name__ == "__main__":
    main()
