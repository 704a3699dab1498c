"""What each page says, and what each step does: the answers are those of `compose`."""

from __future__ import annotations

import re
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

import teamforge
from teamforge.challenge.windows import find_windows
from teamforge.page.words import days_in_words
from tests.unit.app.conftest import TOKEN, desk_of, visitor

DEMO = {"challenge": "plymouth-2027", "draft": "file"}


@pytest.fixture(scope="module", name="best")
def best_team() -> teamforge.Result:
    return teamforge.compose(*teamforge.load_demo())


def attempt(client: TestClient, what: str, draft: str = "file", **fields: str) -> Response:
    return client.post("/try", data={**DEMO, "draft": draft, "what": what, **fields})


def draft_of(answer: Response) -> str:
    return str(answer.url.params["draft"])


def points_in(answer: Response) -> int:
    found = re.search(r"([\d,]+) points, optimal", answer.text)
    assert found
    return int(found[1].replace(",", ""))


def test_the_season_names_every_challenge(client: TestClient) -> None:
    text = client.get("/").text
    for title in ("Plymouth", "Derby", "Portsmouth"):
        assert f"challenge, {title}" in text
    assert "7 open seats" in text


def test_the_team_is_the_one_that_compose_finds(client: TestClient, best: teamforge.Result) -> None:
    answer = client.get("/team", params=DEMO)
    assert points_in(answer) == best.points
    for member in best.members:
        assert f'<span class="id">{member.peer_id}</span>' in answer.text
        assert best.pool.peers.name_of(member.peer_id) in answer.text


def test_names_are_left_out_where_they_were_not_asked_for(folder: Path, best: teamforge.Result) -> None:
    with visitor(desk_of(folder, names=False)) as client:
        client.get("/", params={"token": TOKEN})
        text = client.get("/team", params=DEMO).text
    assert best.members[0].peer_id in text
    assert not any(best.pool.peers.name_of(member.peer_id) in text for member in best.members)


def test_who_else_could_sit_there_and_who_cannot(client: TestClient, best: teamforge.Result) -> None:
    text = client.get("/seat", params={**DEMO, "seat": "vcs"}).text
    reserves = best.reserves(per_seat=10, seats=["vcs"])
    assert [each.peer_id in text for each in reserves] == [True] * len(reserves)
    blocked = best.blocked("vcs")
    assert blocked
    assert f"{len(blocked)} " in text
    assert blocked[0].peer_id in text


def test_to_put_somebody_in_is_to_compose_with_them(client: TestClient, best: teamforge.Result) -> None:
    reserve = best.reserves(per_seat=1, seats=["vcs"])[0]
    answer = attempt(client, "pin", seat="vcs", peer=reserve.peer_id)
    challenge = best.challenge
    then = teamforge.compose(best.pool, challenge.replace(pins={**challenge.pins, "vcs": reserve.peer_id}))
    assert points_in(answer) == then.points
    assert "comes on the team" in answer.text
    assert "What that changes" in answer.text


def part_of(answer: Response, name: str) -> str:
    """Return the words of a part of a page, from the heading with its id, or within it, to the next heading."""
    part = answer.text.partition(f'id="{name}">')[2].partition("</h2>")[2].partition("<h2")[0]
    assert part
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", part))


def test_what_a_step_changes_is_said_and_marked(client: TestClient, best: teamforge.Result) -> None:
    """Coverage, findings and days as well; and the other way round when the step is undone."""
    there = attempt(client, "pin", seat="vcs", peer="P058")
    told = part_of(there, "changed")
    for line in (
        "Fergus Iddon P058 comes on the team",
        "Community VCSE: 1 more expert, 1 fewer authority",
        "Prevention: 1 more practitioner, 1 fewer aware of it",
        "New among the conflicts of interest: Fergus Iddon P058 and Caroline Whitby P064 are friends",
        "The same days",
    ):
        assert line in told
    cover = {row.partition("<")[0]: row for row in there.text.split('id="cover-')[1:]}
    assert [">1 more expert, 1 fewer authority<" in each for each in cover.values()].count(True) == 1
    assert all("<strong>" in each for each in cover.values()), "who is new is marked"
    shown = part_of(there, "findings")
    assert "works for a neighbour of a host: waived by Programme director, peer challenges. The path" in shown
    assert "are friends: waived by Programme director, peer challenges. new The path" in shown
    back = attempt(client, "unpin", draft_of(there), seat="vcs")
    told = part_of(back, "changed")
    for line in (
        "Community VCSE: 1 more authority, 1 fewer expert",
        "No longer among the conflicts of interest: Fergus Iddon P058 and Caroline Whitby P064 are friends",
    ):
        assert line in told
    days = best.window
    assert days
    other = next(each for each in best.windows() if each.points is not None and each.start != days.start)
    moved = part_of(attempt(client, "days", start=str(other.start)), "changed")
    assert f"instead of {days_in_words(days.start, days.end)}" in moved
    reserve = attempt(client, "exclude", peer="P054", reason="is away")
    assert "Nothing: the same people, days and points." in reserve.text


