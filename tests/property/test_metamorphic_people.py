"""The metamorphic relations R5–R9, R11, R17, R18 and R20: one peer more or less, one pair more, other levels."""

from __future__ import annotations

from random import Random

from tests.oracle import brute
from tests.oracle.challenge import CORE_TEAM

from .relation import Case, Raw, case, relation


def _people(team: brute.Team) -> set[str]:
    """The peers of a team."""
    return {peer for _, peer in team.seats}


def _idle(base: Case) -> list[str]:
    """The peers who are not on the team; everybody if there is no team."""
    return [peer for peer in base.raw.peers if peer not in base.members.values()]


def _hard_pairs(raw: Raw) -> None:
    """Make the rule `pair_tie` hard, whatever the problem says."""
    raw.challenge.setdefault("rules", {})["pair_tie"] = {"strength": "hard"}


@relation(0.4)
def test_r5_a_peer_more(rng: Random) -> bool:
    """One peer more: never fewer points; more only with them on the team. (Not one of a host: `reciprocal_review`.)"""
    base = case(rng)
    changed = base.raw.copy()
    like = changed.peer(rng.choice(changed.peers))
    able = {role.strip().lower() for seat in changed.challenge.get("seats", CORE_TEAM) for role in seat["accepts"]}
    known = {"trained": "yes", "active": "yes", "max_per_year": "4", "challenges_done": "5"}
    known |= {"declared_on": changed.challenge["as_of"]}
    known |= {column: "4" for column in like if column.startswith("theme:")}
    row = like | {column: cell for column, cell in known.items() if column in like}
    changed.rows("peers").append(row | {"peer_id": "P99", "organisation_id": "", "roles": ";".join(sorted(able))})
    changed.add("availability", peer_id="P99", start="2026-01-01", end="2029-12-31", status="available")
    after = Case(changed)
    assert after.opt >= base.opt
    if "P99" not in after.members.values():
        assert after.same_as(base)
    return "P99" in after.members.values()


@relation(0.5)
def test_r6_an_idle_peer_less(rng: Random) -> bool:
    """Without somebody who is not on the team: the same team. (If they worked for a host, never fewer points.)"""
    base = case(rng)
    idle = _idle(base)
    if not idle:
        return False
    gone = rng.sample(idle, rng.randint(1, min(3, len(idle))))
    changed = base.raw.copy()
    for peer in gone:
        pins = changed.challenge.get("pins", {})
        changed.challenge["pins"] = {seat: pinned for seat, pinned in pins.items() if pinned != peer}
        changed.remove(peer)
    after = Case(changed)
    if any(base.raw.at_host(peer) for peer in gone):
        assert after.opt >= base.opt
        return False
    if base.team is None and base.raw.challenge.get("pins", {}) != changed.challenge["pins"]:
        return False  # without the pin there may be a team
    assert after.same_as(base)
    return base.team is not None


@relation(0.5)
def test_r7_a_member_less(rng: Random) -> bool:
    """Without a member: never more points, and as many only if another of the best teams does not need them."""
    base = case(rng)
    pinned = base.raw.challenge.get("pins", {}).values()
    members = [peer for peer in base.members.values() if peer not in pinned and not base.raw.at_host(peer)]
    if not members:
        return False
    gone = rng.choice(members)
    changed = base.raw.copy()
    changed.remove(gone)
    after = Case(changed)
    assert after.opt <= base.opt
    assert (after.opt == base.opt) == any(gone not in _people(team) for team in base.oracle.teams)
    return True


@relation(0.3)
def test_r8_a_pair_more(rng: Random) -> bool:
    """Two peers who may not sit together: never more points; nothing changes unless both were on the team."""
    base = case(rng, _hard_pairs)
    members = sorted(base.members.values())
    both = len(members) > 1 and rng.random() < 0.8
    one, other = rng.sample(members if both else base.raw.peers, 2)
    changed = base.raw.copy()
    changed.pair(one, other)
    after = Case(changed)
    assert after.opt <= base.opt
    if {one, other} <= set(members):
        assert (after.opt == base.opt) == any(not {one, other} <= _people(team) for team in base.oracle.teams)
        assert not {one, other} <= set(after.members.values())
        return True
    assert after.same_as(base)
    return False


