"""
Whole commands beside pandas, in one run: what starting costs, and a large pool.

    python -m benchmarks.start --given ../shared/data/lga-2200 [--large POOL] [--runs 10]

Each command is a process of its own, in turn with the others. Times are user and system seconds: ratios mean something
on any machine, seconds do not. The reference of small commands is `import pandas`, that of a large pool `read_csv` of
its tables. Bytecode is kept, as it is where somebody installs the package. Records are kept in `results/start.jsonl`.
README.md has the figures that are to be reached.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.process import Allowance, Ended, run
from benchmarks.records import Record, Records, circumstances

__all__ = ["COMMANDS", "REFERENCES", "ratio"]

COMMANDS = Path(__file__).parent / "results" / "start.jsonl"
"""Where the records are that the docs are made from."""
REFERENCES = ("import pandas", "pandas.read_csv")
_LIBRARIES = ("numpy", "typer, pydantic", "rich.console, rich.table", "ortools.linear_solver.pywraplp")
"""What `compose` cannot do without."""
_GENEROUS = Allowance(1_800.0, 20e9)
_READ_CSV = """
import pandas as pd, pathlib, sys
read = dict(dtype=str, engine="c", keep_default_na=False)
kept = [pd.read_csv(path, **read) for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv"))]
"""
_AS_PARQUET = """
import pathlib, sys, pyarrow
from pyarrow import csv, parquet
for path in pathlib.Path(sys.argv[1]).glob("*.csv"):
    names = path.open(encoding="utf-8").readline().strip().split(",")
    texts = csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=True)
    parquet.write_table(csv.read_csv(path, convert_options=texts), f"{sys.argv[2]}/{path.stem}.parquet")
"""


@dataclass(frozen=True, slots=True)
class Whole:
    """A command, and what it is held against."""

    words: Sequence[str]
    reference: str


def ratio(record: Record, records: Sequence[Record], measure: str = "runs") -> float:
    """Return how many times the reference's time, or another measure of it, a command takes."""
    reference = next(each for each in records if each["case"] == record["reference"])
    ours, theirs = (float(median(each[measure])) for each in (record, reference))
    return ours / theirs


def main() -> None:
    """Measure, keep the records, and print one line per command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--given", type=Path, required=True, help="a folder with pool/ and challenges beside it")
    parser.add_argument("--large", type=Path, help="a folder with pool/ of CSV files and challenge.toml beside it")
    parser.add_argument("--runs", type=int, default=10, help="of each small command, a third for a large pool")
    asked = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    small = _small(asked.given)
    _measured(small, 1)  # so that bytecode is there
    found = _measured(small, asked.runs)
    if asked.large is not None:
        with tempfile.TemporaryDirectory() as folder:
            found += _measured(_large(asked.large, Path(folder)), max(1, asked.runs // 3))
    COMMANDS.unlink(missing_ok=True)
    for record in found:
        Records(COMMANDS).add(record)
        megabytes = median(record["memory"]) / 1e6
        print(f"{record['case']:28} {median(record['runs']):6.2f} s CPU  {ratio(record, found):5.2f}", end="  ")
        print(f"{megabytes:6.0f} MB  {ratio(record, found, 'memory'):5.2f}")


def _small(given: Path) -> Mapping[str, Whole]:
    reference, _ = REFERENCES
    teamforge = [sys.executable, "-m", "teamforge"]
    commands = {reference: [sys.executable, "-c", reference]}
    commands |= {f"import {each}": [sys.executable, "-c", f"import {each}"] for each in _LIBRARIES}
    commands["--help"] = [*teamforge, "--help"]
    for challenge in sorted(given.glob("*.toml")):
        for verb in ("compose", "check"):
            commands[f"{verb} {challenge.stem}"] = [*teamforge, verb, str(given / "pool"), str(challenge)]
    return {name: Whole(command, reference) for name, command in commands.items()}


def _large(given: Path, folder: Path) -> Mapping[str, Whole]:
    """Return the commands on a large pool, which is written as Parquet too."""
    _, reference = REFERENCES
    compose = [sys.executable, "-m", "teamforge", "compose"]
    rest = [str(given / "challenge.toml"), "--format", "json"]
    csv = str(given / "pool")
    if run([sys.executable, "-c", _AS_PARQUET, csv, str(folder)], _GENEROUS).status:
        sys.exit("the pool could not be written as Parquet")
    commands = {reference: [sys.executable, "-c", _READ_CSV, csv]}
    commands |= {
        f"compose from {kind}": [*compose, pool, *rest] for kind, pool in (("CSV", csv), ("Parquet", str(folder)))
    }
    return {name: Whole(command, reference) for name, command in commands.items()}


def _measured(commands: Mapping[str, Whole], runs: int) -> list[Record]:
    """Run the commands in turn, and return one record per command."""
    ends: dict[str, list[Ended]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            ended = run(command.words, _GENEROUS)
            if ended.status:
                sys.exit(f"{name} ended with {ended.status}: {ended.errors}")
            ends[name].append(ended)
    return [
        {
            "case": name,
            "reference": commands[name].reference,
            "runs": [ended.cpu for ended in each],
            "memory": [ended.peak_memory for ended in each],
            **circumstances(),
        }
        for name, each in ends.items()
    ]


if __name__ == "__main__":
    main()
