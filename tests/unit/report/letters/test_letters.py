"""The letters: what each says to its reader, and that it says nothing about anybody else."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from docx import Document
from docx.shared import Cm
from hypothesis import given
from hypothesis import strategies as st

import teamforge
from teamforge import InputError, Plan, Result
from teamforge.assignments import Assignment, answers, changes
from teamforge.page.words import visible
from teamforge.report.letters import Letter
from teamforge.report.letters.words import LetterKind, own_words
from teamforge.spec.rulebook import RULEBOOK
from teamforge.spec.status import Stop
from teamforge.team import Window
from tests.unit.report.sheet.canaries import HIDDEN_FROM_HOSTS, NAMES, compose

GOLDEN = Path(__file__).with_name("golden")
SIGNED = "Jo Bloggs, programme manager"


@pytest.fixture(scope="module", name="result")
def demo_result() -> Result:
    return teamforge.compose(*teamforge.load_demo())


@pytest.mark.parametrize(
    ("name", "peer"), [("invitation", "P002"), ("blocked", "P006"), ("outscored", "P005"), ("host", None)]
)
def test_the_letters_are_as_they_were_read_aloud(result: Result, name: str, peer: str | None) -> None:
    """To change a word, change the golden letter too, and read it aloud."""
    written = result.letter(peer, names=True, signed=SIGNED, on=date(2027, 1, 12))
    assert written.text == (GOLDEN / f"{name}.txt").read_text("utf-8").format(rules=len(RULEBOOK.conflicts))


def test_a_visit_of_many_days_is_counted_in_figures(result: Result) -> None:
    """A challenge asks for five days at most, but people may have confirmed more."""
    start = date(2027, 4, 12)
    for days, said in ((5, "all five days"), (6, "all six days"), (8, "all 8 days")):
        longer = replace(result, window=Window(start, start + timedelta(days=days - 1)))
        assert said in longer.letter("P002").text
    assert "keep 9 days free" in longer.letter("P002").text


def test_names_only_where_asked_for(result: Result) -> None:
    for peer in ("P002", "P006"):
        name = result.pool.peers.name_of(peer)
        assert name not in result.letter(peer).text
        assert peer in result.letter(peer).text
        assert name in result.letter(peer, names=True).text
        assert peer not in result.letter(peer, names=True).text


def test_neither_repr_nor_notebook_shows_what_is_in_it(result: Result) -> None:
    written = result.letter("P002", names=True)
    assert repr(written) == "<Letter invitation to P002, plymouth-2027>"
    assert result.pool.peers.name_of("P002") not in repr(written) + written._repr_html_()
    assert repr(result.letter()) == "<Letter host to the host, plymouth-2027>"


def test_letters_go_to_the_host_and_every_member(result: Result) -> None:
    written = result.letters(signed=SIGNED)
    assert [each.peer_id for each in written] == [None, *(member.peer_id for member in result.members)]
    assert all(SIGNED in each.text for each in written)


CANARIES = (*HIDDEN_FROM_HOSTS, *NAMES.values(), *NAMES)


@pytest.mark.parametrize("peer", [*NAMES, "canarybooked", "canaryleft", None])
@pytest.mark.parametrize("names", [False, True])
def test_a_letter_holds_nothing_of_anybody_else(peer: str | None, names: bool) -> None:  # noqa: FBT001 -- a parameter
    own = {peer, NAMES.get(peer or "")}
    for ending in (".txt", ".html"):
        told = compose().letter(peer, names=names).to_bytes(ending).decode()
        assert [canary for canary in CANARIES if canary not in own and re.search(rf"\b{canary}", told)] == []


def random_pool(rng: Random, size: int = 9) -> teamforge.Pool:
    """A pool whose every private cell is a canary of its peer, `canary7x`, and whose peers have ties of every kind."""
    peers = range(size)
    roles = ("chief_executive", "elected_member", "vcs_leader")
    table = {
        "peer_id": [f"canary{peer}xid" for peer in peers],
        "name": [f"canary{peer}xname" for peer in peers],
        "organisation_id": [rng.choice(["O1", "O2", "H1", ""]) for _ in peers],
        "roles": [roles[peer % 3] for peer in peers],
        "political_group": [f"canary{peer}xgroup" for peer in peers],
        "challenges_done": [rng.randrange(3) for _ in peers],
        "declared_on": [rng.choice(["2026-12-01", "2020-12-01"]) for _ in peers],
        "trained": [rng.choice(["yes", "yes", "no"]) for _ in peers],
        "active": [rng.choice(["yes", "yes", "yes", "no"]) for _ in peers],
        "faith": [f"canary{peer}xfaith" for peer in peers],
        "biography": [f"canary{peer}xlife" for peer in peers],
        "theme:care": [rng.randrange(5) for _ in peers],
        "theme:housing": [rng.randrange(5) for _ in peers],
    }
    kinds = ("employment", "friendship", "consultancy", "family")
    interests = [
        (f"canary{rng.randrange(size)}xid", rng.choice(kinds), "H1", "", f"canary{size}xnote") for _ in range(3)
    ]
    interests.append((f"canary{rng.randrange(1, size)}xid", "friendship", "", "canary0xid", f"canary{size}xnote"))
    engagements = [
        (f"canary{rng.randrange(size)}xid", rng.choice(["H1", "O1"]), "2026-05-04", "2026-05-06", "done")
        for _ in range(2)
    ]
    assignments = [
        (
            "elsewhere",
            f"seat{peer}",
            f"canary{peer}xid",
            "O1",
            *("2027-06-01", "2027-06-03"),
            rng.choice(["proposed", "declined", "confirmed", "objected", "released", "withdrawn"]),
            "2027-01-04",
            f"canary{size}xby",
            f"canary{size}xnote",
        )
        for peer in rng.sample(peers, 4)
    ]
    free = [(f"canary{peer}xid", "2027-04-12", "2027-04-16", "available") for peer in rng.sample(peers, 6)]
    return teamforge.Pool.from_frames(
        peers=pd.DataFrame(table),
        organisations=pd.DataFrame(
            {
                "organisation_id": ["H1", "O1", "O2"],
                "name": ["Host Council", "One Council", "Two Council"],
                "kind": "unitary",
                "region": ["North", "South", "North"],
                "political_control": f"canary{size}xcontrol",
            }
        ),
        interests=pd.DataFrame(interests, columns=["peer_id", "kind", "organisation_id", "other_peer_id", "note"]),
        engagements=pd.DataFrame(engagements, columns=["peer_id", "host_organisation_id", "start", "end", "status"]),
        availability=pd.DataFrame(free, columns=["peer_id", "start", "end", "status"]),
        assignments=pd.DataFrame(
            assignments,
            columns=[
                *(
                    "challenge_id",
                    "seat",
                    "peer_id",
                    "host_organisation_id",
                    "start",
                    "end",
                    "state",
                    "on",
                    "by",
                    "note",
                )
            ],
        ),
    )


def random_challenge(rng: Random, name: str = "small") -> teamforge.Challenge:
    return teamforge.read_challenge(
        {
            "id": name,
            "hosts": ["H1"],
            "as_of": "2027-01-11",
            "on_site": {"windows": ["2027-04-13"]},
            "scope": {"care": rng.randint(1, 10), "housing": rng.randrange(10)},
            "unknown_availability": rng.choice(["free", "busy"]),
            "preset": rng.choice(["lga_system_wide", "regional", "strict_independence"]),
            "exclude": [{"peer": "canary1xid", "reason": "canary1xreason"}] if rng.random() < 0.5 else [],
            "seats": [
                {"id": "lead_peer", "accepts": {"chief_executive": 100}},
                {"id": "elected_member", "accepts": {"elected_member": 100}, "required": False, "political": True},
                {"id": "vcs", "accepts": {"vcs_leader": 100}, "required": False},
                {"id": "manager", "accepts": {"vcs_leader": 50}, "required": False, "counts": False},
            ],
        }
    )


@given(rng=st.randoms(use_true_random=False))
def test_whatever_the_pool_a_letter_is_about_its_reader_alone(rng: Random) -> None:
    """No letter holds the name, id, group, notes or attributes of anybody but its reader, nor points."""
    pool, challenge = random_pool(rng), random_challenge(rng)
    result = teamforge.compose(pool, challenge)
    if result.team is None:
        with pytest.raises(teamforge.InfeasibleError):
            result.letter()
        return
    also = [random_challenge(rng, "another")]
    for place, peer in enumerate(pool.peers.position):
        for names in (False, True):
            told = result.letter(peer, also=also, names=names).text
            # Of the reader only what a letter calls them by.
            known = {f"canary{place}xname" if names else f"canary{place}xid"}
            assert set(re.findall(r"canary\w*", told)) <= known
            assert not re.search(r"\bpoints?\b", told.lower())
            assert str(result.points) not in told
    assert "canary" not in result.letter().text


def small(**changes: Any) -> tuple[teamforge.Pool, teamforge.Challenge]:
    """A lead who is chosen, and one who is as good; `changes` are fields of the challenge."""
    peers = pd.DataFrame(
        {
            "peer_id": ["P1", "P2", "P3"],
            "name": ["Ada", "Ben", "Cem"],
            "roles": ["chief_executive", "chief_executive", "vcs_leader"],
            "theme:care": [3, 3, 1],
            "declared_on": ["2026-12-01"] * 3,
            "challenges_done": [2] * 3,
        }
    )
    asked = {
        "id": "small",
        "title": "Care in the north",
        "hosts": ["O1"],
        "as_of": "2027-01-11",
        "on_site": {"windows": ["2027-04-13"]},
        "scope": {"care": 1},
        "unknown_availability": "free",
        "seats": [{"id": "lead_peer", "accepts": {"chief_executive": 100}}],
        **changes,
    }
    host = pd.DataFrame({"organisation_id": ["O1"], "name": ["One Council"]})
    return teamforge.Pool.from_frames(peers=peers, organisations=host), teamforge.read_challenge(asked)


def row(
    challenge: str, peer: str, state: str, start: date, host: str = "O1", on: date = date(2027, 1, 14)
) -> Assignment:
    return Assignment(challenge, "lead_peer", peer, host, start, date(2027, start.month, start.day + 2), state, on)


def test_one_who_is_as_good_reads_that_it_was_by_lot() -> None:
    pool, challenge = small()
    result = teamforge.compose(pool, challenge)
    (chosen,) = result.members
    (other,) = {"P1", "P2"} - {chosen.peer_id}
    assert "the choice is by lot" in result.letter(other).text
    assert "No seat on this team asks for a role that you have." in result.letter("P3").text


def test_without_a_proof_only_rules_are_told(result: Result) -> None:
    """A team that was chosen for more than its points is not said to come first."""
    chosen = replace(result, stopped=Stop.CHOICE)
    assert "- Nothing in the rules kept you off. Another team was chosen." in chosen.letter("P001").text
    assert "You work for a neighbour of a host." in chosen.letter("P006").text


def test_who_dropped_out_of_a_repaired_team_reads_that_they_did(result: Result) -> None:
    mended = result.repair(withdrawn=["P002"]).result
    assert "- You declined this visit, or withdrew from it." in mended.letter("P002").text
    assert mended.letter(mended.members[0].peer_id).kind == "invitation"


def test_what_a_peer_said_themselves_is_told_and_why_a_host_objected_is_not() -> None:
    pool, challenge = small()
    days = date(2027, 4, 13)
    declined = teamforge.compose(pool.with_assignments([row("small", "P1", "declined", days)]), challenge)
    assert "- You declined on Thursday 14 January 2027." in declined.letter("P1").text
    objected = teamforge.compose(pool.with_assignments([row("small", "P1", "objected", days)]), challenge)
    assert "object" not in objected.letter("P1").text
    assert "- It was decided that you would not be on the team for this visit." in objected.letter("P1").text


def test_the_year_is_told_from_the_history() -> None:
    _, challenge = small()
    rows = [
        row("north", "P3", "done", date(2027, 5, 11), "O2"),
        row("south", "P3", "declined", date(2027, 6, 8), "O3"),
        row("east", "P1", "asked", date(2027, 7, 13), "O4"),
        row("earlier", "P3", "done", date(2026, 5, 11), "O5"),
    ]
    organisations = pd.DataFrame(
        {"organisation_id": ["O1", "O2", "O3", "O4", "O5"], "name": ["One", "Two", "Three", "Four", "Five"]}
    )
    known = teamforge.Pool.from_frames(
        peers=pd.DataFrame(
            {"peer_id": ["P1", "P2", "P3"], "roles": ["chief_executive"] * 2 + ["vcs_leader"], "theme:care": [3, 3, 1]}
        ),
        organisations=organisations,
    ).with_assignments([each for each in rows if each.start.year == 2027])
    told = teamforge.compose(known, challenge.replace(rules={"declaration": {"strength": "off"}})).letter("P3").text
    for line in (
        "- You were on the team for Two, Tuesday 11 to Thursday 13 May 2027.",
        "- You declined the visit to Three on Thursday 14 January 2027.",
        "- From April 2027 to March 2028 there is one other visit for which nobody has asked you so far: Four.",
    ):
        assert line in told
    assert "Five" not in told


def test_other_challenges_of_the_year_are_told_of() -> None:
    pool, challenge = small()
    another = challenge.replace(
        id="another",
        title="Care in the south",
        scope={"care": 3},
        seats=[{"id": "vcs", "accepts": {"vcs_leader": 100}}],
    )
    result = teamforge.compose(pool, challenge)
    told = result.letter("P3", also=[another]).text
    assert "Another visit: Care in the south" in told
    assert "you could have had the seat of VCS" in told
    over = pool.with_assignments([row("another", "P1", "done", date(2027, 6, 8))])
    assert "That visit is over" in teamforge.compose(over, challenge).letter("P3", also=[another]).text
    on_it = pool.with_assignments([row("another", "P3", "asked", date(2027, 6, 8))])
    assert "You are on this team." in teamforge.compose(on_it, challenge).letter("P3", also=[another]).text
    with pytest.raises(InputError):
        result.letter("P3", also=[another.replace(scope={"unheard_of": 1})])


def test_a_progress_review_has_no_progress_review() -> None:
    pool, challenge = small(purpose="progress_review", preset="lga_progress_review")
    assert "progress review" not in teamforge.compose(pool, challenge).letter("P1").text.lower()


def test_an_unknown_peer_is_refused(result: Result) -> None:
    with pytest.raises(KeyError, match="no peer has the id 'P2'"):
        result.letter("P2")


# Words of one's own


def test_ours_can_be_changed_word_by_word(result: Result, tmp_path: Path) -> None:
    place = tmp_path / "words.txt"
    place.write_text(own_words(LetterKind.INVITATION).replace("Yours sincerely,", "Warm wishes,"), "utf-8-sig")
    assert "Warm wishes," in result.letter("P002", words=place).text
    assert (
        result.letter("P002", words=place).text.replace("Warm wishes,", "Yours sincerely,")
        == result.letter("P002").text
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("{{ titel }} {{ members }}", ["'members'", "did you mean 'title'?"]),
        ("{% for %}", ["a template that can be read"]),
        ("{{ title.__class__.__mro__ }}", ["a template that can be read"]),
        ("{{ ''.join.__globals__ }}", ["a template that can be read"]),
        ("{{ 1 // 0 }}", ["a template that can be filled"]),
        ("{{ title / 2 }}", ["a template that can be filled"]),
        ("{% include '/etc/passwd' %}", ["a template that can be"]),
    ],
)
def test_words_that_cannot_be_filled_are_refused(
    result: Result, tmp_path: Path, words: str, expected: list[str]
) -> None:
    place = tmp_path / "words.txt"
    place.write_text(words, "utf-8")
    with pytest.raises(InputError) as caught:
        result.letter("P002", names=True, words=place)
    told = str(caught.value)
    for each in expected:
        assert each in told
    assert result.pool.peers.name_of("P002") not in told
    place.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        result.letter("P002", words=place)


def test_a_folder_has_the_words_of_several_letters(result: Result, tmp_path: Path) -> None:
    """Those that are not there are ours; a file that is no letter's is refused, not passed over."""
    (tmp_path / "host.txt").write_text("# To the host, {{ title }}", "utf-8")
    host, *rest = result.letters(words=tmp_path)
    assert host.text.startswith("To the host, ")
    assert [each.text for each in rest] == [each.text for each in result.letters()[1:]]
    (tmp_path / "invite.txt").write_text("", "utf-8")
    with pytest.raises(InputError) as caught:
        result.letters(words=tmp_path)
    assert "'invite.txt'" in str(caught.value)
    assert "invitation.txt" in str(caught.value)


