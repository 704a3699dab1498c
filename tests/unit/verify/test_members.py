"""What the members must be together: first-timers, regions, team rules (SPEC.md sections 4 and 7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from teamforge.pool.columns import Categorical

from .building import broken, make_challenge, make_pool, make_team

NEW = {"challenges_done": 0}


def test_first_timers() -> None:
    """Two members may be first-timers, three may not; the manager is no member."""
    two = {"L": NEW, "E": NEW, "M": NEW}
    assert broken(make_pool(peers=two)) == []
    three = make_pool(peers={**two, "V": NEW})
    assert broken(three) == [("first_timers", None, ("L", "E", "V"))]
    assert broken(three, make_challenge(rules={"first_timers": {"max": 3}})) == []
    assert broken(make_pool(peers={**two, "V": NEW}, without=["challenges_done"])) == []
    none = make_challenge(rules={"first_timers": {"max": 0}})
    assert broken(make_pool(peers={"L": NEW}), none) == [("first_timers", None, ("L",))]


def test_outside_region() -> None:
    """Hard bars members whose known region is a host's, any host's; unknown regions and the manager may be."""
    hard = make_challenge(rules={"outside_region": {"strength": "hard"}})
    near: dict[str, Any] = {"organisations": {"OV": {"region": "north west"}}}
    assert broken(make_pool(), hard) == []
    assert broken(make_pool(**near)) == []
    assert broken(make_pool(**near), hard) == [("outside_region", "vcs", ("V",))]
    no_points = make_challenge(rules={"outside_region": {"strength": "hard", "weight": 0}})
    assert broken(make_pool(**near), no_points) == [("outside_region", "vcs", ("V",))]
    second = {"OV": {"region": "north west"}, "H": {"region": "london"}}
    assert broken(make_pool(organisations=second), hard) == [("outside_region", "vcs", ("V",))]
    blank = {"H": {"region": None}, "I": {"region": None}}
    assert broken(make_pool(organisations=blank), hard) == []
    assert broken(make_pool(peers={"M": {"organisation_id": "ICS"}}), hard) == []


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        # L, E and V are the members; the manager is none.
        ({"attribute": "region", "value": "South East"}, 2),
        ({"attribute": "kind", "value": "vcs"}, 1),
        ({"attribute": "Kind", "value": "icb"}, 0),
        ({"attribute": "organisation_id", "value": "OL"}, 1),
        ({"attribute": "organisation_id", "value": "ol"}, 0),
        ({"attribute": "peer_id", "value": "E"}, 1),
        ({"attribute": "peer_id", "value": "M"}, 0),
        ({"attribute": "peer_id", "value": "e"}, 0),
        ({"attribute": "roles", "value": "Chief_Executive"}, 1),
        ({"attribute": "roles", "value": "challenge_manager"}, 0),
        ({"attribute": "political_group", "value": " GREEN "}, 1),
        ({"attribute": "trained", "value": "yes"}, 3),
        ({"attribute": "active", "value": "0"}, 0),
        ({"attribute": "challenges_done", "value": "1"}, 2),
        ({"attribute": "challenges_done", "value": "7.0"}, 1),
        ({"attribute": "max_per_year", "value": "2"}, 3),
        ({"attribute": "declared_on", "value": "01/12/2026"}, 3),
        ({"attribute": "theme:prevention", "value": "4"}, 1),
        ({"attribute": "theme:prevention", "value": "0"}, 2),
        ({"attribute": "language", "value": "Welsh"}, 2),
        ({"attribute": "language", "value": "polish"}, 1),
        ({"attribute": "language", "value": "dutch"}, 0),
    ],
)
def test_team_rule(rule: dict[str, Any], count: int) -> None:
    """The number of members with the value lies between min and max."""
    pool = make_pool(
        peers={
            "L": {"prevention": 4, "language": ("welsh", "polish"), "challenges_done": 7},
            "V": {"language": ("welsh",)},
            "M": {"language": ("welsh", "dutch")},
        }
    )
    missed = [("team_rule", None, ())]
    for low, high, holds in (
        (count, count, True),
        (count, None, True),
        (None, count, True),
        (count + 1, None, False),
        (None, count - 1, count == 0),
    ):
        if high is not None and high < 0:
            continue
        bounds = {"min": low, "max": high}
        assert broken(pool, make_challenge(team_rules=({**rule, **bounds},))) == ([] if holds else missed)
        soft = {**rule, **bounds, "strength": "soft", "weight": 1}
        assert broken(pool, make_challenge(team_rules=(soft,))) == []


def test_no_value() -> None:
    """With no value, max alone holds for each non-blank value separately."""
    rule = {"attribute": "language", "max": 1}
    some: dict[str, dict[str, Any]] = {
        "L": {"language": ("welsh", "polish")},
        "E": {"language": ("dutch",)},
        "M": {"language": ("dutch",)},
    }
    assert broken(make_pool(peers=some), make_challenge(team_rules=(rule,))) == []
    more = make_pool(peers={**some, "V": {"language": ("polish",)}})
    assert broken(more, make_challenge(team_rules=(rule,))) == [("team_rule", None, ())]
    assert broken(more, make_challenge(team_rules=({**rule, "max": 2},))) == []


def test_each_rule_is_told() -> None:
    """Two rules missed are two violations."""
    rules = ({"attribute": "kind", "value": "icb", "min": 1}, {"attribute": "roles", "value": "vcs_leader", "max": 0})
    assert broken(challenge=make_challenge(team_rules=rules)) == [("team_rule", None, ())] * 2


def test_optional_members_count() -> None:
    """S on the spare seat is a member."""
    rule = {"attribute": "kind", "value": "vcs", "max": 1}
    challenge = make_challenge(team_rules=(rule,))
    assert broken(challenge=challenge) == []
    assert broken(challenge=challenge, team=make_team(spare="S")) == [("team_rule", None, ())]


def test_names_are_compared_ignoring_case() -> None:
    """A rule on `name` compares as any other column; a blank name is no value."""
    pool = make_pool()
    names = Categorical(np.array([-1, 0, 1, 2, -1, -1], dtype=np.int32), (" Ann ", "ANN", "Ann"))
    named = replace(pool, peers=replace(pool.peers, names=names, columns=pool.peers.columns | {"name"}))
    for high, found in ((2, []), (1, [("team_rule", None, ())])):
        assert broken(named, make_challenge(team_rules=({"attribute": "name", "value": "ann", "max": high},))) == found
        assert broken(named, make_challenge(team_rules=({"attribute": "name", "max": high},))) == found


@pytest.mark.parametrize("attribute", ["political_group", "region", "organisation_id", "declared_on", "language"])
def test_blank_cells_have_no_value(attribute: str) -> None:
    """Members with blank cells do not share a value."""
    blank = {"political_group": None, "organisation_id": None, "declared_on": None}
    pool = make_pool(peers=dict.fromkeys("LEV", blank))
    challenge = make_challenge(
        team_rules=({"attribute": attribute, "max": 1},), rules={"declaration": {"strength": "off"}}
    )
    assert broken(pool, challenge) == []


@pytest.mark.parametrize("attribute", ["trained", "active"])
def test_rule_on_a_flag(attribute: str) -> None:
    """A rule on trained or active counts who is not."""
    pool = make_pool(peers={"L": {attribute: False}})
    rule = {"attribute": attribute, "value": "no", "max": 0}
    found = [(attribute, "lead", ("L",)), ("team_rule", None, ())]
    assert broken(pool, make_challenge(team_rules=(rule,))) == found
    assert broken(pool, make_challenge(team_rules=({**rule, "max": 1},))) == found[:1]
