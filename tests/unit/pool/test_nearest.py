"""The closest id, in pools of any size."""

from __future__ import annotations

import pytest

from teamforge.pool.nearest import Nearest

MANY = [f"PEER-{number:05}" for number in range(0, 200_000, 7)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("peer-00007", "PEER-00007"),
        ("PEER00007", "PEER-00007"),
        ("PEER-7", "PEER-00007"),
        ("PEER-000007", "PEER-00007"),
        ("PEER-00070 ", "PEER-00070"),
        ("PERE-00007", "PEER-00007"),
        ("PER-00007", "PEER-00007"),
        ("PEEER-00007", "PEER-00007"),
        ("PEAR-00007", "PEER-00007"),
        ("zebra", None),
        ("", None),
        ("P" * 5_000, None),
    ],
)
def test_among_many(text: str, found: str | None) -> None:
    assert Nearest(MANY)(text) == (f"did you mean {found!r}?" if found else "")


@pytest.mark.parametrize(("text", "found"), [("p1", "P1"), ("0007", "007"), ("nieghbour", "neighbour"), ("x", None)])
def test_among_few(text: str, found: str | None) -> None:
    assert Nearest(["P1", "007", "neighbour"])(text) == (f"did you mean {found!r}?" if found else "")


def test_of_many_texts_the_first_have_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    """8,000 unknown hosts took two seconds: each was compared with every organisation."""
    asked: list[str] = []

    def ask(_: Nearest, text: str) -> str:
        asked.append(text)
        return ""

    monkeypatch.setattr(Nearest, "__call__", ask)
    assert list(Nearest(["P1"]).hints(f"Q{number // 2}" for number in range(8_000))) == asked
    assert asked == [f"Q{number}" for number in range(20)]


def test_among_none() -> None:
    assert Nearest([])("x") == ""
