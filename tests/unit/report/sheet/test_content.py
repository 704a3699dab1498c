"""What the sheet says, to the team and to the host."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import teamforge
from teamforge import Result
from teamforge.page import Table
from teamforge.report.sheet import Sheet
from teamforge.report.sheet.model import PARTS
from teamforge.spec.rulebook import RULEBOOK
from tests.unit.report.sheet.canaries import NAMES, PEERS, compose, sheet_of, texts_of


@pytest.fixture(name="team", scope="module")
def sheet_for_the_team() -> Sheet:
    return sheet_of(compose(), "team")


@pytest.fixture(name="host", scope="module")
def sheet_for_the_host() -> Sheet:
    return sheet_of(compose(), "host")


def table_of(sheet: Sheet, part: str) -> Table:
    table = sheet.parts[part].table
    assert table is not None
    return table


def test_the_team_reads_every_part_in_order(team: Sheet) -> None:
    assert tuple(team.parts) == tuple(part for part in PARTS if part not in {"members", "programme"})


def test_the_host_reads_no_reserves_and_no_warnings_that_name_peers(host: Sheet) -> None:
    assert tuple(host.parts) == ("dates", "team", "programme", "scope", "conflicts", "proof")


def test_it_says_what_it_is_of(team: Sheet) -> None:
    assert (team.title, team.hosts) == ("A small challenge", ("Host Council",))
    assert team.on_site == "Tuesday 13 to Thursday 15 April 2027"
    result = compose()
    told = " ".join(team.record)
    for fact in (result.challenge_id, result.input_digest, result.version, f"seed {result.seed}"):
        assert fact in told


def test_every_seat_has_a_row_an_empty_one_too(team: Sheet, host: Sheet) -> None:
    for sheet in (team, host):
        rows = table_of(sheet, "team").rows
        assert [row[0] for row in rows][:4] == ["Lead peer", "Elected member", "Manager", "Analyst"]
        assert rows[3][1] == "Left empty"


def test_points_of_the_team_add_up_and_the_host_sees_none(team: Sheet, host: Sheet) -> None:
    table = table_of(team, "team")
    assert table.total is not None
    assert sum(row[-1] for row in table.rows if isinstance(row[-1], int)) == table.total[-1] == compose().points
    told = " ".join(texts_of(host)).lower()
    assert "point" not in told
    assert f"{compose().points:,}" not in told


def test_why_says_which_themes_at_which_level(host: Sheet, team: Sheet) -> None:
    assert "Leading expert in care at home" in str(table_of(host, "team").rows[0][2])
    assert "Leading expert in care at home (3,572\\xa0points)" in str(table_of(team, "team").rows[0][2])


def test_why_names_the_largest_entries_first(team: Sheet) -> None:
    """8,000 for the match, 2,000 for the region, 1,667 for freshness, 1,500 for fit, 1,338 for what they know."""
    why = table_of(team, "team").rows[1][2]
    assert isinstance(why, tuple)
    assert [line.rpartition("(")[2].partition("\xa0")[0] for line in why] == (
        ["8,000", "2,000", "1,667", "1,500", "1,338", "\u2212333"]
    )


def test_the_host_does_not_read_of_political_opinion(host: Sheet) -> None:
    told = " ".join(texts_of(host)).lower()
    for word in ("group", "control", "politic", "ruling", "party"):
        assert word not in told


def test_a_theme_nobody_covers_is_said_plainly(host: Sheet) -> None:
    assert host.parts["scope"].items[0] == "Covered by nobody: housing."
    assert table_of(host, "scope").rows == (
        ("Care at home", 5, ("Leading expert: Q1, lead peer", "Expert: V1, elected member")),
        ("Housing", 3, "Nobody"),
    )


def test_a_theme_of_one_member_alone_is_said_plainly() -> None:
    """The second is only aware of it."""
    peers = tuple((*row[:8], "1", *row[9:]) if row[0] in {"V1", "canaryreservemember"} else row for row in PEERS)
    told = sheet_of(compose(peers), "host").parts["scope"]
    assert told.items == ("Covered by nobody: housing.", "Covered by one member alone: care at home.")
    assert told.table is not None
    assert told.table.rows[0][2] == ("Leading expert: Q1, lead peer",)


def test_the_host_reads_how_many_were_waived_and_nothing_of_them(host: Sheet) -> None:
    part = host.parts["conflicts"]
    assert part.table is None
    checked = f"All members were checked against {len(RULEBOOK.conflicts)} rules on conflicts of interest"
    assert part.lines == (
        f"{checked}, and no rule keeps any of them off.",
        "1 finding was waived by a named person, who gave a reason.",
        "1 finding counts against the team without barring anybody.",
    )


def test_rules_that_are_off_are_not_counted() -> None:
    off = {"reciprocal_review": {"strength": "off"}, "neighbour": {"strength": "off"}}
    sheet = sheet_of(compose(rules={"current_tie": {"strength": "soft", "weight": 1}, **off}), "host")
    assert f"{len(RULEBOOK.conflicts) - 2} rules" in sheet.parts["conflicts"].lines[0]
    review = compose(purpose="progress_review", rules={"current_tie": {"strength": "soft", "weight": 1}})
    assert f"{len(RULEBOOK.conflicts) - 1} rules" in sheet_of(review, "host").parts["conflicts"].lines[0]


def test_the_team_reads_the_path_and_who_waived_it(team: Sheet) -> None:
    told = str(table_of(team, "conflicts").rows)
    assert "friendship" in told
    assert "waived by canarygiver" in told
    assert "canaryfriend" in told
    named = str(table_of(sheet_of(compose(), names=True), "conflicts").rows)
    assert f"{NAMES['Q1']} (Q1) — " in named


def test_reserves_are_those_of_the_explanation(team: Sheet) -> None:
    found = compose().reserves(per_seat=3)
    assert [(row[1], row[3]) for row in table_of(team, "reserves").rows] == [(each.rank, each.cost) for each in found]
    assert team.parts["reserves"].items == ("Nobody could step in for: manager.",)


def test_a_pin_has_no_bearing_on_who_could_step_in() -> None:
    """Whoever is pinned can drop out too, and a repair then looks for somebody else."""
    result = compose()
    pins = {each.seat: each.peer_id for each in result.members}
    assert table_of(sheet_of(compose(pins=pins)), "reserves").rows == table_of(sheet_of(result), "reserves").rows


def test_a_progress_review_has_no_progress_review() -> None:
    rows = table_of(sheet_of(compose(purpose="progress_review")), "dates").rows
    assert [row[0] for row in rows] == ["On site", "Scoping meeting", "Papers out to the team", "Team call"]


def test_a_date_before_the_decision_is_not_asked_for(host: Sheet) -> None:
    """Nobody can keep it: a day in the past reads as a mistake, or as a reproach."""
    told = {row[0]: row[1:] for row in table_of(host, "dates").rows}
    assert told["Scoping meeting"] == (
        "as soon as possible",
        "Focus, make-up of the team and timing are agreed, usually 16 weeks before the first day on site",
    )
    assert told["Team call"] == (
        "by Tuesday 6 April 2027",
        "The team meets by video, 1 week before the first day on site",
    )


def test_a_host_reads_of_a_role_only_where_there_is_nothing_else(host: Sheet) -> None:
    """The role stands beside the name: "Role fits the seat: elected member" of an elected member says nothing."""
    why = {row[0]: row[2] for row in table_of(host, "team").rows}
    assert why["Manager"] == ("Role fits the seat: challenge manager",)
    assert [seat for seat, lines in why.items() if "fits" in str(lines)] == ["Manager"]


def test_the_host_is_warned_of_the_days_alone() -> None:
    late = compose(on_site={"windows": ["2027-03-16"]})
    assert sheet_of(late, "host").parts["warnings"].items == (
        "the window starts 9 weeks after 2027-01-11: fewer than the 12 advised",
    )
    assert set(sheet_of(late, "host").parts["warnings"].items) < set(sheet_of(late, "team").parts["warnings"].items)


def test_names_are_shown_where_they_are_asked_for_alone(team: Sheet) -> None:
    assert "Canaryname" not in " ".join(texts_of(team))
    told = texts_of(sheet_of(compose(), "team", names=True))
    assert "Canaryname0 (Q1)" in told
    assert "Canaryname1 (canaryreservelead)" in told
    hosts = " ".join(texts_of(sheet_of(compose(), "host", names=True)))
    assert "Canaryname0" in hosts
    assert "Q1" not in hosts
    assert "Canaryname1" not in hosts


def test_without_a_team_there_is_no_sheet() -> None:
    none = compose(exclude=[{"peer": "M1", "reason": "ill"}])
    with pytest.raises(teamforge.InfeasibleError):
        sheet_of(none, "host")


def test_another_audience_is_refused() -> None:
    with pytest.raises(ValueError, match="everybody"):
        sheet_of(compose(), "everybody")


def test_the_picture_of_the_points_is_not_for_the_host(tmp_path: Path) -> None:
    """The team reads the waterfall of its points; the host has the picture of the scope alone."""
    result = teamforge.compose(*teamforge.load_demo())
    told = {}
    for audience in ("team", "host"):
        result.write_sheet(tmp_path / "sheet.html", audience)
        told[audience] = (tmp_path / "sheet.html").read_text(encoding="utf-8").count("<svg")
    assert told == {"team": 2, "host": 1}


PAPERS = {"email": "ada@example.org", "telephone": "020 7946 0000", "biography": "Led care in\nthree counties."}


def with_papers() -> Result:
    """The small challenge, its lead with an address and a biography."""
    peers = pd.DataFrame(
        {
            "peer_id": ["P1", "P2"],
            "name": ["Ada", "Ben"],
            "roles": ["director_adult_services", "vcs_leader"],
            "theme:care_at_home": [3, 2],
            "declared_on": ["2026-12-01"] * 2,
            "challenges_done": [0, 4],
            "max_per_year": [3, 3],
            **{column: [text, ""] for column, text in PAPERS.items()},
        }
    )
    engagements = pd.DataFrame(
        [["P1", "O9", "2026-11-02", "2026-11-04", "done"]],
        columns=["peer_id", "host_organisation_id", "start", "end", "status"],
    )
    seats = [
        {"id": "lead_peer", "accepts": {"chief_executive": 100, "director_adult_services": 60}},
        {"id": "vcs", "accepts": {"vcs_leader": 100}},
    ]
    asked = {
        "id": "small",
        "hosts": ["O1"],
        "as_of": "2027-01-11",
        "on_site": {"windows": ["2027-04-13"]},
        "scope": {"care_at_home": 1},
        "unknown_availability": "free",
        "rules": {"rest": {"rest_days": 0}},
        "seats": seats,
    }
    pool = teamforge.Pool.from_frames(peers=peers, engagements=engagements)
    return teamforge.compose(pool, teamforge.read_challenge(asked))


def test_a_host_reads_what_members_bring_and_nothing_that_embarrasses() -> None:
    """No weaker role, no count of reviews, no first-timer, no id beside a name."""
    told = " ".join(texts_of(sheet_of(with_papers(), "host", names=True)))
    for wrong in (
        "another would fit",
        "is accepted",
        "overused",
        "time for reviews",
        "engagement",
        "first-timer",
        "P1",
        "P2",
    ):
        assert wrong.lower() not in told.lower()
    assert "points" not in told
    for right in ("Ada", "Ben", "Expert in care at home", *PAPERS.values()):
        assert " ".join(right.split()) in told


def test_papers_are_shown_only_with_names() -> None:
    for audience in ("team", "host"):
        told = " ".join(texts_of(sheet_of(with_papers(), audience)))
        assert not [text for text in ("Ada", "ada@example.org", "7946", "counties") if text in told]


def test_the_programme_has_every_day_and_is_for_the_host() -> None:
    programme = sheet_of(with_papers(), "host").parts["programme"].table
    assert programme is not None
    assert [row[0] for row in programme.rows] == [
        "Tuesday 13 April 2027",
        "Wednesday 14 April 2027",
        "Thursday 15 April 2027",
    ]
    assert programme.rows[-1][-1] == "The team presents its findings"
    assert "programme" not in sheet_of(with_papers(), "team").parts
