"""The papers of a team, a method each: the sheet, the letters, the calendar."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from teamforge.api.other_teams import OtherTeams
from teamforge.challenge import Challenge
from teamforge.log import logged
from teamforge.spec.audience import Audience
from teamforge.spec.status import Status

if TYPE_CHECKING:
    from teamforge.pool import Pool
    from teamforge.report.letters import Letter
    from teamforge.search import Progress


class Papers(OtherTeams):
    """The questions about a result, and the papers about its team that people send."""

    @logged
    def write_sheet(
        self,
        path: Path | str,
        audience: Audience | str = Audience.TEAM,
        *,
        names: bool = False,
        template: Path | str | None = None,
        now: Pool | None = None,
    ) -> None:
        """
        Write the team sheet: what a programme manager sends to the team or to the host.

        Parameters
        ----------
        path
            Where to write it; the ending decides the format: ``.html``, ``.docx`` (both need the extra ``report``) or
            ``.pdf`` (the extra ``pdf``). An existing file is replaced.
        audience
            ``team``, who see everything, or ``host``, who see nothing about other peers, details of conflicts,
            political opinions or points.
        names
            Whether peers are shown by name as well as by id.
        template
            A Word document of your own with placeholders to fill; for ``.docx`` only.
        now
            The pool with its history as it is now: anybody who has since said no is no reserve. By default the result's
            own pool.

        Raises
        ------
        InfeasibleError, UnknownError
            If there is no team.
        InputError
            If the template is not a Word document, or its placeholders are not those of a sheet.
        ValueError
            If the ending is none of these, or does not go with a template.
        ModuleNotFoundError
            If the extra is not installed.
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from teamforge import compose, load_demo
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     compose(*load_demo()).write_sheet(Path(folder) / "team.html", "host", names=True)
        ...     "This is a proposal" in (Path(folder) / "team.html").read_text(encoding="utf-8")
        True
        """
        from teamforge.explain.reserves import no_reserves
        from teamforge.report.sheet.writing import write_sheet

        out = no_reserves(now or self.pool, self.challenge, self.require_team())
        write_sheet(self, self.reserves(without=out), path, audience, names=names, template=template)

    @logged
    def write_calendar(self, path: str | PathLike[str], audience: Audience | str = Audience.TEAM) -> None:
        """
        Write the dates of the visit as a calendar: on site, scoping meeting, papers, team call, progress review.

        Parameters
        ----------
        path
            Where to write it, ending in ``.ics``; an existing file is replaced.
        audience
            ``team`` or ``host``; the host's calendar leaves out the team call.

        Raises
        ------
        InfeasibleError, UnknownError
            If there is no team.
        ModuleNotFoundError
            If the extra ``calendar`` is not installed.
        ValueError
            If the ending is not ``.ics``.
        OSError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from teamforge import compose, load_demo
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     compose(*load_demo()).write_calendar(f"{folder}/host.ics", "host")
        ...     Path(folder, "host.ics").read_text(encoding="utf-8").count("BEGIN:VEVENT")
        3
        """
        from teamforge.report.calendar import calendar_bytes
        from teamforge.tables.saving import save

        place = Path(fspath(path))
        if place.suffix.lower() != ".ics":
            raise ValueError(f"{place.name} does not end in .ics")
        save(place, calendar_bytes(self, audience))

    @logged
    def letter(  # noqa: PLR0913 -- a keyword each
        self,
        peer: str | None = None,
        *,
        also: Collection[Challenge] = (),
        names: bool = False,
        signed: str = "",
        words: Path | str | None = None,
        now: Pool | None = None,
        on: date | None = None,
        progress: Progress | None = None,
    ) -> Letter:
        """
        Return a letter: an invitation to a member, an explanation to any other peer, or a letter to the host.

        A letter says nothing about anybody but its reader, and gives no points.

        Parameters
        ----------
        peer
            The id of the peer to write to; None for the letter that goes to the host with the team sheet.
        also
            For a peer who is not on the team: other challenges of the year to write about. What they asked for, and
            which rule keeps the peer off, are worked out from the pool as it is now.
        names
            Whether the reader is called by name, if the pool has it; by id otherwise.
        signed
            Who signs it.
        words
            A Jinja template with your words instead of ours (`teamforge letter --show-words`), or a folder of templates
            named after the letters: ``host.txt``, ``invitation.txt``, ``why_not.txt``. If one is missing, our words are
            used.
        now
            The pool with its history as it is now, with what people have said since the result was made; by default the
            result's own pool.
        on
            The date of the letter; today if left out.
        progress
            Called with a line of text as the work proceeds.

        Returns
        -------
        Letter
            Its `text`, and `write` for ``.txt``, ``.docx`` and ``.html``.

        Raises
        ------
        InfeasibleError, UnknownError
            If there is no team, or the time ran out before it was proved what would help.
        InputError
            If a challenge of `also` does not fit the pool, or the words cannot be read or filled; every fault is
            listed.
        KeyError
            If no peer has the id.
        ValueError
            If a member is now out, or was released: they are not invited.
        ModuleNotFoundError
            If the extra ``report`` is not installed.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> result = compose(*load_demo())
        >>> result.letter("P002"), result.letter("P001").title
        (<Letter invitation to P002, plymouth-2027>, 'Why you are not on this team')
        """
        from teamforge.report.letters import invitation, row_of, to_host, why_not

        self.require_team()
        own, pool = None if words is None else Path(words), now or self.pool
        if peer is None:
            return to_host(self, signed=signed, words=own, on=on)
        self.pool.peers.places([peer])
        if any(member.peer_id == peer for member in self.members):
            row = row_of(pool, self.challenge_id, peer)
            if row is not None and not row.live:
                raise ValueError(f"{peer} is on the team no more: {row.reason}")
            return invitation(self, peer, now=pool, names=names, signed=signed, words=own, on=on)
        best = self.status is Status.OPTIMAL and self.stopped is None
        answer = self.why_not(peer, progress=progress)[peer] if best else None
        return why_not(self, peer, answer, now=pool, also=also, names=names, signed=signed, words=own, on=on)

    @logged
    def letters(
        self,
        *,
        names: bool = False,
        signed: str = "",
        words: Path | str | None = None,
        now: Pool | None = None,
        on: date | None = None,
    ) -> tuple[Letter, ...]:
        """
        Return the letters that go out with a team: one to the host, and an invitation to each member who still stands.

        Parameters
        ----------
        names, signed
            As for `letter`.
        words
            A folder with words of your own, as for `letter`.
        now
            As for `letter`; members who are now out, or were released, get no letter.
        on
            As for `letter`.

        Raises
        ------
        InfeasibleError, InputError, ModuleNotFoundError, UnknownError
            As for `letter`.

        Examples
        --------
        >>> from teamforge import compose, load_demo
        >>> len(compose(*load_demo()).letters())
        8
        """
        from teamforge.pool.assignments.history import in_force

        pool = now or self.pool
        gone = {row.peer_id for row in in_force(pool, self.challenge_id) if not row.live}
        peers = (None, *(member.peer_id for member in self.members if member.peer_id not in gone))
        return tuple(self.letter(peer, names=names, signed=signed, words=words, now=pool, on=on) for peer in peers)
