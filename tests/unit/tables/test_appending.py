"""Lines at the end of a file: whole, one writer after another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from teamforge.tables.appending import append, locked


def test_lines_stand_behind_what_is_there(tmp_path: Path) -> None:
    """Also where an editor left the last line without its end, and where a killed writer left its file behind."""
    log = tmp_path / "log.csv"
    (tmp_path / ".log.csv.next").write_text("left behind by somebody who was killed, and much longer than the rest")
    append(log, b"a,b\n")
    log.write_bytes(log.read_bytes() + b"1,2")
    log.chmod(0o640)
    append(log, b"3,4\n")
    assert log.read_bytes() == b"a,b\n1,2\n3,4\n"
    assert log.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [log]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that it leads to is written."""
    (tmp_path / "there.csv").write_bytes(b"a\n")
    (tmp_path / "here.csv").symlink_to(tmp_path / "there.csv")
    append(tmp_path / "here.csv", b"b\n")
    assert (tmp_path / "there.csv").read_bytes() == b"a\nb\n"
    assert (tmp_path / "here.csv").is_symlink()


def test_what_cannot_be_written_is_as_it_was(tmp_path: Path) -> None:
    """The error names the file that was meant."""
    log = tmp_path / "log.csv"
    log.write_bytes(b"a\n")
    (tmp_path / ".log.csv.next").mkdir()
    with pytest.raises(OSError, match=r"log\.csv") as caught:
        append(log, b"b\n")
    assert str(caught.value.filename) == str(log)
    assert log.read_bytes() == b"a\n"


def test_a_second_writer_waits(tmp_path: Path) -> None:
    """Until the first has let go, whatever it does meanwhile."""
    log = tmp_path / "log.csv"
    code = (
        "import sys\nfrom pathlib import Path\nfrom teamforge.tables.appending import append, locked\n"
        "print('here', flush=True)\nwith locked(Path(sys.argv[1])):\n    append(Path(sys.argv[1]), b'second\\n')\n"
    )
    with locked(log):
        other = subprocess.Popen([sys.executable, "-c", code, str(log)], stdout=subprocess.PIPE)
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
        append(log, b"first\n")
    assert other.wait(60) == 0
    other.stdout.close()
    assert log.read_bytes() == b"first\nsecond\n"


@pytest.mark.parametrize("what", ["a pipe", "a device", "a folder"])
@pytest.mark.parametrize("name", ["log.csv.lock", ".log.csv.next"])
def test_nothing_waits_for_a_pipe_beside_the_file(tmp_path: Path, name: str, what: str) -> None:
    """What only stood in the way of the new file is replaced; a lock is never, for somebody may hold it."""
    place = tmp_path / name
    match what:
        case "a pipe":
            os.mkfifo(place)
        case "a device":
            place.symlink_to("/dev/full")
        case _:
            place.mkdir()

    def write() -> None:
        with locked(tmp_path / "log.csv"):
            append(tmp_path / "log.csv", b"first\n")

    if name.endswith(".next") and what != "a folder":
        write()
        assert (tmp_path / "log.csv").read_bytes() == b"first\n"
    else:
        with pytest.raises(OSError, match=r"folder|plain|directory|permitted") as caught:
            write()
        assert caught.value.filename in {str(tmp_path / "log.csv"), str(place)}
        assert not (tmp_path / "log.csv").exists()
