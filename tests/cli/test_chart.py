"""`teamforge chart`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.files import NAMES, PRIVATE

SLOW = [pytest.param(kind, marks=pytest.mark.slow) for kind in ("windows", "ledger", "availability", "use")]


@pytest.mark.parametrize("kind", ["coverage", "conflicts", *SLOW])
def test_each_kind(kind: str, command: Command, small: list[str], tmp_path: Path) -> None:
    """The file is written, the command says so, and nothing private is in it."""
    out = tmp_path / f"{kind}.html"
    done = command("chart", kind, *small, "--out", out)
    assert (done.status, done.out) == (0, f"wrote {out}\n")
    text = out.read_text("utf-8")
    assert not any(canary in text for canary in (*NAMES, *PRIVATE))


def test_options(command: Command, small: list[str], tmp_path: Path) -> None:
    """A seat, a peer, a region, a host: each changes what is drawn."""
    out = tmp_path / "x.svg"

    def drawn(kind: str, *options: str) -> str:
        assert command("chart", kind, *small, "--out", out, *options).status == 0
        return out.read_text("utf-8")

    assert drawn("availability") != drawn("availability", "--seat", "vcs")
    assert "no conflict of interest" in drawn("conflicts", "--peer", "V1")
    assert drawn("use") != drawn("use", "--by", "region")
    assert drawn("windows") != drawn("windows", "--audience", "host")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ledger", "--audience", "host", "--out", "x.svg"], "coverage and windows alone"),
        (["ledger", "--out", "x.bmp"], "svg, png, pdf, html"),
        (["availability", "--seat", "vxs", "--out", "x.svg"], "no seat has the id 'vxs'"),
        (["conflicts", "--peer", "Q9", "--out", "x.svg"], "no peer has the id or name 'Q9'"),
        (["pie", "--out", "x.svg"], "KIND"),
        (["ledger"], "--out"),
    ],
)
def test_bad_usage(arguments: list[str], said: str, command: Command, small: list[str]) -> None:
    """Standard error says so."""
    done = command("chart", arguments[0], *small, *arguments[1:])
    assert done.status == 2
    assert said in done.err


def test_without_a_team(command: Command, small: list[str], tmp_path: Path) -> None:
    """No picture, no file, and the exit status says why."""
    out = tmp_path / "x.svg"
    done = command("chart", "ledger", *small, "--time-limit", "0", "--out", out)
    assert (done.status, out.exists()) == (4, False)


def test_without_the_extra(command: Command, small: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    for module in [name for name in sys.modules if name.startswith(("teamforge.report.charts", "teamforge.charts"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.delattr("teamforge.report.charts", raising=False)
    monkeypatch.delattr("teamforge.charts", raising=False)
    monkeypatch.setitem(sys.modules, "altair", None)
    done = command("chart", "ledger", *small, "--out", tmp_path / "x.svg")
    assert done.status == 2
    assert "teamforge[charts]" in done.err
