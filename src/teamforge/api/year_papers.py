"""The papers of a plan: its page, and the letters that go out with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from teamforge.api.year_questions import YearQuestions

if TYPE_CHECKING:
    from teamforge.api.result import Result
    from teamforge.page import Page
    from teamforge.pool import Pool
    from teamforge.report.letters import Letter


@dataclass(frozen=True, eq=False, repr=False)
class YearPapers(YearQuestions):
    """The questions about the year, with the papers of the plan."""

    if TYPE_CHECKING:

        def __getitem__(self, challenge_id: str) -> Result: ...

    def letter(
        self,
        peer: str,
        *,
        names: bool = False,
        signed: str = "",
        words: Path | str | None = None,
        now: Pool | None = None,
        on: date | None = None,
    ) -> Letter:
        """
        Return the letter to a peer who is on no team of the plan: what kept them off each visit.

        Parameters
        ----------
        peer
            The id of the peer. A member's letter comes from the result: ``plan[challenge_id].letter(peer)``.
        names, signed, words, now, on
            As for `Result.letter`.

        Raises
        ------
        InputError
            If the words cannot be read or filled; every fault is listed.
        KeyError
            If no peer has the id.
        ValueError
            If the peer is on a team, or the plan has none.
        ModuleNotFoundError
            If the extra ``report`` is not installed.
        """
        from teamforge.report.letters import why_on_no_team

        self.pool.peers.places([peer])
        own = [each.challenge_id for each in self.challenges if any(m.peer_id == peer for m in each.members)]
        if own:
            raise ValueError(f"{peer} is on the team of {' and '.join(own)}: the letter to them is an invitation")
        if not any(each.window for each in self.challenges):
            raise ValueError("the plan has no team")
        own_words = None if words is None else Path(words)
        return why_on_no_team(self, peer, now=now or self.pool, names=names, signed=signed, words=own_words, on=on)

    def letters(
        self,
        *,
        names: bool = False,
        signed: str = "",
        words: Path | str | None = None,
        now: Pool | None = None,
        on: date | None = None,
    ) -> dict[str, tuple[Letter, ...]]:
        """
        Return the letters that go out with each team of the plan, by the id of its challenge.

        Parameters
        ----------
        names, signed, words, now, on
            As for `Result.letters`.
        """
        pool = now or self.pool
        return {own: self[own].letters(names=names, signed=signed, words=words, now=pool, on=on) for own in self.teams}

    def page(self) -> Page:
        """Return the page that people read: the challenges with their dates and teams, points and losses; no names."""
        from teamforge.report.pages.plan import plan_page

        return plan_page(self)
