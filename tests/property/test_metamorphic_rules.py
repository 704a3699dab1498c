"""The metamorphic relations R12–R14 and R21–R23: bounds relaxed and tightened, windows split, problems joined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from math import inf
from random import Random
from typing import Any

import numpy as np

from teamforge.problem import Problem, Tallies, Term
from teamforge.search import SearchLimits, search
from tests.oracle.brute import NOTHING
from tests.oracle.challenge import CORE_TEAM
from tests.oracle.problem import Problem as Read
from tests.oracle.reading import programme_year

from .engine import compile_raw, teams_of
from .relation import Case, Raw, case, relation


def _seats(raw: Raw) -> list[Any]:
    """The seats of the challenge, written out."""
    found: list[Any] = raw.challenge.setdefault("seats", [dict(seat) for seat in CORE_TEAM])
    return found


@relation(0.5)
def test_r12_less_choice(rng: Random) -> bool:
    """
    A peer is free on fewer days, or a seat accepts one role fewer: never more points, and nothing changes for others.

    Only a peer who has rows of availability is given one more: a first row would change what blank days mean.
    """
    base = case(rng)
    changed = base.raw.copy()
    if rng.random() < 0.6:
        known = {row["peer_id"] for row in changed.rows("availability")}
        members = [peer for peer in base.members.values() if peer in known]
        peer = rng.choice(members or sorted(known) or base.raw.peers)
        touched = peer in base.members.values()
        if not known:
            return False
        start = base.team.start if base.team else dt.date(2027, 4, 12)
        first = start + dt.timedelta(days=rng.choice((-1, 0, 0, 1)))
        last = first + dt.timedelta(days=rng.choice((0, 0, 1, 30)))
        span = {"start": first.isoformat(), "end": last.isoformat()}
        changed.add("availability", peer_id=peer, status=rng.choice(("unavailable", "tentative")), **span)
    else:
        several = [seat for seat in _seats(changed) if len(seat["accepts"]) > 1]
        if not several:
            return False
        seat = rng.choice(several)
        sitting = [member.role for member in base.result.members if member.seat == seat["id"]]
        roles = [role for role in seat["accepts"] if role.strip().lower() in sitting]
        dropped = rng.choice(roles or list(seat["accepts"]))
        seat["accepts"] = {role: fit for role, fit in seat["accepts"].items() if role != dropped}
        touched = bool(roles)
    after = Case(changed)
    assert after.opt <= base.opt
    if not touched:
        assert after.same_as(base)
    return touched


def _bounds(raw: Raw) -> list[Callable[[Raw], object]]:
    """Every way to relax a bound by 1."""

    def key(rule: str, name: str, default: int, step: int) -> Callable[[Raw], object]:
        return lambda changed: changed.rule(rule).update({name: changed.rule(rule).get(name, default) + step})

    strict = raw.challenge.get("preset") == "strict_independence"
    five = 6 if strict else 5
    looks = {"past_tie": five, "commercial_tie": five, "job_application": five, "reviewed_host": five}
    looks["reciprocal_review"] = 3
    found = [key("first_timers", "max", 2, 1)]
    if raw.rule("rest").get("rest_days", 14) > 0:
        found.append(key("rest", "rest_days", 14, -1))
    for rule, years in looks.items():
        if raw.rule(rule).get("years", years) > 1:
            found.append(key(rule, "years", years, -1))
    for place, rule in enumerate(raw.challenge.get("team_rules", ())):
        found += [_of_team_rule(place, "min", -1)] if rule.get("min", 0) > 0 else []
        found += [_of_team_rule(place, "max", 1)] if "max" in rule else []
    return found + [_of_peer(row["peer_id"]) for row in raw.rows("peers") if "max_per_year" in row]


def _of_team_rule(place: int, key: str, step: int) -> Callable[[Raw], object]:
    def relax(raw: Raw) -> None:
        raw.challenge["team_rules"][place][key] += step

    return relax


def _of_peer(peer: str) -> Callable[[Raw], object]:
    def relax(raw: Raw) -> None:
        row = raw.peer(peer)
        row["max_per_year"] = str(int(row["max_per_year"] or 1) + 1)

    return relax


@relation(0.08)
def test_r13_bounds_by_1(rng: Random) -> bool:
    """
    One bound relaxed by 1, then all of them: never fewer points, and a problem with a team still has one.

    Bounds are `first_timers.max`, `max_per_year`, `rest_days`, the look-backs, and those of team rules; not the lead
    time or the range of dates, which change what `earlier` is worth.
    """
    base = case(rng)
    ways = _bounds(base.raw)
    chosen = rng.choice(ways)
    one, every = base.raw.copy(), base.raw.copy()
    chosen(one)
    for relax in ways:
        relax(every)
    first, last = Case(one), Case(every)
    assert base.opt <= first.opt <= last.opt
    return last.opt > base.opt


@relation(0.3)
def test_r14_a_day_less(rng: Random) -> bool:
    """With one listed start, one day less on site never costs points, and one day more never brings any."""

    def single(raw: Raw) -> None:
        starts = Read(raw.tables, raw.challenge).windows
        if starts:
            on_site = raw.challenge["on_site"]
            kept = {key: on_site[key] for key in ("days", "avoid") if key in on_site}
            raw.challenge["on_site"] = kept | {"windows": [rng.choice(starts).isoformat()]}

    base = case(rng, single)
    days = base.raw.challenge["on_site"].get("days", 3)
    if "windows" not in base.raw.challenge["on_site"] or len(base.raw.challenge["on_site"]["windows"]) > 1:
        assert base.team is None
        return False
    after = {}
    for other in {max(1, days - 1), min(5, days + 1)} - {days}:
        changed = base.raw.copy()
        changed.challenge["on_site"]["days"] = other
        after[other] = Case(changed).opt
    assert after.get(days - 1, inf) >= base.opt >= after.get(days + 1, -inf)
    return base.team is not None and len(after) > 1


@relation(0.4)
def test_r21_a_window_day_by_day(rng: Random) -> bool:
    """
    The teams of a window of three days are those that could serve on each day by itself, listed as a start.

    Every team of the compiled problems is compared, not the best one alone. A window over 1 April is left out: what
    `max_per_year` counts would differ between its days.
    """

    def three_days(raw: Raw) -> None:
        windows = Read(raw.tables, raw.challenge, NOTHING).windows
        on_site = {key: raw.challenge["on_site"][key] for key in ("avoid",) if key in raw.challenge["on_site"]}
        start = rng.choice(windows) if windows else dt.date(2027, 4, 12)
        start -= dt.timedelta(days=max(0, start.weekday() - 2))
        raw.challenge["on_site"] = on_site | {"days": 3, "windows": [start.isoformat()]}

    base = case(rng, three_days)
    start = dt.date.fromisoformat(base.raw.challenge["on_site"]["windows"][0])
    days = [start + dt.timedelta(days=day) for day in range(3)]
    if len({programme_year(day) for day in days}) > 1:
        return False
    alone = []
    for day in days:
        changed = base.raw.copy()
        changed.challenge["on_site"] |= {"days": 1, "windows": [day.isoformat()]}
        alone.append(_assignments(changed))
    whole = _assignments(base.raw)
    assert whole == alone[0] & alone[1] & alone[2]
    return bool(whole)


def _assignments(raw: Raw) -> set[frozenset[tuple[str, str]]]:
    """Every team of the compiled problem, whatever its window."""
    return {pairs for _, pairs in teams_of(compile_raw(raw.tables, raw.challenge))}


def _joined(one: Problem, other: Problem) -> Problem:
    """Return two challenges as one problem: seats and people side by side, and a window for each pair of windows."""
    firsts, seconds = np.divmod(np.arange(len(one.starts) * len(other.starts)), max(1, len(other.starts)))
    people = (*(f"1{peer}" for peer in one.peer_ids), *(f"2{peer}" for peer in other.peer_ids))
    terms = {f"1{name}": _widened(term, 0, len(other), firsts) for name, term in one.terms.items()}
    terms |= {f"2{name}": _widened(term, len(one), 0, seconds) for name, term in other.terms.items()}
    return Problem(
        seats=(*(f"1{seat}" for seat in one.seats), *(f"2{seat}" for seat in other.seats)),
        required=one.required + other.required,
        peers=np.concatenate((one.peers, other.peers + len(one.peer_ids))).astype(np.int32),
        seat=np.concatenate((one.seat, other.seat + len(one.seats))).astype(np.int16),
        starts=np.arange(len(firsts), dtype=np.int32),
        serves=np.concatenate((one.serves[:, firsts], other.serves[:, seconds])),
        terms=terms,
        rules=(*one.rules, *(_moved(rule, len(one)) for rule in other.rules)),
        peer_ids=np.array(people, dtype=object),
    )


def _moved(tallies: Tallies, by: int) -> Tallies:
    return replace(tallies, members=(tallies.members + by).astype(np.int32))


def _widened(term: Term, before: int, behind: int, windows: np.ndarray[Any, np.dtype[np.int64]]) -> Term:
    """Return a term widened for the candidates of the other problem, with its windows repeated."""
    points = None if term.points is None else np.pad(term.points, (before, behind))
    of_windows = None if term.windows is None else term.windows[windows]
    return Term(points, of_windows, tuple(_moved(each, before) for each in term.tallies), term.constant)


def _opt(problem: Problem) -> float:
    """Return the most points that the search proves; −∞ without a team."""
    found = search(problem, SearchLimits(None))
    assert found.status in {"optimal", "infeasible"}
    return -inf if found.points is None else found.points


@relation(0.5)
def test_r22_two_challenges_at_once(rng: Random) -> bool:
    """Two challenges with pools of their own, searched as one problem: the sum of the two best."""
    bases = case(rng), case(rng)
    problems = [compile_raw(base.raw.tables, base.raw.challenge) for base in bases]
    assert _opt(_joined(*problems)) == sum(base.opt for base in bases)
    return all(base.team is not None for base in bases)


@relation(0.3)
def test_r23_the_best_forbidden(rng: Random) -> bool:
    """With the best set of people forbidden, three times over, the best of what is left has no more points."""
    base = case(rng)
    problem = compile_raw(base.raw.tables, base.raw.challenge)
    left: dict[frozenset[str], int] = {}
    for (_, pairs), points in teams_of(problem).items():
        people = frozenset(peer for _, peer in pairs)
        left[people] = max(points, left.get(people, points))
    last = base.opt
    for _ in range(3):
        found = search(problem, SearchLimits(None))
        best = max(left.values(), default=-inf)
        assert (found.points if found.points is not None else -inf) == best
        assert best <= last
        if found.choice is None:
            break
        last = best
        people = frozenset(problem.peer_ids[problem.peers[list(found.choice.candidates)]].tolist())
        on_it = np.flatnonzero(np.isin(problem.peers, problem.peers[list(found.choice.candidates)]))
        rule = Tallies.one("forbidden", on_it, (), maximum=len(people) - 1)
        problem = replace(problem, rules=(*problem.rules, rule))
        left = {each: points for each, points in left.items() if not people <= each}
    return base.team is not None and len(left) > 0