# What was said since


def test_letters_take_account_of_what_was_said_since(result: Result) -> None:
    """Who confirmed is thanked, and who is out or was released gets no invitation."""
    team = result.require_team()
    said = {"P015": "confirmed", "P002": "declined", "P029": "released"}
    now = result.pool.with_assignments(changes(team, result.pool, result.challenge, on=date(2027, 1, 11)))
    now = now.with_assignments(answers(now, result.challenge, said, on=date(2027, 1, 14)))
    assert "Thank you for agreeing to join" in result.letter("P015", now=now).text
    assert "Thank you for agreeing to join" not in result.letter("P015").text
    for peer, why in (("P002", "declined on 14 January 2027"), ("P029", "released on 14 January 2027")):
        with pytest.raises(ValueError, match=why):
            result.letter(peer, now=now)
    invited = {each.peer_id for each in result.letters(now=now)}
    assert invited == {None, *dict(team.seats).values()} - {"P002", "P029"}


# A plan


def planned() -> Plan:
    """Two challenges for three leads: P1 and P2, who are as good, each have one; P3 has none."""
    pool, challenge = small()
    more = {"id": "far", "title": "Care far away", "on_site": {"windows": ["2027-05-11"]}}
    third = {"id": "third", "title": "No team", "seats": [{"id": "dean", "accepts": {"dean": 100}}]}
    fields = [challenge.model_dump(mode="json", exclude_none=True)]
    for changed in (more, third):
        fields.append({**fields[0], **changed})
    return teamforge.plan(
        pool, teamforge.read_programme({"id": "year", "title": "Our year", "as_of": "2027-01-11", "challenges": fields})
    )


