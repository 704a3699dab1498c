"""The calendar, seats, rulebook, people named and team rules of a challenge."""

from __future__ import annotations

from typing import Any

from .challenge import STRENGTHS, YEARS
from .criteria import CRITERIA
from .draft import ANCHORS, EASTER_MONDAY, GROUPS, LEAP_DAY, MAY_DAY, REGIONS, ROLES, THEMES, Draft, chance, moved


def calendar(draft: Draft) -> None:
    """Candidates near bank holidays, the turn of the programme year and the limits of the lead time."""
    rng = draft.rng
    anchor = rng.choice(ANCHORS)
    draft.as_of = moved(anchor, -7 * rng.choice((8, 9, 10, 11, 11, 12, 13)) + rng.choice((-3, -1, 0, 0, 1)))
    if anchor.year == LEAP_DAY.year and chance(rng, 0.7):
        draft.as_of = LEAP_DAY
    draft.days = rng.choice((1, 2, 2, 3, 3, 3, 4, 5))
    on_site: dict[str, Any] = {"days": draft.days}
    if draft.days == 3 and chance(rng, 0.5):
        del on_site["days"]
    monday = moved(anchor, 7 - anchor.weekday())
    if monday in {EASTER_MONDAY, MAY_DAY}:
        monday = moved(monday, 7)
    safe = moved(monday, rng.randint(0, 5 - draft.days))
    if chance(rng, 0.5):
        earliest, latest = moved(safe, -rng.randint(0, 6)), moved(safe, draft.days - 1 + rng.choice((0, 0, 1)))
        on_site |= {"earliest": earliest.isoformat(), "latest": latest.isoformat()}
        starts = [moved(earliest, k) for k in range((latest - earliest).days + 2 - draft.days)]
    else:
        starts = [moved(anchor, k) for k in rng.sample((-7, -4, -1, 0, 1, 1, 2, 14, 15), rng.randint(0, 3))]
        starts = list(dict.fromkeys([*starts, safe]))
        rng.shuffle(starts)
        listed = [start.isoformat() for start in starts]
        on_site["windows"] = listed + listed[: rng.choice((0, 0, 1))]
    likely = [start for start in starts if start.weekday() + draft.days <= 5]
    draft.starts = likely or starts
    if chance(rng, 0.3 if len(draft.starts) > 1 else 0.03):
        on_site["avoid"] = avoid(draft)
    draft.challenge |= {"id": "this", "as_of": draft.as_of.isoformat(), "on_site": on_site}
    lead_time(draft)


def avoid(draft: Draft) -> list[Any]:
    """A day at an edge of a window, or just beside it, alone or as a range."""
    rng = draft.rng
    start, end = draft.window()
    assert start
    assert end
    first = rng.choice((start, end, moved(end, 1)))
    if chance(rng, 0.5):
        return [first.isoformat()]
    return [{"start": first.isoformat(), "end": moved(first, rng.choice((0, 1, 2))).isoformat()}]


