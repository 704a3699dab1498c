"""How a result differs from the one before: points, days, people, what they cover, and conflicts of interest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teamforge.explain.why import theme_covers
from teamforge.page.words import counted
from teamforge.spec.words import LEVELS

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.conflicts import Finding
    from teamforge.team import Window

_MANY = {"aware": ("aware of it", "aware of it"), "authority": ("authority", "authorities")}


@dataclass(frozen=True)
class Difference:
    """
    What differs from another result.

    Parameters
    ----------
    points
        How many points more; None if one of the two has no team.
    days
        The days on site before, if they are others now.
    came, went
        Who joined, and who left.
    covers
        How the cover of a theme differs, in words, by theme.
    raised, lifted
        The findings about the team that are new, and those that were about the team before.
    """

    points: int | None
    days: Window | None
    came: tuple[str, ...]
    went: tuple[str, ...]
    covers: Mapping[str, str]
    raised: tuple[Finding, ...]
    lifted: tuple[Finding, ...]

    def __bool__(self) -> bool:
        """Return whether anything is different."""
        return any((self.points, self.days, self.came, self.went, self.covers, self.raised, self.lifted))


def difference(before: Result, now: Result) -> Difference:
    """Return what has changed."""
    was, has = ({member.peer_id for member in each.members} for each in (before, now))
    return Difference(
        None if before.points is None or now.points is None else now.points - before.points,
        None if before.window == now.window else before.window,
        tuple(sorted(has - was)),
        tuple(sorted(was - has)),
        dict(_covers(before, now)),
        _new(now.findings, before.findings),
        _new(before.findings, now.findings),
    )


def _covers(before: Result, now: Result) -> Iterator[tuple[str, str]]:
    """Yield the themes that more or fewer members know at some level; a theme without a weight covers nothing."""
    if before.team is None:
        return
    known = {cover.theme: Counter(cover.levels.values()) for cover in theme_covers(before)}
    for cover in theme_covers(now):
        has = Counter(cover.levels.values())
        was = known.get(cover.theme, has)
        moved = [(has - was, "more"), (was - has, "fewer")]
        words = [
            _counted(count, how, LEVELS[level])
            for levels, how in moved
            for level, count in sorted(levels.items(), reverse=True)
        ]
        if words:
            yield cover.theme, ", ".join(words)


def _counted(count: int, how: str, level: str) -> str:
    return counted(count, *(f"{how} {word}" for word in _MANY.get(level, (level, f"{level}s"))))


def _new(findings: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[Finding, ...]:
    known = {(each.rule, each.peers, each.waived_by) for each in others}
    return tuple(each for each in findings if (each.rule, each.peers, each.waived_by) not in known)
