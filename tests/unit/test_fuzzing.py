"""The fuzzing itself: what a reader fails on is left, and the record says so."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from teamforge.errors import InputError
from tests import fuzzing


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Return where the file that this test reads lies while it is read."""
    monkeypatch.setattr(fuzzing, "ROOT", tmp_path)
    monkeypatch.setattr(fuzzing, "LEFT", tmp_path / "left")
    return fuzzing.left_by(request.node.nodeid)


def test_a_reader_that_fails_leaves_its_file(request: pytest.FixtureRequest, left: Path) -> None:
    """With the number that draws it again."""

    def read(content: bytes) -> None:
        assert left.read_bytes() == content
        if content > b"\xf0":
            raise ZeroDivisionError
        raise InputError([])

    def draw(rng: Random) -> bytes:
        return rng.randbytes(4)

    with pytest.raises(ZeroDivisionError) as caught:
        fuzzing.fuzz(request, draw, read)
    (note,) = caught.value.__notes__
    number = int(note.partition("Random(")[2].rstrip(")"))
    assert left.read_bytes() == draw(Random(number)) > b"\xf0"


def test_readers_that_fail_nowhere_leave_nothing(request: pytest.FixtureRequest, left: Path) -> None:
    """Their figures are kept instead."""
    fuzzing.fuzz(request, lambda rng: rng.randbytes(4), len)
    assert not left.exists()
    ((name, (files, _, _)),) = request.node.user_properties
    assert (name, files > 0) == ("fuzz", True)


def test_the_record_is_written_after_each_reader(left: Path, tmp_path: Path) -> None:
    """With figures, or with the file that is left."""
    record = tmp_path / "RUN.md"
    recording = fuzzing._Recording(record, "2 seconds each, 1 at a time")

    def report(test: str, outcome: str, *figures: tuple[str, object]) -> pytest.TestReport:
        return pytest.TestReport(test, ("", 0, ""), {}, outcome, None, "call", user_properties=figures)  # type: ignore[arg-type]

    recording.pytest_runtest_logreport(report("tests/a.py::test_b", "passed", ("fuzz", (1_234, 0.5, 3_000))))
    assert "| `a.py::test_b` | 1,234 | 0.50 | 3 |" in record.read_text("utf-8")
    assert "1 readers, all passed" in record.read_text("utf-8")
    fuzzing.LEFT.mkdir()
    fuzzing.left_by("tests/a.py::test_c[x y]").write_bytes(b"x")
    recording.pytest_runtest_logreport(report("tests/a.py::test_c[x y]", "failed"))
    recording.pytest_runtest_logreport(report("tests/a.py::test_no_reader", "passed"))
    text = record.read_text("utf-8")
    assert "| `a.py::test_c[x y]` | **failed**: `left/a-py-test-c-x-y` | | |" in text
    assert "2 readers, 1 failed" in text
    assert not left.exists()