def test_a_slider_changes_what_is_marked(client: TestClient, best: teamforge.Result) -> None:
    fields = {f"weight:{theme}": "0" for theme in best.challenge.scope} | {"weight:community_vcse": "10"}
    looked = client.post("/look", data={**DEMO, **fields})
    assert "Community VCSE: " in part_of(looked, "changed")
    assert "No longer among the conflicts of interest: Ruth Nkemelu P015 works" in part_of(looked, "changed")
    assert "There is none." in part_of(looked, "findings")


def test_undo_is_the_draft_before(client: TestClient, best: teamforge.Result) -> None:
    first = attempt(client, "exclude", peer=best.members[1].peer_id, reason="is on leave")
    second = attempt(client, "exclude", draft_of(first), peer=best.members[2].peer_id, reason="is on leave")
    assert f'draft={draft_of(first)}" data-swap>Undo' in second.text
    again = client.get("/team", params={**DEMO, "draft": draft_of(first)})
    assert points_in(again) == points_in(first)
    assert 'draft=file" data-swap>Undo' in first.text


def test_two_tabs_do_not_meet(client: TestClient, best: teamforge.Result) -> None:
    """Both begin with the same draft, and each keeps what it did."""
    one = attempt(client, "exclude", peer=best.members[1].peer_id, reason="is on leave")
    other = attempt(client, "exclude", peer=best.members[2].peer_id, reason="is on leave")
    assert draft_of(one) != draft_of(other)
    again = client.get("/team", params={**DEMO, "draft": draft_of(one)}).text
    assert best.members[1].peer_id in again
    assert f"{best.members[2].peer_id} is not on the team" not in again


def test_an_address_says_nothing_of_anybody(client: TestClient, best: teamforge.Result) -> None:
    answer = attempt(client, "exclude", peer=best.members[1].peer_id, reason="is in hospital")
    assert "hospital" not in str(answer.url)
    assert best.members[1].peer_id not in str(answer.url)


def test_weights_are_looked_at_without_a_step(client: TestClient, best: teamforge.Result) -> None:
    scope = {**best.challenge.scope, "prevention": 0}
    fields = {f"weight:{theme}": str(weight) for theme, weight in scope.items()}
    looked: Any = client.post("/look", data={**DEMO, **fields})
    then = teamforge.compose(best.pool, best.challenge.replace(scope=scope))
    assert points_in(looked) == then.points
    assert "What you are trying" not in looked.text
    assert points_in(attempt(client, "weigh", **fields)) == then.points


def test_all_weights_at_nought_are_refused(client: TestClient, best: teamforge.Result) -> None:
    answer = attempt(client, "weigh", **{f"weight:{theme}": "0" for theme in best.challenge.scope})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "a weight above 0" in answer.text


def test_a_waiver_needs_a_name_a_reason_and_a_date(client: TestClient) -> None:
    whole = {"peer": "P015", "rule": "reviewed_host", "by": "A. Person", "reason": "long ago", "on": "2027-01-11"}
    for missing in ("by", "reason", "on"):
        fields = {name: value for name, value in whole.items() if name != missing}
        assert attempt(client, "waive", **fields).status_code == HTTPStatus.BAD_REQUEST
    assert "Reviewed host is waived for Ruth Nkemelu P015" in attempt(client, "waive", **whole).text


@pytest.mark.parametrize("rule", ["current_tie", "pair_tie", "no_such_rule", ""])
def test_what_may_not_be_waived_is_not(client: TestClient, rule: str) -> None:
    fields = {"peer": "P015", "rule": rule, "by": "A. Person", "reason": "because", "on": "2027-01-11"}
    assert attempt(client, "waive", **fields).status_code == HTTPStatus.BAD_REQUEST
    assert client.get("/waive", params={**DEMO, "peer": "P015", "rule": rule}).status_code == HTTPStatus.BAD_REQUEST


