"""
Fuzzing the readers: files with something changed, for a second by default and for two minutes with `--full`.

    uv run python -m tests.fuzzing --write             # two minutes a reader, recorded in FUZZ_RUN.md
    uv run python -m tests.fuzzing --write --jobs 2    # two readers at a time

The record is written anew after each reader, so that a run that is cut short leaves what it found. The file on which a
reader fails, hangs or dies is left in the folder `.fuzz`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import platform
import re
import resource
import subprocess
import sys
import time
import warnings
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from random import Random

import pytest

from teamforge.errors import InputError

QUICK_SECONDS, SECONDS, FULL_SECONDS = 0.3, 1.0, 120.0
"""How long each reader reads: as a quick test, with `--slow`, and with `--full` (or as `FUZZ_SECONDS` says)."""
MOST_SECONDS = 20.0
"""Of the processor's time, for one file."""
MOST_KILOBYTES = 1_000_000
ROOT = Path(__file__).parent.parent
RECORD = ROOT / "tests/FUZZ_RUN.md"
LEFT = ROOT / ".fuzz"
"""Where the file that a reader reads lies, by the name of its test; removed once all of them were read."""
READERS = (
    "tests/unit/tables/test_readers_fuzz.py",
    "tests/unit/tables/calendars/test_fuzz.py",
    "tests/unit/challenge/test_readers_fuzz.py",
    "tests/unit/records/test_fuzz.py",
    "tests/unit/workbook/test_team_fuzz.py",
    "tests/unit/challenge/programme/test_fuzz.py",
    "tests/unit/project/test_fuzz.py",
)


class Watch:
    """Reads files: each gives an answer or an `InputError`, in bounded time and memory, until the time is up."""

    def __init__(self, request: pytest.FixtureRequest, read: Callable[[bytes], object]) -> None:
        self._request, self._read = request, read
        full, slow = (request.config.getoption(option) for option in ("--full", "--slow"))
        fully = float(os.environ.get("FUZZ_SECONDS", FULL_SECONDS))
        self._end = time.monotonic() + (fully if full else SECONDS if slow else QUICK_SECONDS)
        _forget_peak()
        self._before = _peak()
        self._files, self._longest = 0, 0.0
        self._left = left_by(request.node.nodeid)
        LEFT.mkdir(exist_ok=True)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def read(self, content: bytes) -> None:
        """Read one file; any error but `InputError` is passed on, and so is a file that takes too long."""
        self._left.write_bytes(content)  # before it is read: a process that dies can leave nothing any more
        began = time.process_time()
        with suppress(InputError):
            self._read(content)
        took = time.process_time() - began
        self._files, self._longest = self._files + 1, max(self._longest, took)
        assert took < MOST_SECONDS

    def finish(self) -> None:
        """Hold the memory against its bound, and say what was read."""
        kilobytes = _peak() - self._before
        assert kilobytes < MOST_KILOBYTES
        self._left.unlink(missing_ok=True)
        self._request.node.user_properties.append(("fuzz", (self._files, self._longest, kilobytes)))


def left_by(test: str) -> Path:
    """Return where the file that a test reads lies while it is read."""
    return LEFT / re.sub(r"[^A-Za-z0-9]+", "-", test.removeprefix("tests/")).strip("-")


def fuzz(request: pytest.FixtureRequest, draw: Callable[[Random], bytes], read: Callable[[bytes], object]) -> None:
    """
    Read drawn files until the time is up.

    What is drawn depends on its number alone, so that a failure can be repeated with `draw(Random(number))`.
    """
    watch, number = Watch(request, read), 0
    while not watch.over:
        try:
            watch.read(draw(Random(number)))
        except BaseException as error:
            error.add_note(f"the file drawn with Random({number})")
            raise
        number += 1
    watch.finish()


