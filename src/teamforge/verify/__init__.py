"""
The verifier: is this team valid, and what does it score? It reads the pool and the challenge, and nothing else.

It has its own reading of SPEC.md, which it shares with none of the stages that build a team. It takes the people on
the team and goes through the rules one by one. It reports every broken rule, or the points of the team.
Nobody sees a team that `check` has not passed.

==================  =====================================================
`windows`           section 2: which windows are candidates, and valid
`rules`             section 4: the window, the seats, the peers, the dates
`conflicts`         section 5: conflicts of interest
`team_rules`        sections 4 and 7: the members together
`points`            section 6: the criteria and the cost of soft rules
`ground`            what is the same for every team: hosts, relations, dates
`history`           section 9: the history of proposals
`case`, `people`    one team, and what the pool says about its people
`record`            what the verifier returns
`plan`              section 10: many teams together
==================  =====================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from teamforge.challenge.beside import PoolBeside
from teamforge.errors import InternalError
from teamforge.spec.catalogue import CRITERIA
from teamforge.verify import rules, team_rules
from teamforge.verify.case import Case
from teamforge.verify.conflicts import conflict_violations
from teamforge.verify.ground import Ground
from teamforge.verify.points import SOFT_TEAM_RULES, ledger, soft_rules
from teamforge.verify.record import LedgerEntry, VerifiedTeam, Violation

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool
    from teamforge.team import Team

__all__ = [
    "Checker",
    "LedgerEntry",
    "VerifiedTeam",
    "Violation",
    "breakdown",
    "check",
    "score",
    "violations",
    "violations_of",
]

_RULES = (
    rules.window,
    rules.unknown_seat,
    rules.unknown_peer,
    rules.seat_twice,
    rules.peer_twice,
    rules.required,
    rules.trained,
    rules.active,
    rules.eligible,
    rules.excluded,
    rules.pin,
    rules.availability,
    rules.overlap,
    rules.rest,
    rules.max_per_year,
    conflict_violations,
    team_rules.first_timers,
    team_rules.outside_region,
    team_rules.team_rule,
)


def violations(pool: Pool, challenge: Challenge, team: Team) -> tuple[Violation, ...]:
    """
    Return every rule that a team breaks, in the order of SPEC.md.

    Parameters
    ----------
    pool, challenge
        The pool the team comes from, and the challenge it is for.
    team
        Any team, however wrong.

    Returns
    -------
    tuple of Violation
        Empty if and only if the team is valid (SPEC.md section 4).

    Notes
    -----
    The rules have the names of SPEC.md: each conflict rule, `first_timers`, `outside_region`,
    `rest`, `max_per_year`, `required`, `trained`, `active`; and `window`, `unknown_seat`,
    `unknown_peer`, `seat_twice`, `peer_twice`, `eligible`, `excluded`, `pin`, `availability`,
    `overlap`, `team_rule`.
    """
    return violations_of(Case(Ground(pool, challenge), team))


def score(pool: Pool, challenge: Challenge, team: Team) -> tuple[LedgerEntry, ...]:
    """
    Return the ledger of a team: where its points come from, and which members bring them.

    Parameters
    ----------
    pool, challenge
        The pool the team comes from, and the challenge it is for.
    team
        A valid team. For an invalid one, only the known seats and peers are scored.

    Returns
    -------
    tuple of LedgerEntry
        Their sum is exactly the points of SPEC.md section 6. Entries of 0 points are left out. In each theme the
        points for the k-th highest level go to the member who has it; among equals, to the first in the order of the
        seats.
    """
    return ledger(Case(Ground(pool, challenge), team))


def breakdown(challenge: Challenge, entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """
    Return the points of each criterion and each soft rule, 0 included, in the order of SPEC.md.

    Parameters
    ----------
    challenge
        The challenge; its rulebook says which rules are soft.
    entries
        The entries that `score` returned.

    Raises
    ------
    KeyError
        If this challenge has no such criterion.

    Examples
    --------
    >>> from teamforge.challenge import Challenge
    >>> challenge = Challenge(
    ...     id="norfolk-2027", hosts=["E10000020"], as_of="2027-01-11", scope={"prevention": 7},
    ...     on_site={"windows": ["2027-04-13"]}, rules={"neighbour": {"strength": "soft", "weight": 2}},
    ... )
    >>> first = LedgerEntry("seat_fit", 857, "P1", "lead_peer", "fit 100")
    >>> entries = [first, LedgerEntry("earlier", 2000, None, None, "alone")]
    >>> points = breakdown(challenge, entries)
    >>> points["seat_fit"], points["earlier"], points["fresh"], points["soft:neighbour"]
    (857, 2000, 0, 0)
    """
    soft = [f"soft:{rule.name}" for rule in soft_rules(challenge)]
    if any(rule.strength == "soft" for rule in challenge.team_rules):
        soft.append(SOFT_TEAM_RULES)
    points = dict.fromkeys([*CRITERIA, *soft], 0)
    for entry in entries:
        points[entry.criterion] += entry.points
    return points


def check(pool: Pool, challenge: Challenge, team: Team, points: int | None = None) -> VerifiedTeam:
    """
    Return a team with its points, if it is valid and has the points claimed.

    Parameters
    ----------
    pool, challenge
        The pool the team comes from, and the challenge it is for.
    team
        The team that a search found.
    points
        The points that the search claims; None if it claims none.

    Raises
    ------
    InternalError
        If the team breaks a rule or has other points: the search is then wrong.
    """
    return Checker(pool, challenge).check(team, points)


class Checker:
    """Checks many teams for one challenge; what is the same for every team is read once."""

    def __init__(self, pool: Pool, challenge: Challenge) -> None:
        self._ground = Ground(pool, challenge)

    def check(self, team: Team, points: int | None = None) -> VerifiedTeam:
        """Return a team with its points, like the function `check`."""
        case = Case(self._ground, team)
        broken = violations_of(case)
        if broken:
            message = "a team that the search found is not valid"
            raise InternalError(message, [str(violation) for violation in broken])
        entries = ledger(case)
        parts = breakdown(self._ground.challenge, entries)
        total = sum(parts.values())
        if points is not None and points != total:
            message = f"a team that the search found scores {total} points, not {points}"
            raise InternalError(message, [f"{name}: {part}" for name, part in parts.items()])
        return VerifiedTeam(team, total, entries, parts)


def violations_of(case: Case) -> tuple[Violation, ...]:
    """Return every rule that the team of a case breaks; within a plan, those of section 10 too."""
    if isinstance(case.pool, PoolBeside):
        from teamforge.verify.plan.one import violations_beside  # noqa: PLC0415 -- a plan is verified team by team

        return violations_beside(case.pool, case.challenge, case.team)
    return tuple(violation for rule in _RULES for violation in rule(case))
