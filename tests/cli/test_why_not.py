"""`teamforge why-not`: an answer for everybody, in words, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Command
from tests.cli.files import NAMES, PRIVATE


def test_everybody_is_answered(command: Command, small: list[str]) -> None:
    """Q1 and V1 are the team, V2 is excluded, and Q2 may not sit with V1, the only one left for that seat."""
    told = command("why-not", *small, "--format", "json").json
    assert told["points"] == command("compose", *small, "--format", "json").json["points"]
    answers = {peer["peer_id"]: peer for peer in told["peers"]}
    verdicts = {peer: answer["verdict"] for peer, answer in answers.items()}
    assert verdicts == {"Q1": "in_team", "Q2": "unplaceable", "V1": "in_team", "V2": "blocked"}
    assert [reason["rule"] for reason in answers["V2"]["reasons"]] == ["excluded", "declaration"]
    assert answers["V2"]["nearest_change"] == "lift the exclusion and ask for a new declaration of interests"


def test_in_words_and_as_rows(command: Command, small: list[str]) -> None:
    """A few peers get a sentence each, many get a row each; no name and no private reason is shown."""
    done = command("why-not", *small)
    assert (done.status, done.err) == (0, "")
    assert "Q1 is on the team, as lead peer." in done.out
    rows = list(csv.DictReader(io.StringIO(command("why-not", *small, "--format", "csv").out)))
    assert [row["peer_id"] for row in rows] == ["Q1", "Q2", "V1", "V2"]
    assert not any(text in done.out for text in (*NAMES, *PRIVATE))


def test_one_peer(command: Command, small: list[str]) -> None:
    """Only the peer asked about is answered; an unknown id is named with the closest one."""
    told = command("why-not", *small, "--peer", " Q2 ", "--format", "json").json
    assert [peer["peer_id"] for peer in told["peers"]] == ["Q2"]
    done = command("why-not", *small, "--peer", "Q22", "--peer", "zebra")
    assert (done.status, done.out) == (2, "")
    assert "'Q22'" in done.err
    assert "'zebra'" in done.err


def test_no_team_and_no_time(command: Command, small: list[str]) -> None:
    """Without a team everybody is still told why; without time nothing is claimed."""
    challenge = Path(small[1])
    asked = json.loads(challenge.read_text(encoding="utf-8"))
    asked["exclude"] = [{"peer": peer, "reason": "not this time"} for peer in ("Q1", "Q2")]
    challenge.write_text(json.dumps(asked), encoding="utf-8")
    told = command("why-not", *small, "--format", "json").json
    assert told["points"] is None
    assert {peer["verdict"] for peer in told["peers"]} <= {"blocked", "unplaceable"}
    assert "there is no valid team" in command("why-not", *small).out
    done = command("why-not", *small, "--time-limit", "0")
    assert (done.status, done.out) == (4, "")
    assert "--time-limit" in done.err


def test_an_overview_of_many(command: Command, tmp_path: Path) -> None:
    """How many could have which seat, who is nearest, and what keeps peers off."""
    folder = tmp_path / "pool"
    assert command("generate", "300", folder).status == 0
    done = command("why-not", folder / "pool", folder / "challenge.toml")
    assert done.status == 0
    for heading in ("Peers", "Who is nearest to each seat", "What keeps peers off"):
        assert heading in done.out
    assert done.out.count("\n") < 60