def _peak() -> int:
    """The most kilobytes that this process held, on Linux since `_forget_peak`."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(status.split("VmHWM:")[1].split()[0])


def _forget_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return  # the peak of everything before counts too: a bound that is easier to meet


def changed(rng: Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of some files with a few pieces of it replaced, repeated, moved or left out."""
    raw = bytearray(rng.choice(seeds))
    for _ in range(rng.randint(1, 6)):
        start = rng.randint(0, len(raw))
        end = min(len(raw), start + rng.choice([0, 1, 1, 2, 8, 64]))
        match rng.randrange(5):
            case 0:
                raw[start:end] = rng.randbytes(end - start)
            case 1:
                raw[start:end] = rng.choice(words)
            case 2:
                raw[start:end] = raw[start:end] * rng.choice([0, 2, 3, 1000])
            case 3:
                raw[start:end] = rng.choice(seeds)[: rng.randint(0, 200)]
            case _:
                raw[start:end] = str(rng.choice([0, -1, 2**31, 2**64, 10**400, 1e308])).encode()
    return bytes(raw)


def changed_package(rng: Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of some zip files with something changed in its bytes, or in one of its parts or their names."""
    raw = rng.choice(seeds)
    if not rng.randrange(4):
        return changed(rng, [raw], words)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    place = rng.randrange(len(parts))
    name, content = parts[place]
    match rng.randrange(6):
        case 0:
            del parts[place]
        case 1:
            parts.append((name, rng.choice(parts)[1]))
        case 2:
            parts[place] = (rng.choice([name.upper(), name.replace("/", "\\"), "/" + name, name + "x"]), content)
        case _:
            parts[place] = (name, changed(rng, [content], words))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a part may be there twice
        for name, content in parts:
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, content)
    return file.getvalue()


class _Recording:
    """A plugin of pytest that keeps what each reader was given and how it ended, and records it if asked to."""

    def __init__(self, record: Path | None, how: str) -> None:
        self.rows: list[str] = []
        self.failed = 0
        self._record, self._how, self._start = record, how, time.monotonic()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep one test; those that fuzz nothing have no figures."""
        figures = dict(report.user_properties).get("fuzz")
        if not report.failed and (report.when != "call" or figures is None):
            return
        test = report.nodeid.removeprefix("tests/")
        if report.failed or not isinstance(figures, tuple):
            self.failed += 1
            left = left_by(report.nodeid)
            where = f"`{left.relative_to(ROOT)}`" if left.exists() else "no file"
            self.rows.append(f"| `{test}` | **failed**: {where} | | |")
        else:
            files, longest, kilobytes = figures
            self.rows.append(f"| `{test}` | {files:,} | {longest:.2f} | {kilobytes / 1000:,.0f} |")
        if self._record is not None:
            minutes = (time.monotonic() - self._start) / 60
            self._record.write_text(_report(sorted(self.rows), minutes, self.failed, self._how), "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Fuzz every reader for two minutes, and record the run with `--write`."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("--write", action="store_true", help="record the run in FUZZ_RUN.md")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many readers at a time")
    parser.add_argument("--seconds", type=float, default=FULL_SECONDS, metavar="N", help="how long each reads")
    given = parser.parse_args(arguments)
    how = f"{given.seconds:g} seconds each, {given.jobs} at a time"
    recording = _Recording(RECORD if given.write else None, how)
    shared = ["-n", str(given.jobs if given.jobs > 1 else 0), "--dist", "load", "--maxschedchunk", "1"]
    os.environ["FUZZ_SECONDS"] = str(given.seconds)
    return int(
        pytest.main(
            ["-q", "-p", "no:randomly", "--full", f"--timeout={given.seconds + 480}", *shared, "-k", "fuzz", *READERS],
            plugins=[recording],
        )
    )


def _report(rows: Sequence[str], minutes: float, failed: int, how: str) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    ended = f"{failed} failed" if failed else "all passed"
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pandas", "pyarrow", "python-calamine", "pydantic"))
    return "\n".join(
        [
            "# The readers' last run",
            "",
            f"{dt.datetime.now(tz=dt.UTC):%d %B %Y}, commit {commit}, Python {platform.python_version()}, {libraries}.",
            "",
            f"**{len(rows)} readers, {ended}, in {minutes:.1f} minutes: {how}.**",
            "",
            "Made by `python -m tests.fuzzing --write`, which writes it anew after each reader. Seconds are of the",
            "processor, for the file that took longest; megabytes are what the process grew by at most.",
            "",
            "| reader | files | longest, s | memory, MB |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