@relation(0.5)
def test_r9_what_idle_peers_know(rng: Random) -> bool:
    """If nobody outside the team knows anything, the team stays the same."""
    base = case(rng)
    idle = _idle(base)
    changed = base.raw.copy()
    known = 0
    for peer in rng.sample(idle, rng.randint(min(1, len(idle)), len(idle))):
        row = changed.peer(peer)
        levels = [column for column in row if column.startswith("theme:")]
        known += sum(row[column] not in {"", "0"} for column in levels)
        row |= dict.fromkeys(levels, rng.choice(("", "0")))
    assert Case(changed).opt == base.opt
    if base.team is not None:
        assert Case(changed).same_as(base)
    return base.team is not None and known > 0


@relation(0.3)
def test_r11_more_knowledge(rng: Random) -> bool:
    """Somebody knows more about a theme: never fewer points, and if there are more, they are on the team."""
    base = case(rng)
    changed = base.raw.copy()
    columns = [f"theme:{theme.strip().lower()}" for theme in changed.challenge["scope"]]
    low = [(row, column) for row in changed.rows("peers") for column in columns if row[column] != "4"]
    members = [entry for entry in low if entry[0]["peer_id"] in base.members.values()]
    if not low:
        return False
    row, column = rng.choice(low if rng.random() < 0.2 or not members else members)
    row[column] = str(min(4, int(row[column] or 0) + rng.choice((1, 2, 4))))
    after = Case(changed)
    assert after.opt >= base.opt
    if after.opt > base.opt:
        assert row["peer_id"] in after.members.values()
    return row["peer_id"] in base.members.values()


@relation(0.5)
def test_r17_a_clone(rng: Random) -> bool:
    """A copy of a peer who may not sit with the original: the same points."""
    base = case(rng, _hard_pairs)
    named = {rule.get("value", "").strip() for rule in base.raw.challenge.get("team_rules", ())}
    likes = [peer for peer in base.raw.peers if peer not in named and not base.raw.at_host(peer)]
    members = [peer for peer in base.members.values() if peer in likes]
    peer = rng.choice(members or likes)
    changed = base.raw.copy()
    changed.rows("peers").insert(rng.randint(0, 3), changed.peer(peer) | {"peer_id": "P99"})
    for table in ("availability", "interests", "engagements"):
        for row in changed.named(table, peer):
            renamed = {column: "P99" if cell == peer else cell for column, cell in row.items()}
            changed.rows(table).append(renamed)
    for field in ("exclude", "waivers"):
        for entry in list(changed.challenge.get(field, ())):
            if peer in (entry["peer"], entry.get("other_peer")):
                changed.listed(field).append({key: "P99" if value == peer else value for key, value in entry.items()})
    changed.pair(*rng.sample((peer, "P99"), 2))
    after = Case(changed)
    assert after.opt == base.opt
    assert not {peer, "P99"} <= set(after.members.values())
    return bool(members)


@relation(0.5)
def test_r18_nobody_else(rng: Random) -> bool:
    """Only the members may be chosen: the same team."""
    base = case(rng)
    if base.team is None:
        return False
    changed = base.raw.copy()
    for peer in _idle(base):
        way = rng.choice(("exclude", "active", "roles"))
        if way == "exclude":
            changed.listed("exclude").append({"peer": peer, "reason": "declined"})
        elif way == "roles":
            changed.peer(peer)["roles"] = "journalist"
        else:
            for row in changed.rows("peers"):
                row.setdefault("active", "yes")
            changed.peer(peer)["active"] = "no"
    after = Case(changed)
    assert after.same_as(base)
    return True


@relation(0.4)
def test_r20_a_case_split(rng: Random) -> bool:
    """The best team overall is the best of those with a peer, on any seat, and those without."""
    base = case(rng)
    pins = base.raw.challenge.get("pins", {})
    peer = rng.choice([*base.members.values()] or base.raw.peers)
    if peer in pins.values():
        return False
    without = base.raw.copy()
    without.listed("exclude").append({"peer": peer, "reason": "declined"})
    parts = [Case(without).opt]
    for seat in base.raw.challenge.get("seats", CORE_TEAM):
        if seat["id"] not in pins:
            pinned = base.raw.copy()
            pinned.challenge["pins"] = {**pins, seat["id"]: peer}
            found = Case(pinned)
            assert base.team is None or found.opt == base.opt or base.members.get(seat["id"]) != peer
            assert found.team is None or found.members[seat["id"]] == peer
            parts.append(found.opt)
    assert max(parts) == base.opt
    return base.team is not None
