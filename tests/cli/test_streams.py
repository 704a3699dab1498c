"""Standard output and standard error of the real command: pipes, terminals, full disks, legacy encodings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import teamforge
from teamforge.demo import FOLDER

TEAMFORGE = [sys.executable, "-m", "teamforge"]
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "FORCE_COLOR"}}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [*TEAMFORGE, *arguments], capture_output=True, check=False, env={**ENVIRONMENT, **environment}, timeout=300
    )
    assert b"Traceback" not in done.stderr
    return done


def test_on_a_pipe_there_are_no_colours_no_progress_and_nothing_is_cut(small: list[str]) -> None:
    done = run("conflicts", *small, COLUMNS="40", FORCE_COLOR="1")
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout
    assert "Q1 — friendship, 2020-01-01… — Host Council (interests row 2)" in done.stdout.decode()
    assert not [line for line in done.stdout.decode().splitlines() if line != line.rstrip()]


SLOW = ("pandas", "numpy", "ortools", "networkx", "holidays", "rich", "narwhals")


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], (*SLOW, "pydantic", "typer", "dataclasses")),
        (["--version"], (*SLOW, "pydantic", "typer")),
        (["compose", "--help"], (*SLOW, "teamforge.cli.answers")),
        (["conflicts", "--help"], SLOW),
    ],
)
def test_help_loads_nothing_slow(arguments: list[str], unwanted: tuple[str, ...]) -> None:
    """The help is a file that is printed; the help of a command imports typer and little else."""
    code = (
        f"import sys; from teamforge.cli.running import run; assert run({arguments!r}) == 0\n"
        f"print(*[name for name in {unwanted!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stderr.split() == []


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["compose"], ("pandas", "networkx", "holidays", "narwhals")),
        (["why-not", "--peer", "P015"], ("pandas", "networkx", "holidays", "narwhals")),
        (["check"], ("pandas", "networkx", "holidays", "narwhals", "ortools")),
        (["verify"], ("pandas", "networkx", "holidays", "narwhals", "ortools")),
    ],
)
def test_commands_on_csv_load_what_they_need(tmp_path: Path, arguments: list[str], unwanted: tuple[str, ...]) -> None:
    """On the packaged example no command needs NetworkX, or pandas, which takes longer to import than all the rest."""
    given = [str(FOLDER / "pool"), str(FOLDER / "challenge.toml")]
    if arguments == ["verify"]:
        kept = tmp_path / "kept.json"
        teamforge.compose(*teamforge.load_demo()).save(kept)
        given = [str(kept), *given]
    whole = [arguments[0], *given, *arguments[1:]]
    code = (
        f"import sys; from teamforge.cli.running import run; status = run({whole!r}); assert status == 0, status\n"
        f"print(*[name for name in {unwanted!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr.split()) == (0, [])


def test_compose_on_parquet_loads_no_pandas(tmp_path: Path) -> None:
    """Arrow's own conversions would import it."""
    csv, parquet = pytest.importorskip("pyarrow.csv"), pytest.importorskip("pyarrow.parquet")
    for table in (FOLDER / "pool").glob("*.csv"):
        parquet.write_table(csv.read_csv(table), tmp_path / f"{table.stem}.parquet")
    whole = ["compose", str(tmp_path), str(FOLDER / "challenge.toml")]
    code = (
        f"import sys; from teamforge.cli.running import run; assert run({whole!r}) == 0\n"
        "print(*[name for name in ('pandas', 'narwhals') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr.split()) == (0, [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", [["--help"], ["schema"], ["check"]])
def test_a_full_disk_is_an_error_in_words(small: list[str], arguments: list[str]) -> None:
    arguments = [*arguments, *small] if arguments == ["check"] else arguments
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*TEAMFORGE, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr == b"error: No space left on device\n"


@pytest.mark.parametrize("arguments", [["--help"], ["schema"], ["check"]])
def test_a_reader_that_has_gone_is_no_error_to_talk_about(small: list[str], arguments: list[str]) -> None:
    arguments = [*arguments, *small] if arguments == ["check"] else arguments
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run([*TEAMFORGE, *arguments], stdout=write, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(write)
    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="a shell closes the streams")
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&- <&-"])
def test_closed_streams_are_nowhere_to_write(small: list[str], closed: str) -> None:
    command = " ".join(f"'{part}'" for part in [*TEAMFORGE, "check", *small])
    done = subprocess.run(["sh", "-c", f"{command} {closed}"], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii:strict", "cp1252"])
def test_legacy_encodings_lose_no_more_than_dashes(small: list[str], encoding: str) -> None:
    """A page is legible in every encoding; JSON says the same in all of them; CSV is UTF-8."""
    name = encoding.partition(":")[0]
    page = run("conflicts", *small, PYTHONIOENCODING=encoding).stdout.decode(name)
    assert ("Q1 - friendship, 2020-01-01... - Host" in page) or ("Q1 — friendship, 2020-01-01… — Host" in page)
    told = json.loads(run("conflicts", *small, "--format", "json", PYTHONIOENCODING=encoding).stdout.decode(name))
    assert told["findings"][0]["evidence"][0]["path"] == "Q1 — friendship, 2020-01-01… — Host Council"
    table = run("conflicts", *small, "--format", "csv", PYTHONIOENCODING=encoding).stdout
    assert "Q1 — friendship, 2020-01-01… — Host Council" in table.decode("utf-8")


def test_another_locale_changes_nothing(small: list[str]) -> None:
    plain = run("compose", *small, "--format", "json").stdout
    assert run("compose", *small, "--format", "json", LC_ALL="tr_TR.UTF-8", TZ="Pacific/Kiritimati").stdout == plain