def lead_time(draft: Draft) -> None:
    """A minimum and an advised lead time, at times at the very start of a window."""
    rng = draft.rng
    weeks = max(0, (rng.choice(draft.starts) - draft.as_of).days // 7)
    latest = max(0, (max(draft.starts) - draft.as_of).days // 7)
    if chance(rng, 0.4) or latest < 9:
        minimum = rng.choice((weeks, latest, latest, max(0, weeks - 1), min(weeks + 1, latest), latest))
        draft.challenge["lead_time"] = {"minimum_weeks": minimum, "advised_weeks": minimum + rng.choice((0, 1, 4))}
    elif chance(rng, 0.3):
        draft.challenge["lead_time"] = {"advised_weeks": max(8, weeks + rng.choice((0, 0, 1)))}


def seats(draft: Draft) -> None:
    """Two to five seats of one or two roles each, or now and then the core team."""
    rng = draft.rng
    if chance(rng, 0.02):
        draft.seats = [{"accepts": {role: 100}} for role in CORE_ROLES]
        return
    for index in range(rng.choice((2, 2, 3, 3, 3, 4, 5))):
        accepts = {
            draft.spelt(role): rng.choice((100, 100, 80, 60, 50, 33, 1))
            for role in rng.sample(ROLES, rng.randint(1, 2))
        }
        seat: dict[str, Any] = {"id": f"seat {index}" if chance(rng, 0.1) else f"s{index}", "accepts": accepts}
        if index and chance(rng, 0.3):
            seat["required"] = False
        if chance(rng, 0.15):
            seat["counts"] = False
        for flag, share in (("political", 0.5), ("leads", 0.35), ("authority", 0.45)):
            if chance(rng, share):
                seat[flag] = True
        draft.seats.append(seat)
    draft.challenge["seats"] = draft.seats


CORE_ROLES = (
    *("chief_executive", "director_of_public_health", "icb_chair", "elected_member"),
    *("nhs_prevention_lead", "vcs_leader", "challenge_manager"),
)


def rulebook(draft: Draft) -> None:
    """Hosts, purpose, scope, preset and overrides of every key."""
    rng = draft.rng
    scope = {theme: rng.randint(0, 10) for theme in rng.sample(THEMES, rng.randint(1, 3))}
    scope[next(iter(scope))] = rng.randint(1, 10)
    draft.challenge |= {
        "hosts": draft.hosts,
        "scope": {draft.spelt(theme): w for theme, w in scope.items()},
        "rules": {},
    }
    if chance(rng, 0.2):
        draft.challenge["purpose"] = rng.choice(("progress_review", "progress_review", "challenge"))
    if chance(rng, 0.45):
        preset = rng.choice(("lga_system_wide", *("lga_progress_review", "regional") * 2, "strict_independence"))
        draft.challenge["preset"] = preset
    rules = draft.challenge["rules"]
    for rule in rng.sample([*STRENGTHS], rng.randint(0, 6)):
        rules[rule] = strength(draft)
    for rule in YEARS:
        if chance(rng, 0.25):
            rules.setdefault(rule, {})["years"] = rng.randint(1, 7)
    if chance(rng, 0.3):
        rules.setdefault("same_system", {})["kinds"] = rng.choice(
            (["ccg"], ["ICB", "vcs"], ["county"], ["system", "ccg"])
        )
    reweigh(draft)


def reweigh(draft: Draft) -> None:
    """Weights, depth, and the numbers of the rules without points."""
    rng, rules = draft.rng, draft.challenge["rules"]
    for criterion in rng.sample([*CRITERIA], rng.choice((0, 1, 1, 2, 3))):
        rules[criterion] = {"weight": rng.choice((0, 1, 3, 7, 10))}
    if chance(rng, 0.2):
        rules.setdefault("coverage", {})["depth"] = rng.choice(([1], [3, 1], [1, 1, 1, 1], [5, 0], [4, 2, 1, 1]))
    if chance(rng, 0.12):
        rules.setdefault("outside_region", {})["strength"] = rng.choice(("hard", "off"))
    if chance(rng, 0.3):
        rules["first_timers"] = {"max": rng.choice((0, 1, 1, 3))}
    if chance(rng, 0.5):
        rules["rest"] = {"rest_days": rng.choice((0, 1, 7, 21, 30))}


def strength(draft: Draft) -> dict[str, Any]:
    """A strength, soft with its weight."""
    chosen = draft.rng.choice(("hard", "review", "soft", "soft", "soft", "off"))
    return {"strength": chosen, "weight": draft.rng.randint(1, 10)} if chosen == "soft" else {"strength": chosen}


def people(draft: Draft) -> None:
    """Pins, exclusions, waivers, and what an unknown availability means."""
    rng, challenge = draft.rng, draft.challenge
    challenge["unknown_availability"] = rng.choice(("busy", "free"))
    if challenge["unknown_availability"] == "busy" and chance(rng, 0.5):
        del challenge["unknown_availability"]
    if draft.challenge.get("seats") and chance(rng, 0.14):
        seat = rng.choice(draft.seats)
        able = [peer for peer in draft.peers if {role.strip().lower() for role in seat["accepts"]} & roles(draft, peer)]
        if able:
            challenge["pins"] = {seat["id"]: rng.choice(able)}
    if chance(rng, 0.25):
        rest = [peer for peer in draft.peers if peer not in challenge.get("pins", {}).values()]
        challenge["exclude"] = [{"peer": rng.choice(rest), "reason": "withdrawn"}]
    found = {(rule, frozenset(peers)): (rule, peers) for rule, peers in draft.conflicts}.values()
    waivers = [waiver(draft, rule, peers) for rule, peers in found if chance(rng, 0.5 if len(peers) == 2 else 0.4)]
    if waivers:
        challenge["waivers"] = waivers


def roles(draft: Draft, peer: str) -> set[str]:
    """The roles of a peer, folded."""
    return {role.strip().lower() for role in draft.row(peer)["roles"].split(";")}


def waiver(draft: Draft, rule: str, peers: tuple[str, ...]) -> dict[str, str]:
    """A waiver, most in force, some ended or made a day too late; a pair in either order."""
    rng = draft.rng
    on = moved(draft.as_of, rng.choice((-30, -7, 0, 0, 1)))
    words = {"rule": rule, "by": "Chair", "reason": "minor", "on": on.isoformat()}
    names = list(peers)
    rng.shuffle(names)
    words |= dict(zip(("peer", "other_peer"), names, strict=False))
    if chance(rng, 0.4):
        until = moved(draft.as_of, rng.choice((-1, 0, 100)))
        words["until"] = max(on, until).isoformat()
    return words


def team_rules(draft: Draft) -> None:
    """None, one or two team rules, hard or soft."""
    rng = draft.rng
    rules = [team_rule(draft) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    if rules:
        draft.challenge["team_rules"] = rules


def team_rule(draft: Draft) -> dict[str, Any]:
    """A number of members with a value, or a number at most of each."""
    rng = draft.rng
    columns = draft.tables["peers"][0].keys()
    vocabulary = {
        "sex": ("F", "M"),
        "languages": ("Welsh", "Urdu"),
        "region": REGIONS,
        "kind": ("county", "unitary", "district"),
        "roles": ROLES,
        "organisation_id": draft.others,
        "peer_id": draft.peers,
    } | ({"political_group": GROUPS} if "political_group" in columns else {})
    attribute = rng.choice(("sex", "languages", *vocabulary))
    rule: dict[str, Any] = {"attribute": draft.spelt(attribute)}
    if attribute != "peer_id" and chance(rng, 0.35):
        rule["max"] = rng.choice((1, 1, 2))
    else:
        value = rng.choice(vocabulary[attribute])
        rule["value"] = value if attribute.endswith("_id") else draft.spelt(value)
        rule |= rng.choice(({"min": 1}, {"min": 2}, {"max": 0}, {"max": 0}, {"max": 1}, {"min": 1, "max": 1}))
    if chance(rng, 0.7):
        rule |= {"strength": "soft", "weight": rng.randint(1, 10)}
    elif chance(rng, 0.3):
        rule["strength"] = "hard"
    return rule