def test_one_who_is_on_no_team_of_a_plan_reads_why_visit_by_visit() -> None:
    found = planned()
    told = found.letter("P3", names=True, signed=SIGNED)
    assert told.title == "Why you are not on a team"
    assert repr(told) == "<Letter why_not to P3, year>"
    for line in (
        "Dear Cem,",
        'You asked why you are on no team of "Our year". Here is each visit of it.',
        "Care in the north",
        "Care far away",
        "A visit to One Council, Tuesday 11 to Thursday 13 May 2027. The scope is care.",
        "- No seat on this team asks for a role that you have.",
        "- This visit has no team so far.",
    ):
        assert line in told.text.splitlines()
    assert not [other for other in ("Ada", "Ben", "P1", "P2") if other in told.text]
    for peer in ("P1", "P2"):
        with pytest.raises(ValueError, match="is on the team of"):
            found.letter(peer)
    with pytest.raises(KeyError):
        found.letter("P9")
    written = found.letters()
    assert {own: [each.peer_id for each in letters] for own, letters in written.items()} == {
        own: [None, *dict(team.seats).values()] for own, team in found.teams.items()
    }
    assert set(written) == {"small", "far"}


# Files


def hostile() -> Letter:
    """A letter to somebody whose name is markup, and a host whose name is lines with marks."""
    pool, challenge = small(title="<script>alert(1)</script>\n# Another title")
    peers = {
        "peer_id": ["P1"],
        "name": ["<b>Ada</b> {{ 7 * 7 }}\u202e"],
        "roles": ["chief_executive"],
        "theme:care": [3],
    }
    named = teamforge.Pool.from_frames(
        peers=pd.DataFrame({**peers, "declared_on": ["2026-12-01"], "challenges_done": [2]}),
        organisations=pd.DataFrame({"organisation_id": ["O1"], "name": ["One & Co\n- a mark"]}),
    )
    assert len(pool) == 3
    return teamforge.compose(named, challenge).letter("P1", names=True)


