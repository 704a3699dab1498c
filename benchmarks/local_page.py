"""
How quickly the local page answers: from the command to the first page, and every kind of click.

    python -m benchmarks.local_page --given ../shared/data/lga-2200

Each click begins with another draft, so that no answer is known before it is asked. Beside the time on the clock stands
the time that the server's threads ran, which a busy machine lengthens less. A record a kind of click is appended to
`benchmarks/results/local_page.jsonl`. What goes on while somebody reads already, the rest of the list of dates and the
picture of conflicts, is measured by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

RESULTS = Path(__file__).parent / "results" / "local_page.jsonl"
CHALLENGE = "blackpool-2027"
MEANWHILE = ("dates, all", "picture")
"""What goes on while somebody reads already: no click waits for it."""


class Taken(NamedTuple):
    """The seconds of an answer: on the clock until its last byte, and those that the server's threads ran."""

    clock: float
    ran: float


class Visitor:
    """Whoever clicks: keeps the cookie, and times each answer."""

    def __init__(self, address: str, server: int) -> None:
        parts = urlsplit(address)
        self.server = Path(f"/proc/{server}/task")
        self.host = parts.netloc
        self.connection = HTTPConnection(self.host, timeout=300)
        self.headers = {"origin": f"http://{self.host}", "content-type": "application/x-www-form-urlencoded"}
        cookie = self.ask("GET", f"/?{parts.query}")[2]
        self.headers["cookie"] = cookie.partition(";")[0]

    def ran(self) -> float:
        """Return the seconds that the server's threads ran so far; 0 where the system does not say."""
        return sum(int((each / "schedstat").read_text().split()[0]) for each in self.server.glob("*")) / 1e9

    def watch(self, path: str, seen: bytes) -> Iterator[Taken]:
        """Yield the seconds until a piece of a page is there, and until all of it is."""
        before, begun = self.ran(), time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer, text = self.connection.getresponse(), b""
        while seen not in text:
            text += answer.read1()
        yield Taken(time.perf_counter() - begun, self.ran() - before)
        answer.read()
        yield Taken(time.perf_counter() - begun, self.ran() - before)

    def ask(self, method: str, path: str, **fields: str) -> tuple[Taken, str, str]:
        """Return the seconds that it took, the text, and what a cookie or a redirect says."""
        before, begun = self.ran(), time.perf_counter()
        self.connection.request(method, path, urlencode(fields) if fields else None, self.headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        taken = Taken(time.perf_counter() - begun, self.ran() - before)
        if not answer.status < HTTPStatus.BAD_REQUEST:
            raise SystemExit(f"{method} {path} {fields}: {answer.status}\n{re.sub('<[^>]+>', ' ', text)[:600]}")
        return taken, text, answer.getheader("set-cookie") or answer.getheader("location") or ""


@contextmanager
def page_of(folder: Path) -> Iterator[tuple[Visitor, float, float]]:
    """Open a folder; yield a visitor, and the seconds until the address and until the first page."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "teamforge", "open", str(folder), "--no-browser"]
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, **streams) as process:  # noqa: S603 -- our own command
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            printed = time.perf_counter() - begun
            visitor = Visitor(address, process.pid)
            visitor.ask("GET", "/")
            yield visitor, printed, time.perf_counter() - begun
        finally:
            process.kill()


def clicks(visitor: Visitor, rounds: int) -> Iterator[tuple[str, Taken]]:
    """Yield each click with its seconds; a step is a form and the page that it leads to."""
    base = {"challenge": CHALLENGE, "draft": "file"}
    draft = base

    def shown(kind: str, path: str, **fields: str) -> tuple[str, Taken]:
        return kind, visitor.ask("GET", f"/{path}?{urlencode({**draft, **fields})}")[0]

    def step(kind: str, **fields: str) -> Iterator[tuple[str, Taken]]:
        nonlocal draft
        first, _, led = visitor.ask("POST", "/try", **draft, **fields)
        then = visitor.ask("GET", led)[0]
        draft = {**base, "draft": led.partition("draft=")[2]}
        yield kind, Taken(first.clock + then.clock, first.ran + then.ran)

    text = visitor.ask("GET", f"/team?{urlencode(base)}")[1]
    weights = dict(re.findall(r'name="(weight:[^"]+)"[^>]*value="(\d+)"', text))
    seats = re.findall(r"seat\?[^\"]*seat=(\w+)", text)
    for number in range(rounds):
        draft = base
        members = re.findall(r"/peer\?[^\"]*peer=(\w+)", visitor.ask("GET", f"/team?{urlencode(draft)}")[1])
        theme = list(weights)[number % len(weights)]
        moved = {**weights, theme: str((int(weights[theme]) + 1 + number // len(weights)) % 11)}
        yield "slider", visitor.ask("POST", "/look", **draft, **moved)[0]
        yield from step("exclude", what="exclude", peer=members[number % len(members)], reason=f"round {number}")
        seat = seats[number % len(seats)]
        yield shown("seat", "seat", seat=seat)
        reserves = visitor.ask("GET", f"/seat?{urlencode({**draft, 'seat': seat})}")[1]
        others = re.findall(r'name="seat" value="(\w+)"><input type="hidden" name="peer" value="(\w+)"', reserves)
        if others:
            yield from step("put in", what="pin", seat=others[0][0], peer=others[-1][1])
        yield from step("weigh", what="weigh", **moved)
        yield shown("undo", "team")
        dates = f"/dates?{urlencode(draft)}"
        yield from zip(("dates", "dates, all"), visitor.watch(dates, b'<th scope="row">'), strict=True)
        yield "search", visitor.ask("POST", "/peer", **draft, who=f"Peer {number}")[0]
        yield shown("waive", "waive", peer=members[number % len(members)], rule="neighbour")
        yield shown("peer", "peer", peer=f"P{number * 37 % 2000 + 1:07}")
        yield shown("conflicts", "conflicts")
        yield shown("picture", "conflicts.svg")
        yield shown("data", "data")
        yield shown("answers", "answers")
        yield shown("season", "")


def main() -> None:
    """Measure, show, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--given", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    seconds: dict[str, list[Taken]] = {}
    with page_of(given.given) as (visitor, printed, first):
        for kind, taken in clicks(visitor, given.rounds):
            seconds.setdefault(kind, []).append(taken)
    every = [taken for kind, own in seconds.items() if kind not in MEANWHILE for taken in own]
    load, now = os.getloadavg()[0], datetime.now(UTC).isoformat(timespec="seconds")
    print(f"address after {printed:.2f} s, first page after {first:.2f} s, load {load:.1f}")
    with RESULTS.open("a", encoding="utf-8") as file:
        for kind, own in {**seconds, "every click": every}.items():
            marks = [quantiles(each, n=20, method="inclusive") for each in zip(*own, strict=True)]
            record: dict[str, Any] = {
                "click": kind,
                "count": len(own),
                **{name: round(marks[0][place], 4) for name, place in (("median", 9), ("p95", 18))},
                **{name: round(marks[1][place], 4) for name, place in (("median_ran", 9), ("p95_ran", 18))},
                "address": round(printed, 2),
                "first_page": round(first, 2),
                "load": round(load, 1),
                "at": now,
            }
            shown = "  ".join(f"{name} {value * 1000:4.0f} ms" for name, value in list(record.items())[2:6])
            print(f"{kind:12} {len(own):4}  {shown}")
            file.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
