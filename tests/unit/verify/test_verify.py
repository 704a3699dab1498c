"""The verifier as a whole: the breakdown, the seal, and what its messages say."""

from __future__ import annotations

import pytest

from teamforge.errors import InternalError
from teamforge.spec.rulebook import RULEBOOK
from teamforge.verify import VerifiedTeam, breakdown, check, score, violations
from tests.rules.valid_team import make_challenge, make_pool, make_team

SOFT = {"strength": "soft", "weight": 2}


def test_breakdown_keys() -> None:
    """All ten criteria, then what is soft in the order of SPEC.md, then soft team rules; at 0 too."""
    rule = {"attribute": "kind", "value": "vcs", "max": 9, "strength": "soft", "weight": 1}
    challenge = make_challenge(rules={"pair_tie": SOFT, "neighbour": SOFT}, team_rules=(rule,))
    assert list(breakdown(challenge, ())) == [
        *tuple(RULEBOOK.criteria),
        "soft:neighbour",
        "soft:pair_tie",
        "soft:team_rules",
    ]
    assert list(breakdown(make_challenge(), ())) == list(RULEBOOK.criteria)
    hard = make_challenge(team_rules=({"attribute": "kind", "value": "vcs", "max": 9},))
    assert list(breakdown(hard, ())) == list(RULEBOOK.criteria)


def test_breakdown_of_another_challenge() -> None:
    """An entry of a rule that is not soft here is a mistake."""
    soft = make_challenge(rules={"neighbour": SOFT})
    entries = score(make_pool(relations=[("OV", "neighbour_of", "H")]), soft, make_team())
    assert breakdown(soft, entries)["soft:neighbour"] == -500
    with pytest.raises(KeyError):
        breakdown(make_challenge(), entries)


def test_check() -> None:
    """A valid team is sealed with points, ledger and breakdown that agree."""
    pool, challenge, team = make_pool(), make_challenge(), make_team()
    sealed = check(pool, challenge, team)
    entries = score(pool, challenge, team)
    assert sealed == VerifiedTeam(team, 11550, entries, breakdown(challenge, entries))
    assert sum(entry.points for entry in entries) == sum(sealed.breakdown.values()) == 11550
    assert check(pool, challenge, team, points=11550) == sealed


def test_check_of_wrong_points() -> None:
    """Points that are one off are our mistake."""
    for claimed in (11549, 11551, 0):
        with pytest.raises(InternalError, match=f"scores 11550 points, not {claimed}"):
            check(make_pool(), make_challenge(), make_team(), points=claimed)


def test_check_of_a_wrong_team() -> None:
    """Every rule it breaks is listed."""
    pool = make_pool(peers={"V": {"trained": False, "active": False}})
    with pytest.raises(InternalError) as caught:
        check(pool, make_challenge(), make_team())
    assert caught.value.violations == ("trained: seat vcs: V is not trained", "active: seat vcs: V is not active")


def test_nonsense_is_scored() -> None:
    """Of a team that names what does not exist only the rest is scored."""
    entries = score(make_pool(), make_challenge(), make_team(chair="S", spare="nobody"))
    assert sum(entry.points for entry in entries) == 11550


def test_messages() -> None:
    """A domain expert can confirm each violation from its message, which says nothing personal."""
    pool = make_pool(
        peers={"V": {"declared": None, "most": 1}},
        availability=[("E", "2027-04-13", "2027-04-13", True), ("E", "2027-04-15", "2027-04-15", True)],
        interests=[("L", "family", "E"), ("V", "employment", "B")],
        engagements=[("V", "OS", "2027-04-05", "2027-04-07", "done"), ("M", "OS", "2027-04-15", "2027-04-20", "done")],
    )
    rule = {"attribute": "political_group", "value": "blue", "min": 1}
    challenge = make_challenge(team_rules=(rule,), rules={"first_timers": {"max": 0}})
    assert [str(found) for found in violations(pool, challenge, make_team())] == [
        "availability: seat elected: E is not free on 2027-04-14",
        "overlap: seat manager: M is engaged from 2027-04-15 to 2027-04-20",
        (
            "rest: seat vcs: V has 5 whole days between the engagement from 2027-04-05 to 2027-04-07 and the window; "
            "at least 14 are needed"
        ),
        "max_per_year: seat vcs: V already has 1 engagement in the programme year from 2027-04-01; the limit is 1",
        (
            "current_tie: seat vcs: V works for a host, or holds an office, a contract or a consultancy there; "
            "current_tie is a hard rule"
        ),
        (
            "declaration: seat vcs: V has not declared their interests in the year before the decision; "
            "no waiver is in force"
        ),
        (
            "pair_tie: seats lead and elected: L and E are family, in the same line of management, "
            "in business together or in dispute; pair_tie is a hard rule"
        ),
        "team_rule: at least 1 member with political group blue: missed by 1",
    ]
