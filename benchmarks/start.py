"""
Whole commands beside pandas, in one run: what starting costs, and a large pool.

    python -m benchmarks.start --given ../shared/data/lga-2200 [--large FOLDER] [--larger FOLDER] [--runs 10]

Each command is a process of its own, in turn with the others. Times are user and system seconds: ratios mean something
on any machine, seconds do not. The reference of small commands is `import pandas`, that of a large pool `read_csv` of
its tables, that of a larger one the command on the large one. The large commands keep what each phase took of the wall
time, and one small command what each package took of its imports. Bytecode is kept, as it is where somebody installs
the package. Records are kept in `results/start.jsonl`. README.md has the figures that are to be reached.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.process import Allowance, Ended, run
from benchmarks.records import Record, Records, circumstances

COMMANDS = Path(__file__).parent / "results" / "start.jsonl"
"""Where the records are that the docs are made from."""
REFERENCES = ("import pandas", "pandas.read_csv")
_LIBRARIES = ("numpy", "typer, pydantic", "rich.console, rich.table", "ortools.linear_solver.pywraplp")
"""What `compose` cannot do without."""
PHASES = {"read": "read_pool", "conflicts": "prepare", "compile": "compile", "search": "search"}
"""The phases of a large command, as the log calls them; what comes before and after them is added."""
IMPORTS = ("numpy", "pydantic", "typer", "ortools", "teamforge")
"""The packages whose imports are measured one by one; the others are measured together."""
_OF = {"pydantic_core": "pydantic", "annotated_types": "pydantic", "typing_inspection": "pydantic"}
_GENEROUS = Allowance(3_600.0, 12 * 2**30)
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
    log: Path | None = None


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
    parser.add_argument("--larger", type=Path, help="the same of Parquet files, ten times as large")
    parser.add_argument("--runs", type=int, default=10, help="of each small command, a third for a large pool")
    asked = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    small = _small(asked.given)
    _measured(small, 1)  # so that bytecode is there
    found = _measured(small, asked.runs)
    if asked.large is not None:
        with tempfile.TemporaryDirectory() as folder:
            large = _large(asked.large, Path(folder))
            found += _measured(large, max(1, asked.runs // 3))
            if asked.larger is not None:
                found += _measured(_larger(asked.larger, Path(folder)), 1)
    one = next(record for record in found if record["case"].startswith("compose"))
    imports = {"imports": imports_of(_timed(small[one["case"]]))}
    found = [{**record, **imports} if record is one else record for record in found]
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
    csv = str(given / "pool")
    if run([sys.executable, "-c", _AS_PARQUET, csv, str(folder)], _GENEROUS).status:
        sys.exit("the pool could not be written as Parquet")
    commands = {reference: Whole([sys.executable, "-c", _READ_CSV, csv], reference)}
    for kind, pool in (("CSV", csv), ("Parquet", str(folder))):
        commands[f"compose from {kind}"] = _composing(pool, given, folder / f"{kind}.log", reference)
    return commands


def _larger(given: Path, folder: Path) -> Mapping[str, Whole]:
    """Return the command on a pool ten times as large."""
    reference = "compose from Parquet"
    return {f"{reference}, ten times": _composing(str(given / "pool"), given, folder / "larger.log", reference)}


def _composing(pool: str, given: Path, log: Path, reference: str) -> Whole:
    teamforge = [sys.executable, "-m", "teamforge", "--log", str(log), "compose", pool, str(given / "challenge.toml")]
    return Whole([*teamforge, "--format", "json", "--time-limit", "3600"], reference, log)


def _timed(command: Whole) -> str:
    """Return what Python says of the imports of a command."""
    python, *rest = command.words
    return subprocess.run([python, "-X", "importtime", *rest], capture_output=True, text=True, check=True).stderr  # noqa: S603 -- ours


def imports_of(told: str) -> dict[str, float]:
    r"""
    Return the share of each package in the time of all imports, from what ``python -X importtime`` tells.

    Examples
    --------
    >>> found = imports_of("import time:   300 |   400 | numpy.core\nimport time: 100 | 100 |   pydantic_core.x\n")
    >>> found["numpy"], found["pydantic"], found["others"]
    (0.75, 0.25, 0.0)
    """
    spent = dict.fromkeys((*IMPORTS, "others"), 0)
    for own, name in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\w+)", told):
        package = _OF.get(name, name)
        spent[package if package in IMPORTS else "others"] += int(own)
    return {package: each / sum(spent.values()) for package, each in spent.items()}


def phases_of(log: str, seconds: float) -> dict[str, float]:
    r"""
    Return the share of each phase in the wall time of a command, from its log.

    Examples
    --------
    >>> log = "INFO read_pool seconds=4.0\nDEBUG prepare seconds=1.0\nDEBUG compile seconds=1.0\n"
    >>> phases_of(log + "DEBUG search seconds=1.0\nINFO compose seconds=5.0\n", 10.0)
    {'start': 0.1, 'read': 0.4, 'conflicts': 0.1, 'compile': 0.1, 'search': 0.1, 'digest and check': 0.2}
    """
    lines = re.findall(r"(?:INFO|DEBUG) (\w+).* seconds=([\d.]+)$", log, re.MULTILINE)
    took = {name: float(spent) for name, spent in lines}
    phases = {name: took[called] for name, called in PHASES.items()}
    solving = sum(phases.values()) - phases["read"]
    before = seconds - took["read_pool"] - took["compose"]
    spent = {"start": before, **phases, "digest and check": took["compose"] - solving}
    return {name: each / seconds for name, each in spent.items()}


def _measured(commands: Mapping[str, Whole], runs: int) -> list[Record]:
    """Run the commands in turn, and return one record per command."""
    ends: dict[str, list[Ended]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            if command.log is not None:
                command.log.unlink(missing_ok=True)
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
            **_phases(commands[name], each[-1]),
            **circumstances(),
        }
        for name, each in ends.items()
    ]


def _phases(command: Whole, ended: Ended) -> Record:
    return {} if command.log is None else {"phases": phases_of(command.log.read_text("utf-8"), ended.seconds)}


if __name__ == "__main__":
    main()
