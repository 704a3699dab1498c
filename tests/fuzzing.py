"""
Fuzzing the readers: files with something changed, for a second by default and for two minutes with `--full`.

    uv run python -m tests.fuzzing --write    # two minutes a reader, recorded in FUZZ_RUN.md
"""

from __future__ import annotations

import datetime as dt
import io
import platform
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

__all__ = ["Watch", "changed", "changed_package", "fuzz"]

QUICK_SECONDS, SECONDS, FULL_SECONDS = 0.3, 1.0, 120.0
MOST_SECONDS = 20.0
"""Of the processor's time, for one file."""
MOST_KILOBYTES = 1_000_000
ROOT = Path(__file__).parent.parent
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
        self._end = time.monotonic() + (FULL_SECONDS if full else SECONDS if slow else QUICK_SECONDS)
        _forget_peak()
        self._before = _peak()
        self._files, self._longest = 0, 0.0

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def read(self, content: bytes) -> None:
        """Read one file; any error but `InputError` is passed on, and so is a file that takes too long."""
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
        self._request.node.user_properties.append(("fuzz", (self._files, self._longest, kilobytes)))


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
    """A plugin of pytest that keeps what each reader was given and how it ended."""

    def __init__(self) -> None:
        self.rows: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep one test; those that fuzz nothing have no figures."""
        figures = dict(report.user_properties).get("fuzz")
        if report.when != "call" or (figures is None and report.passed):
            return
        test = report.nodeid.removeprefix("tests/")
        if not isinstance(figures, tuple):
            self.rows.append(f"| `{test}` | **failed** | | |")
            return
        files, longest, kilobytes = figures
        self.rows.append(f"| `{test}` | {files:,} | {longest:.2f} | {kilobytes / 1000:,.0f} |")


def main(arguments: Sequence[str]) -> int:
    """Fuzz every reader for two minutes, and record the run with `--write`."""
    recording, start = _Recording(), time.monotonic()
    status = pytest.main(
        ["-q", "-p", "no:randomly", "--full", "--timeout=600", "-k", "fuzz", *READERS], plugins=[recording]
    )
    minutes = (time.monotonic() - start) / 60
    if "--write" in arguments:
        (Path(__file__).parent / "FUZZ_RUN.md").write_text(_report(recording.rows, minutes, int(status)), "utf-8")
    return int(status)


def _report(rows: Sequence[str], minutes: float, status: int) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pandas", "pyarrow", "python-calamine", "pydantic"))
    return "\n".join(
        [
            "# The readers' last full run",
            "",
            f"{dt.datetime.now(tz=dt.UTC):%d %B %Y}, commit {commit}, Python {platform.python_version()}, {libraries}.",
            "",
            f"**{len(rows)} readers, {'all passed' if status == 0 else 'some failed'}, in {minutes:.1f} minutes.**",
            "",
            "Made by `python -m tests.fuzzing --write`. Seconds are of the processor, for the file that took longest;",
            "megabytes are what the process grew by at most.",
            "",
            "| reader | files | longest, s | memory, MB |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