def paper(place: Path, without: tuple[str, ...] = (), header: str = "Our agency: {{ title }}") -> Path:
    """A Word document of somebody's own: with header and footer, a body of placeholders, and without some styles."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = "1 Our Street"
    document.sections[0].left_margin = Cm(4)
    document.add_paragraph("{{ status }} {{ team.rows }}")
    for name in without:
        style = document.styles[name].element
        style.getparent().remove(style)
    document.save(str(place))
    return place


@pytest.mark.parametrize("without", [(), ("Title", "Heading 1", "List Bullet")])
def test_a_letter_is_written_on_paper_of_ones_own(tmp_path: Path, without: tuple[str, ...]) -> None:
    """Page, header and footer are theirs; what stands in the body is left out; what the letter holds is no template."""
    written = hostile()
    written.write(tmp_path / "letter.docx", paper(tmp_path / "ours.docx", without))
    found = Document(str(tmp_path / "letter.docx"))
    page = found.sections[0]
    assert page.header.paragraphs[0].text == "Our agency: An invitation to join a peer team"
    assert page.footer.paragraphs[0].text == "1 Our Street"
    assert page.left_margin is not None
    assert abs(page.left_margin - Cm(4)) < 500
    texts = [paragraph.text for paragraph in found.paragraphs]
    mark = "•\t" if without else ""
    expected = [(mark if line.kind == "item" else "") + visible(line.text) for line in written.lines]
    assert texts == expected
    assert any("{{ 7 * 7 }}" in text for text in texts)
    styles = {p.style.name for p in found.paragraphs if p.style is not None}
    assert styles == {"Title", "Heading 1", "List Bullet", "Normal"}


def test_paper_that_cannot_be_filled_is_refused(tmp_path: Path) -> None:
    written = hostile()
    place = paper(tmp_path / "ours.docx", header="{{ titel }} {{ team }}")
    with pytest.raises(InputError) as caught:
        written.to_bytes(".docx", place)
    assert "did you mean 'title'?" in str(caught.value)
    assert "'team'" in str(caught.value)
    place.write_text("no Word document", "utf-8")
    with pytest.raises(InputError, match="a Word document"):
        written.to_bytes(".docx", place)
    for ending in (".txt", ".html"):
        with pytest.raises(ValueError, match="a template is for"):
            written.to_bytes(ending, place)


def test_names_are_neither_markup_nor_templates_nor_lines() -> None:
    page = hostile().to_bytes(".html").decode()
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;b&gt;Ada&lt;/b&gt; {{ 7 * 7 }}\\u202e" in page
    assert [line.text for line in hostile().lines if line.kind == "title"] == ["An invitation to join a peer team"]
    assert any("One & Co - a mark" in line.text for line in hostile().lines)


def test_word_has_styles_for_its_parts(result: Result) -> None:
    document = Document(io.BytesIO(result.letter("P002", names=True).to_bytes(".docx")))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None]
    assert styles[0] == "Title"
    assert {"Heading 1", "List Bullet", "Normal"} <= set(styles)
    told = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for line in result.letter("P002", names=True).lines:
        assert line.text in told
    assert document.core_properties.author == "TeamForge"


def test_a_letter_is_written_by_its_ending(result: Result, tmp_path: Path) -> None:
    written = result.letter()
    for ending in (".txt", ".docx", ".html"):
        written.write(tmp_path / f"host{ending}")
        assert (tmp_path / f"host{ending}").read_bytes()[:2] in {b"Yo", b"PK", b"<!"}
    with pytest.raises(ValueError, match=r"\.pdf"):
        written.write(tmp_path / "host.pdf")


def test_who_has_not_said_when_they_are_free_is_not_told_that_they_are_busy() -> None:
    """Of P062 of the demo nothing is known: to say "you are not free" would be untrue."""
    letter = teamforge.compose(*teamforge.load_demo()).letter("P062")
    assert "- We do not know when you are free." in letter.text
    assert "- Tell us when you are free." in letter.text
    assert "not free" not in letter.text


def test_the_days_read_as_a_sentence(result: Result) -> None:
    assert "It visits you from Monday 19 to Wednesday 21 April 2027." in result.letter().text
    pool, challenge = small()
    on_site = {"days": 1, "windows": [date(2027, 4, 13)]}
    alone = teamforge.compose(pool, challenge.replace(on_site=on_site))
    assert "It visits you on Tuesday 13 April 2027." in alone.letter().text


def test_the_host_reads_how_many_rules_were_checked() -> None:
    """Those that are off were not."""
    pool, challenge = small()
    letters = [
        teamforge.compose(pool, challenge.replace(rules=rules)).letter().text
        for rules in ({}, {"neighbour": {"strength": "off"}, "friendship": {"strength": "off"}})
    ]
    every = len(RULEBOOK.conflicts)
    assert [re.findall(r"against (\d+) rules", text) for text in letters] == [[f"{every}"], [f"{every - 2}"]]


def test_a_letter_has_a_date(result: Result) -> None:
    """The day that is given, or today; of the letters of a team all the same."""
    assert "\n12 January 2027\n" in result.letter("P002", on=date(2027, 1, 12)).text
    for written in result.letters(on=date(2027, 2, 3)):
        assert "\n3 February 2027\n" in written.text
    before = date.today()  # noqa: DTZ011 -- the day where the user is
    text = result.letter().text
    days = {before, date.today()}  # noqa: DTZ011 -- it may be midnight
    assert any(f"\n{day.day} {day:%B %Y}\n" in text for day in days)


@pytest.mark.parametrize(
    ("state", "title", "line"),
    [
        ("asked", "An invitation", "We would like you to join"),
        ("accepted", "Your", "Thank you for agreeing to join"),
        ("confirmed", "Your", "Thank you for agreeing to join"),
    ],
)
def test_who_has_agreed_is_thanked_and_not_invited_again(result: Result, state: str, title: str, line: str) -> None:
    proposed = result.pool.with_assignments(changes(result.require_team(), result.pool, result.challenge))
    now = proposed.with_assignments(answers(proposed, result.challenge, {"P002": state}))
    letter = result.letter("P002", now=now)
    assert letter.title.startswith(title)
    assert line in letter.text
