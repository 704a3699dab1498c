"""Writing down a decision about the team that somebody looked at, and about no other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from teamforge.app.keeping import StaleError
from teamforge.app.standing import team_to_send
from teamforge.records.decisions.chain import read_decisions
from teamforge.records.decisions.deciding import decide

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.app.season import Season
    from teamforge.challenge import Challenge
    from teamforge.records.decisions.entry import Decision, Entry

_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Seen:
    """
    What somebody had before them when they decided.

    Parameters
    ----------
    rows
        How many rows the history had.
    input_digest
        The digest of everything that the team follows from.
    decisions
        How many entries the record of decisions had.
    """

    rows: int
    input_digest: str
    decisions: int


def seen_of(season: Season, result: Result, path: Path) -> Seen:
    """Return what is to be seen now of a team and of the record of decisions."""
    entries = len(read_decisions(path)) if path.exists() else 0
    return Seen(len(season.sound.assignments), result.input_digest, entries)


def decide_as_seen(season: Season, challenge: Challenge, decision: Decision, path: Path, seen: Seen) -> Entry | None:
    """
    Write a decision down.

    Returns
    -------
    Entry | None
        The entry; None if there is no team to decide on.

    Raises
    ------
    StaleError
        If the team, the history or the record of decisions is not what was seen; nothing is written.
    InputError
        If the decision is incomplete, contradicts itself, or the record is broken; nothing is written.
    """
    with _ONE_AT_A_TIME:
        result = team_to_send(season, challenge)
        if result is None:
            return None
        if seen_of(season, result, path) != seen:
            raise StaleError
        return decide(result.to_record(), season.sound, challenge, decision, path)
