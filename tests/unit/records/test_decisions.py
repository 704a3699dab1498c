"""The record of decisions: a proposal apart from a decision, in a chain that shows every change."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from teamforge import Challenge, InputError, Pool
from teamforge.records import Decision, Outcome, Substitution, decide, read_decisions
from teamforge.records.decisions import chain
from teamforge.records.decisions.entry import Entry
from teamforge.records.decisions.writing import line_of, sealed
from teamforge.records.record import seal_of
from tests.disk import full_disk

PROGRAMME = Decision("Canary Decider", "canary role", date(2027, 1, 12), Outcome.ACCEPTED, "canary reason")
LEAD = "P002"


@pytest.fixture(scope="module")
def demo() -> tuple[Pool, Challenge]:
    return teamforge.load_demo()


@pytest.fixture(scope="module")
def proposal(demo: tuple[Pool, Challenge]) -> dict[str, Any]:
    return teamforge.compose(*demo).to_record()


@pytest.fixture(scope="module")
def alternatives(demo: tuple[Pool, Challenge]) -> dict[str, Any]:
    return teamforge.compose(*demo).alternatives(count=3).to_dict()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.jsonl"


@pytest.fixture
def three(demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path) -> Path:
    for _ in range(3):
        decide(proposal, *demo, PROGRAMME, path)
    return path


def refused(
    demo: tuple[Pool, Challenge],
    proposal: Mapping[str, Any],
    path: Path,
    decision: Decision = PROGRAMME,
    seen: Mapping[str, Any] | None = None,
) -> str:
    """Return the faults that a decision is refused for, having looked that nothing was written."""
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(InputError) as caught:
        decide(proposal, *demo, decision, path, seen)
    assert (path.read_bytes() if path.exists() else None) == before
    return str(caught.value)


def test_an_entry_holds_what_was_proposed(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], alternatives: dict[str, Any], path: Path
) -> None:
    """The team by ids, what is proved, the waiver with who, when and why, and all it takes to repeat it."""
    decide(proposal, *demo, PROGRAMME, path, alternatives)
    told = json.loads(path.read_text())
    proposed = told["proposal"]
    for name in (
        "challenge_id",
        "status",
        "points",
        "bound",
        "warnings",
        "input_digest",
        "version",
        "versions",
        "seed",
    ):
        assert proposed[name] == proposal[name], name
    assert proposed["result"] == proposal["seal"]
    assert (proposed["start"], proposed["end"]) == ("2027-04-19", "2027-04-21")
    assert [(each["seat"], each["peer_id"]) for each in proposed["members"]] == [
        (each["seat"], each["peer_id"]) for each in proposal["members"]
    ]
    (waiver,) = proposed["waivers"]
    given = demo[1].waivers[0]
    assert waiver == {
        "rule": "neighbour",
        "peers": ["P015"],
        "by": given.by,
        "reason": given.reason,
        "on": "2026-12-14",
        "until": "2027-05-31",
    }
    assert [each["points"] for each in told["seen"]] == [each["points"] for each in alternatives["teams"]]
    assert told["seen"][1]["members"] == alternatives["teams"][1]["members"]


def test_only_waivers_that_count_are_the_proposals(demo: tuple[Pool, Challenge], path: Path) -> None:
    """One that has run out, one of another rule and one of somebody else are not what the team rests on."""
    pool, challenge = demo
    given = challenge.waivers[0]
    more = (
        given.model_copy(update={"until": date(2027, 1, 10), "by": "too early"}),
        given.model_copy(update={"rule": "declaration", "by": "another rule"}),
        given.model_copy(update={"peer": "P031", "by": "another peer"}),
    )
    several = challenge.model_copy(update={"waivers": (*more, *challenge.waivers)})
    proposal = teamforge.compose(pool, several).to_record()
    entry = decide(proposal, pool, several, PROGRAMME, path)
    assert [waiver.by for waiver in entry.proposal.waivers] == [given.by]
    assert entry.proposal.warnings == tuple(proposal["warnings"])
    assert entry.proposal.warnings


def test_what_has_to_be_believed_is_on_record(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path
) -> None:
    """As `verify` says it."""
    claimed = teamforge.records.verify(proposal, *demo).claimed
    assert claimed
    assert decide(proposal, *demo, PROGRAMME, path).proposal.claimed == claimed


def test_a_repaired_team_can_be_decided_on(demo: tuple[Pool, Challenge], path: Path) -> None:
    """It is a result of a challenge of its own."""
    repaired = teamforge.compose(*demo).repair(withdrawn=[LEAD]).result
    entry = decide(repaired.to_record(), repaired.pool, repaired.challenge, PROGRAMME, path)
    assert entry.team is not None
    assert LEAD not in {member.peer_id for member in entry.team.members}


def test_an_entry_holds_what_was_decided(demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path) -> None:
    """Who, as what, when, what and why; and the team that was accepted is the one that was proposed."""
    entry = decide(proposal, *demo, PROGRAMME, path)
    told = json.loads(path.read_text())
    assert told["decision"] == {
        "by": "Canary Decider",
        "role": "canary role",
        "on": "2027-01-12",
        "outcome": "accepted",
        "why": "canary reason",
        "changes": [],
        "start": None,
    }
    assert entry.team is not None
    assert entry.team.members == entry.proposal.members
    assert (entry.team.points, entry.team.breaks) == (proposal["points"], ())


def test_what_is_read_is_what_was_written(demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path) -> None:
    """Entry for entry, in a chain of seals that begins with nothing."""
    written = [decide(proposal, *demo, replace(PROGRAMME, why=f"reason {n} — é\n\u2028"), path) for n in range(3)]
    found = read_decisions(path)
    assert found.holds
    assert list(found) == written
    assert [entry.number for entry in found] == [1, 2, 3]
    assert [entry.previous for entry in found] == [None, written[0].seal, written[1].seal]
    assert found.seal == written[2].seal
    assert len(path.read_bytes().splitlines()) == 3


def test_a_rejected_team_is_nobodys(demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path) -> None:
    """A rejection leaves no team, and the proposal stays on record."""
    entry = decide(proposal, *demo, replace(PROGRAMME, outcome=Outcome.REJECTED), path)
    assert entry.team is None
    assert entry.proposal.points == proposal["points"]


def test_a_changed_team_is_scored(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], alternatives: dict[str, Any], path: Path
) -> None:
    """The second best team differs in its lead: to decide on that lead is to decide on those points."""
    second = alternatives["teams"][1]
    (lead,) = (each["peer_id"] for each in second["members"] if each["seat"] == "lead_peer")
    assert second["replaced"] == [LEAD]
    changed = replace(PROGRAMME, outcome=Outcome.CHANGED, changes=(Substitution("lead_peer", lead),))
    entry = decide(proposal, *demo, changed, path)
    assert entry.team is not None
    assert (entry.team.points, entry.team.breaks) == (second["points"], ())
    assert read_decisions(path).entries == (entry,)


def test_a_team_that_breaks_rules_is_recorded_with_them(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path
) -> None:
    """Rules bind the search, not a person; but the record says which are broken, and gives no points."""
    changed = replace(
        PROGRAMME, outcome=Outcome.CHANGED, changes=(Substitution("lead_peer", None),), start=date(2027, 4, 24)
    )
    entry = decide(proposal, *demo, changed, path)
    assert entry.team is not None
    assert entry.team.points is None
    broken = {text.partition(":")[0] for text in entry.team.breaks}
    assert {"window", "required"} <= broken
    assert "lead_peer" not in {member.seat for member in entry.team.members}


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (replace(PROGRAMME, by=" "), ["field by: expected the name"]),
        (replace(PROGRAMME, role="", why="\n"), ["field role: expected", "field why: expected the reason"]),
        (replace(PROGRAMME, why="half a \ud800 pair"), ["field why: expected text that can be written"]),
        (replace(PROGRAMME, changes=(Substitution("vcs", None),)), ["expected none where the proposal is accepted"]),
        (
            replace(PROGRAMME, outcome=Outcome.REJECTED, start=date(2027, 4, 20)),
            ["none where the proposal is rejected"],
        ),
        (replace(PROGRAMME, outcome=Outcome.CHANGED), ["expected the seats or the start that differ"]),
        (
            replace(
                PROGRAMME,
                outcome=Outcome.CHANGED,
                changes=(Substitution("leadpeer", None), Substitution("vcs", "P9999")),
            ),
            ["did you mean 'lead_peer'?", "found 'P9999', expected the id of a peer"],
        ),
        (
            replace(PROGRAMME, outcome=Outcome.CHANGED, changes=(Substitution("lead_peer", LEAD),)),
            ["expected somebody else than was proposed"],
        ),
        (
            replace(
                PROGRAMME, outcome=Outcome.CHANGED, changes=(Substitution("vcs", None), Substitution("vcs", "P058"))
            ),
            ["found 'vcs', expected each seat once"],
        ),
        (
            replace(PROGRAMME, outcome=Outcome.CHANGED, start=date(2027, 4, 19)),
            ["found '2027-04-19', expected another day"],
        ),
    ],
)
def test_a_decision_that_says_too_little_is_refused(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path, decision: Decision, told: list[str]
) -> None:
    """Every fault is reported, and no record is begun."""
    text = refused(demo, proposal, path, decision)
    for each in told:
        assert each in text
    assert not path.exists()


def test_only_a_result_that_holds_is_decided_on(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path
) -> None:
    """Points that were raised by hand are no proposal, sealed anew or not."""
    raised = {**proposal, "points": proposal["points"] + 1}
    assert "the record was changed" in refused(demo, raised, path)
    assert "it is not what pool and challenge give" in refused(demo, {**raised, "seal": seal_of(raised)}, path)


def test_alternatives_are_checked(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], alternatives: dict[str, Any], path: Path
) -> None:
    """Of another challenge, with other points, with a team that is not valid, or no alternatives at all: refused."""
    assert "expected challenge plymouth-2027" in refused(
        demo, proposal, path, seen={**alternatives, "challenge_id": "another"}
    )
    first = alternatives["teams"][0]
    assert "expected the points of its team" in refused(
        demo, proposal, path, seen={**alternatives, "teams": [first, {**first, "points": 1}]}
    )
    assert "row 1, column members: expected a valid team" in refused(
        demo, proposal, path, seen={**alternatives, "teams": [{**first, "members": []}]}
    )
    assert "expected what `teamforge alternatives --format json` wrote" in refused(
        demo, proposal, path, seen={"canary": "canary reason"}
    )


def test_a_challenge_without_a_team_can_only_be_rejected(demo: tuple[Pool, Challenge], path: Path) -> None:
    """That there is no team is a proposal too: somebody decides to leave it at that."""
    pool, challenge = demo
    nobody = challenge.model_copy(update={"team_rules": (challenge.team_rules[0].model_copy(update={"min": 9}),)})
    proposal = teamforge.compose(pool, nobody).to_record()
    assert proposal["status"] == "infeasible"
    assert "expected rejected: no team was proposed" in refused((pool, nobody), proposal, path)
    entry = decide(proposal, pool, nobody, replace(PROGRAMME, outcome=Outcome.REJECTED), path)
    assert (entry.proposal.start, entry.proposal.members, entry.team) == (None, (), None)
    assert read_decisions(path).holds


def test_every_changed_byte_shows(three: Path) -> None:
    """Whatever byte of an entry is another, the record does not hold."""
    content = three.read_bytes()
    for place in range(0, len(content), 37):
        other = b"x" if content[place : place + 1] != b"x" else b"y"
        three.write_bytes(content[:place] + other + content[place + 1 :])
        assert not read_decisions(three).holds, place


def test_a_changed_entry_shows_even_when_sealed_anew(three: Path) -> None:
    """Who rewrites the second entry with its seal breaks the link of the third."""
    lines = three.read_text().splitlines()
    entry = json.loads(lines[1])
    entry["decision"]["why"] = "another"
    lines[1] = json.dumps({**entry, "seal": seal_of(entry)})
    three.write_text("\n".join(lines) + "\n")
    assert read_decisions(three).faults == ("line 3: the entry before it is not the one it was written after",)


def resealed(path: Path, place: int, **other: Any) -> None:
    """Change an entry of a record and all the links and seals behind it, as a forger would; not the numbers."""
    entries = list(read_decisions(path))
    entries[place] = sealed(replace(entries[place], **other))
    for later in range(place + 1, len(entries)):
        entries[later] = sealed(replace(entries[later], previous=entries[later - 1].seal))
    path.write_bytes(b"".join(line_of(entry) + b"\n" for entry in entries))


@pytest.mark.parametrize("number", [1 << 63, -(1 << 63) - 1, 10**400])
@pytest.mark.parametrize("field", ["points", "bound", "seed"])
def test_a_number_beyond_64_bits_is_a_fault(three: Path, field: str, number: int) -> None:
    """What we keep always fits, and a seal of a forger proves nothing."""
    beyond: dict[str, Any] = {field: number}
    resealed(three, 2, proposal=replace(read_decisions(three)[-1].proposal, **beyond))
    found = read_decisions(three)
    assert len(found) == 2
    assert found.faults[0].startswith(f"line 3: proposal.{field}: ")


def test_each_link_is_looked_at_by_itself(three: Path) -> None:
    """A wrong number alone, and a first entry that names one before it, though every seal fits."""
    resealed(three, 1, number=7)
    assert read_decisions(three).faults == ("line 2: its number is 7: entries were removed, added or moved",)
    resealed(three, 1, number=2)
    assert read_decisions(three).holds
    resealed(three, 0, previous="sha256:0")
    assert read_decisions(three).faults == ("line 1: it is the first, and names an entry before it",)


def test_behind_a_line_that_cannot_be_read_the_link_is_broken(three: Path) -> None:
    """Whoever spoils a line cannot have the rest of the record pass for whole."""
    _, *rest = three.read_text().splitlines(keepends=True)
    three.write_text("".join(["spoilt\n", *rest]))
    faults = read_decisions(three).faults
    assert faults[-1] == "line 2: the entry before it is not the one it was written after"
    assert len(faults) == 2


@pytest.mark.parametrize("gone", [0, 1])
def test_a_removed_entry_shows(three: Path, gone: int) -> None:
    """Removed at the beginning or in the middle: number and link are wrong."""
    lines = three.read_text().splitlines(keepends=True)
    del lines[gone]
    three.write_text("".join(lines))
    assert not read_decisions(three).holds


def test_entries_swapped_repeated_or_inserted_show(three: Path) -> None:
    """The order is part of the chain."""
    one, two, last = three.read_text().splitlines(keepends=True)
    for lines in ([one, last, two], [one, two, two, last], [one, "\n", two, last], [one, two, last, one]):
        three.write_text("".join(lines))
        assert not read_decisions(three).holds


def test_a_removed_end_shows_by_a_seal_that_was_noted(three: Path) -> None:
    """If entries are cut off the end, the chain still holds; the seal of the last entry, kept elsewhere, shows it."""
    seal = read_decisions(three).seal
    assert seal is not None
    assert read_decisions(three, includes=seal).holds
    three.write_text("".join(three.read_text().splitlines(keepends=True)[:-1]))
    assert read_decisions(three).holds
    assert "was removed" in read_decisions(three, includes=seal).faults[0]


def test_a_torn_line_shows_and_stops_the_next(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], three: Path
) -> None:
    """A record that ends within a line is reported, and nothing is added to it."""
    three.write_bytes(three.read_bytes()[:-10])
    assert read_decisions(three).faults == ("line 3: it is cut off: it has no end",)
    assert "expected a record that holds" in refused(demo, proposal, three)


def test_values_of_a_spoilt_record_are_not_told(three: Path) -> None:
    """Names and reasons stand in no fault and no repr."""
    lines = three.read_text().splitlines()
    lines[0] = lines[0].replace('"2027-01-12"', '"canary"')
    three.write_text("\n".join(lines) + "\n")
    found = read_decisions(three)
    assert not found.holds
    assert "canary" not in "".join(found.faults).lower()
    assert "canary" not in repr(found).lower()
    assert "canary" not in repr(found.entries).lower()
    assert "canary" not in repr(PROGRAMME).lower()
    waiver = found.entries[-1].proposal.waivers[0]
    assert waiver.by not in repr(found.entries)
    assert waiver.reason not in repr(found.entries)


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl"):
        read_decisions(tmp_path / "none.jsonl")


def test_a_record_is_its_owners_and_on_the_disk(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names people: nobody else reads it unasked; and it is safe before it is reported."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    decide(proposal, *demo, PROGRAMME, path)
    assert path.stat().st_mode & 0o077 == 0
    assert synced[0] == path.stat().st_size


def test_many_writers_lose_nothing(demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path) -> None:
    """Twelve decisions by four writers at once: each is there, in one chain."""

    def write(number: int) -> Entry:
        return decide(proposal, *demo, replace(PROGRAMME, why=f"reason {number}"), path)

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(write, range(12)))
    found = read_decisions(path)
    assert found.holds
    assert {entry.decision.why for entry in found} == {f"reason {number}" for number in range(12)}
    assert sorted(written, key=lambda entry: entry.number) == list(found)


def test_who_cannot_be_alone_is_refused(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that nobody takes away: the file to look at is named."""
    monkeypatch.setattr(chain, "_PATIENCE", 0.1)
    lock = three.with_name("decisions.jsonl.lock")
    lock.touch()
    assert "delete decisions.jsonl.lock" in refused(demo, proposal, three)
    assert lock.exists()


@pytest.mark.parametrize("entries", [0, 3])
def test_a_full_disk_leaves_the_record_as_it_was(
    demo: tuple[Pool, Challenge], proposal: dict[str, Any], path: Path, entries: int
) -> None:
    """No empty record and no half line, the error names the record, and the next decision is added."""
    for _ in range(entries):
        decide(proposal, *demo, PROGRAMME, path)
    before = {each: each.read_bytes() for each in path.parent.iterdir()}
    with full_disk(), pytest.raises(OSError, match="too large") as caught:
        decide(proposal, *demo, PROGRAMME, path)
    assert caught.value.filename == str(path)
    assert {each: each.read_bytes() for each in path.parent.iterdir()} == before
    assert decide(proposal, *demo, PROGRAMME, path).number == entries + 1
    assert path.stat().st_mode & 0o777 == 0o600
