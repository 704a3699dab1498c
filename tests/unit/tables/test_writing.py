"""Files and folders are written whole or not at all, and who could not write them is named."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from teamforge.tables.saving import save
from teamforge.tables.writing import write_folder

FILES = {"peers.csv": [b"peer_id\n"], "challenge.toml": [b"x"]}


def test_what_a_killed_command_left_is_no_reason_to_refuse_the_folder(tmp_path: Path) -> None:
    """The folder looks empty."""
    place = tmp_path / "pool"
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from teamforge.tables.writing import write_folder\n"
        "def slow():\n"
        "    yield b'peer_id'\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(600)\n"
        "write_folder(Path(sys.argv[1]), {'peers.csv': slow()})\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, place], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        os.kill(process.pid, signal.SIGKILL)
    assert [path.name[:12] for path in place.iterdir()] == [".unfinished-"]
    write_folder(place, FILES)
    assert sorted(path.name for path in place.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", ["peers.csv", ".hidden", ".unfinished-file"])
def test_a_folder_that_holds_anything_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / ".unfinished-abc").mkdir()
    with pytest.raises(FileExistsError):
        write_folder(tmp_path, FILES)
    assert (tmp_path / ".unfinished-abc").is_dir()


def full() -> Iterator[bytes]:
    """What is written when the disk is full: the error by itself names no file."""
    yield b"x"
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_names_the_file_of_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left") as caught:
        write_folder(tmp_path / "pool", {"peers.csv": full()})
    assert caught.value.filename == str(tmp_path / "pool" / "peers.csv")
    assert list((tmp_path / "pool").iterdir()) == []


def test_a_full_disk_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    (tmp_path / "a.json").write_text("before", "utf-8")
    with pytest.raises(OSError, match="No space left") as caught:
        save(tmp_path / "a.json", b"after")
    assert caught.value.filename == str(tmp_path / "a.json")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_text("utf-8") == "before"


def test_a_folder_that_is_not_there_names_the_file_and_no_other(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        save(tmp_path / "none" / "a.json", b"x")
    assert caught.value.filename == str(tmp_path / "none" / "a.json")
