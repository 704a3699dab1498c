"""A writer of the history is killed at any moment: nothing that was acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = 200
ROWS = 20
SCRIPT = """
import os, random, signal, sys, time
from datetime import date
from pathlib import Path
from teamforge.assignments import Assignment, add_rows
from teamforge.pool.reading import read_pool

folder, rounds, rows = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(7)
log, acknowledged, unsure, totals = folder / "assignments.csv", set(), [], [0, 0]

def batch(name):
    day = date(2027, 4, 13)
    return [Assignment("c", "vcs", f"P{n}", "H", day, day, "released", date(2027, 1, 11), "", f"{name}-{n}")
            for n in range(rows)]

started = time.monotonic()
add_rows(folder, lambda now: batch("first"))
one = time.monotonic() - started

for number in range(rounds):
    if number % 20 == 0:  # a long log is slow to read, and shows nothing more
        log.unlink(missing_ok=True)
        acknowledged, unsure = set(), []
    read, write = os.pipe()
    child = os.fork()
    if not child:
        for step in range(10_000):
            os.write(write, f"begin {number}.{step}\\n".encode())
            add_rows(folder, lambda now: batch(f"{number}.{step}"))
            os.write(write, f"done {number}.{step}\\n".encode())
    os.close(write)
    told = b""
    while number % 2 and b"done" not in told:  # every other time not before a command was acknowledged
        told += os.read(read, 4096)
    time.sleep(chance.uniform(0.0, 2.5 * one))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = (told.decode() + os.fdopen(read).read()).split("\\n")
    done = {line[5:] for line in told if line.startswith("done ")}
    begun = [line[6:] for line in told if line.startswith("begin ") and line[6:] not in done]
    acknowledged |= done
    unsure += begun
    totals = [totals[0] + len(done), totals[1] + len(begun)]
    counts = {}
    for line in log.read_text().splitlines()[1:] if log.exists() else ():
        cells = line.split(",")
        assert len(cells) == 10, line
        counts.setdefault(cells[-1].rpartition("-")[0], []).append(cells[-1])
    for name, notes in counts.items():
        assert len(set(notes)) == len(notes) == rows, (name, len(notes))
    assert acknowledged <= counts.keys() <= acknowledged | set(unsure), number
    if log.exists():
        assert len(read_pool(folder).assignments) == rows * len(counts)
print(*totals)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no fork, and no SIGKILL")
def test_two_hundred_kills(tmp_path: Path) -> None:
    """After each kill the file has whole commands alone, all that were acknowledged, and each once."""
    peers = "".join(f"P{number},vcs_leader,H\n" for number in range(ROWS))
    (tmp_path / "peers.csv").write_text(f"peer_id,roles,organisation_id\n{peers}")
    script = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(tmp_path), str(ROUNDS), str(ROWS)]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    acknowledged, interrupted = map(int, done.stdout.split())
    assert acknowledged >= ROUNDS // 2
    assert interrupted > ROUNDS // 2
