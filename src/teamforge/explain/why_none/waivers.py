"""
The fewest new declarations, or waivers, that make a team possible.

Only review rules are waived, which a named person may do; hard ones never are. A new declaration needs no decision, and
is a way out even where the rule `declaration` is hard.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge, Waiver
from teamforge.explain.why_none.changes import Change
from teamforge.page.words import listed
from teamforge.pool import Pool
from teamforge.problem import Choice, Instance, Problem, Tallies, Term, compile_problem, eligibility_of, prepare
from teamforge.problem.eligibility import closed_windows
from teamforge.problem.labels import labels_of
from teamforge.search import Budget, SearchLimits, search
from teamforge.search.bound import big_m
from teamforge.spec.rules import Strength
from teamforge.spec.status import Status
from teamforge.spec.words import spoken

_UNDECIDED = "to be decided"
"""Placeholder for the person who gives a waiver, and for the reason."""

_RENEWED = "declaration"
"""The rule that a new declaration of interests satisfies."""

Named = tuple[str, tuple[str, ...]]
"""A rule, and the one or two peers that a waiver of it names."""


def fewest_declarations(pool: Pool, challenge: Challenge, budget: Budget) -> Change | None:
    """Return the fewest new declarations of interests that are enough without any waiver; None if they cannot be."""
    return _fewest(pool, challenge, budget, frozenset({_RENEWED}))


def fewest_waivers(pool: Pool, challenge: Challenge, budget: Budget) -> Change | None:
    """
    Return the fewest waivers that make a team possible, chosen for the best team; None if no waivers do.

    Among equally few, those with the most new declarations instead of waivers win.
    """
    return _fewest(pool, challenge, budget, None)


def _fewest(pool: Pool, challenge: Challenge, budget: Budget, only: frozenset[str] | None) -> Change | None:
    instance = prepare(pool, challenge)
    rulebook = instance.conflicts.rulebook.conflicts
    mended = [
        rule
        for rule in instance.conflicts.matches
        if (only is None or rule in only)
        and (rulebook[rule].strength is Strength.REVIEW or (rule == _RENEWED and rulebook[rule].strength.blocks))
    ]
    if not mended:
        return None
    alone = [rule for rule in mended if not rulebook[rule].pair]
    together = [rule for rule in mended if rulebook[rule].pair]
    problem = _waived(instance, alone, together)
    found = search(problem, SearchLimits(budget.left), None, budget)
    if found.status is not Status.OPTIMAL or found.choice is None:
        return None
    needed = sorted(_needed(instance, problem, found.choice, alone, together))
    if not needed:
        return None
    kind = "waiver" if any(rule != _RENEWED for rule, _ in needed) else _RENEWED
    strict = rulebook[_RENEWED].strength is Strength.HARD
    waived = [each for each in needed if not (strict and each[0] == _RENEWED)]
    declared = tuple(_renewed(needed)) if strict else ()
    text = _in_words(needed, strict=strict)
    return Change(kind, text, lambda old: _with_waivers(old, waived), for_host=False, declared=declared)


def _renewed(needed: Sequence[Named]) -> list[str]:
    return [peer for rule, peers in needed if rule == _RENEWED for peer in peers]


def _in_words(needed: Sequence[Named], *, strict: bool) -> str:
    """Return what to do, with the people to ask first: only they can make a new declaration, and it needs no waiver."""
    renewed = _renewed(needed)
    waived = [f"waive {spoken(rule)} for {' and '.join(peers)}" for rule, peers in needed if rule != _RENEWED]
    parts = [f"ask {listed(renewed)} for a new declaration of interests"] if renewed else []
    if waived:
        return " and ".join([*parts, *waived]) + ", which a named person must decide"
    if strict:
        return parts[0]
    return f"{parts[0]}, or waive {spoken(_RENEWED)}, which a named person must decide"


def _waived(instance: Instance, alone: list[str], together: list[str]) -> Problem:
    """Return the problem in which waivers are possible, each at a cost above all points a team can have."""
    eligibility = eligibility_of(instance)
    stops = {rule: mask for rule, mask in eligibility.stops.items() if rule not in alone}
    some = np.zeros(len(instance.pool), dtype=np.bool_)
    some[eligibility.peers[~np.any(list(stops.values()), axis=0)]] = True
    left = np.flatnonzero(some).astype(np.int32)
    open_ = replace(instance, conflicts=instance.conflicts.without(together))
    problem = compile_problem(
        open_, replace(eligibility, stops=stops, free_peers=left, closed=closed_windows(instance, left))
    )
    # The most that a team could need: fewer come first, and then those that are declarations.
    most = len(problem.seats) * (len(problem.seats) + len(alone))
    declared = most * big_m(problem)
    waived = declared + big_m(problem)
    costs = np.zeros(len(instance.pool), dtype=np.int64)
    for rule in alone:
        costs += (declared if rule == _RENEWED else waived) * instance.conflicts.fires(rule)
    own = -costs[problem.peers]
    tallies = tuple(_pairs(problem, instance.conflicts.pairs(rule), rule, waived) for rule in together)
    return replace(problem, terms={**problem.terms, "waivers": Term(points=own, tallies=tallies)})


def _pairs(problem: Problem, pairs: NDArray[np.int32], rule: str, worth: int) -> Tallies:
    """Return a tally for each pair: both on the team cost a waiver."""
    both = [(pair, np.flatnonzero(np.isin(problem.peers, pair))) for pair in pairs.tolist()]
    sizes = [len(rows) for _, rows in both]
    return Tallies(
        rule,
        np.concatenate([np.zeros(0, dtype=np.int32), *(rows for _, rows in both)]).astype(np.int32),
        np.cumsum([0, *sizes]).astype(np.int32),
        (0, -worth),
        labels=labels_of([tuple(str(problem.peer_ids[peer]) for peer in pair) for pair, _ in both]),
    )


def _needed(
    instance: Instance, problem: Problem, choice: Choice, alone: list[str], together: list[str]
) -> Iterable[Named]:
    """Yield the waivers that a team needs."""
    ids, seated = instance.pool.peers.ids, problem.peers[list(choice.candidates)]
    for rule in alone:
        fires = instance.conflicts.fires(rule)
        yield from ((rule, (str(ids[peer]),)) for peer in seated if fires[peer])
    for rule in together:
        pairs = instance.conflicts.pairs(rule)
        here = pairs[np.isin(pairs, seated).all(axis=1)]
        yield from ((rule, tuple(sorted(str(ids[peer]) for peer in pair))) for pair in here.tolist())


def _with_waivers(challenge: Challenge, needed: list[Named]) -> Challenge:
    """Return the challenge with waivers that somebody has yet to decide."""
    waivers = [
        Waiver(
            peer=peers[0],
            rule=rule,
            by=_UNDECIDED,
            reason=_UNDECIDED,
            on=challenge.as_of,
            other_peer=peers[1] if len(peers) > 1 else None,
        )
        for rule, peers in needed
    ]
    return challenge.model_copy(update={"waivers": (*challenge.waivers, *waivers)})
