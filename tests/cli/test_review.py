"""`teamforge review`, and what a diagnosis of the review offers."""

from __future__ import annotations

from pathlib import Path

from teamforge import read_pool
from tests.cli.conftest import Command


def test_the_command(tmp_path: Path, command: Command) -> None:
    """It writes the file, says what to ask for, and a diagnosis of it offers declarations, not seven waivers."""
    command("demo", "--save", tmp_path / "example")
    files = [tmp_path / "example" / "pool", tmp_path / "example" / "challenge.toml"]
    command("compose", *files, "--out", tmp_path / "r.json")
    command("propose", tmp_path / "r.json", *files, "--on", "2027-01-11")
    log = files[0] / "assignments.csv"
    heading, *rows_ = log.read_text("utf-8").splitlines()
    log.write_text("\n".join([heading, *reversed(rows_)]) + "\n", "utf-8")
    assert command("answer", *files, "--all", "done", "--on", "2027-04-22").status == 0
    out = tmp_path / "review.toml"
    done = command("review", *files, "--out", out, "--on", "2028-01-10", "--names")
    assert "Gareth Pennington" in done.out
    assert "a new declaration of interests" in done.out  # on that day theirs is over a year old, and today it is not
    assert command("review", *files, "--out", out).status == 2
    pins = [line.split(" = ")[0] for line in out.read_text("utf-8").split("[pins]\n")[1].splitlines() if " = " in line]
    answered = [row.split(",")[1] for row in log.read_text("utf-8").splitlines()[-len(rows_) :]]
    assert pins == answered == [row.split(",")[1] for row in rows_]
    text = out.read_text().replace("# as_of = YYYY-MM-DD", "as_of = 2028-01-10")
    out.write_text(text.replace("# windows = [YYYY-MM-DD, YYYY-MM-DD]", "windows = [2028-04-11]"))
    none = command("compose", files[0], out, "--format", "json").json
    assert {each["rule"] for each in none["diagnosis"]["causes"]} >= {"availability", "declaration"}
    rows = "".join(f"{each},2028-04-01,2028-05-31,available\n" for each in read_pool(files[0]).peers.position)
    table = files[0] / "availability.csv"
    table.write_text(table.read_text().rstrip("\n") + "\n" + rows)
    helped = command("compose", files[0], out, "--format", "json").json["diagnosis"]["relaxations"]
    assert any(each["text"].startswith("ask ") and "new declaration" in each["text"] for each in helped)