def test_any_peer_is_found_by_name_or_id(client: TestClient, best: teamforge.Result) -> None:
    outside = best.reserves(per_seat=1)[0].peer_id
    for words in (outside, best.pool.peers.name_of(outside).upper()):
        text = client.post("/peer", data={**DEMO, "who": words}).text
        assert "Not on the team" in text
        assert "What it would cost" in text
    assert "Cannot be on this team" in client.post("/peer", data={**DEMO, "who": "P053"}).text
    assert "0 peers found" in client.post("/peer", data={**DEMO, "who": "nobody at all"}).text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/team", {"challenge": "no-such"}),
        ("/team", {"challenge": ""}),
        ("/team", {**DEMO, "draft": "0123456789abcdef"}),
        ("/seat", {**DEMO, "seat": "no_such_seat"}),
        ("/peer", {**DEMO, "peer": "../../etc/passwd"}),
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str, fields: dict[str, str]) -> None:
    assert client.get(path, params=fields).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("what", ["", "drop tables", "unwaive", "days", "exclude", "pin"])
def test_half_a_step_is_refused_in_words(client: TestClient, what: str) -> None:
    answer = attempt(client, what)
    assert HTTPStatus.BAD_REQUEST <= answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert "That cannot be done" in answer.text


def test_where_there_is_no_team_each_way_out_is_tried_with_a_click(client: TestClient, best: teamforge.Result) -> None:
    answer = attempt(client, "days", start="2027-03-22")
    assert "There is no team" in answer.text
    then = best.challenge.replace(on_site={"windows": ["2027-03-22"]})
    found = teamforge.compose(best.pool, then).why_none()
    assert found.relaxations
    priced = [f"{each.points:,}" in answer.text for each in found.relaxations]
    assert all(priced)
    place = next(n for n, each in enumerate(found.relaxations) if each.challenge.waivers == then.waivers)
    tried = attempt(client, "relax", draft_of(answer), place=str(place))
    assert points_in(tried) == found.relaxations[place].points
    for wrong in ("999", "", "x"):
        assert attempt(client, "relax", draft_of(answer), place=wrong).status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("page", ["team", "seat", "dates", "conflicts", "answers", "peer", "decision"])
@pytest.mark.parametrize("draft", ["file", "without a team"])
def test_every_page_is_shown_with_a_team_and_without(client: TestClient, page: str, draft: str) -> None:
    key = "file" if draft == "file" else draft_of(attempt(client, "days", start="2027-03-22"))
    answer = client.get(f"/{page}", params={**DEMO, "draft": key, "seat": "vcs", "peer": "P010"})
    expected = HTTPStatus.BAD_REQUEST if (page, draft) == ("decision", "without a team") else HTTPStatus.OK
    assert answer.status_code == expected
    assert "fault of TeamForge" not in answer.text
    assert answer.text.rstrip().endswith("</html>")


def test_how_many_days_are_not_possible_and_why_is_a_sentence(client: TestClient) -> None:
    shown = client.get("/dates", params=DEMO).text.partition("Why other days are not possible")[2].partition("</ul>")[0]
    refused = Counter(find_windows(teamforge.load_demo()[1]).refused.values())
    many = refused["runs into a weekend"]
    assert many > 1
    assert f"<li>{many} possible first days run into a weekend</li>" in shown
    assert shown.count("<li>") == len(refused)


def test_dates_are_in_words_on_every_page(client: TestClient, folder: Path) -> None:
    """Fields of forms and addresses keep the dates that programs read."""
    seats = teamforge.read_challenge(folder / "challenge.toml").seat_ids
    pages = ["team", "dates", "conflicts", "answers", "decision", *(f"seat&seat={seat}" for seat in seats)]
    seen = 0
    for page in [*pages, "peer&peer=P033", "peer&peer=P025", "waive&peer=P009&rule=reviewed_host"]:
        name, _, more = page.partition("&")
        text = client.get(f"/{name}?challenge=plymouth-2027&{more}").text
        shown = re.sub(r"<[^>]*>", " ", text)
        assert re.findall(r"\d{4}-\d\d-\d\d", shown) == [], page
        seen += len(re.findall(r"\d (?:January|April|June|October) 20\d\d", shown))
    assert seen > 20
