"""What the files of a project say now: the pool with its history, the challenges, the faults, and known results."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from teamforge.api import Result, compose, price
from teamforge.app.drafts import Draft
from teamforge.app.incoming import calendars_of, folder_of
from teamforge.challenge import Challenge
from teamforge.challenge.document import Document
from teamforge.challenge.programme import Programme, read_programme
from teamforge.challenge.reading import challenge_of, read_document
from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.pool.assignments.log import log_of
from teamforge.pool.reading import read_pool_with_faults
from teamforge.spec.vocabulary import fold
from teamforge.tables.folder import is_left_behind

if TYPE_CHECKING:
    from teamforge.project import Project
    from teamforge.result.data import ResultData

AnswerT = TypeVar("AnswerT")
Stamp = tuple[tuple[str, int, int], ...]
"""The name of each file, when it was written, and its size."""
_MOST_ANSWERS = 400


@dataclass(frozen=True, eq=False)
class Season:
    """
    What the files say at one moment; nothing in it changes except the answers known so far.

    Parameters
    ----------
    stamp
        The stamp of the files.
    pool
        The pool with its history; None if it could not be read at all.
    challenges
        The challenges by id, as they were written.
    programme
        The programme, if there is one.
    faults, unread
        The faults of the pool, which stop everything; and those of challenges and the programme, which stop only these.
    seconds
        How long the search for one team may take.
    """

    stamp: Stamp
    pool: Pool | None
    challenges: Mapping[str, Challenge]
    programme: Programme | None
    faults: tuple[Fault, ...]
    unread: tuple[Fault, ...]
    seconds: float = 60.0
    _answers: OrderedDict[tuple[str, ...], Any] = field(default_factory=OrderedDict, repr=False)
    _latest: dict[str, Result] = field(default_factory=dict, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    @property
    def sound(self) -> Pool:
        """
        The pool.

        Raises
        ------
        InputError
            If it has faults.
        """
        if self.pool is None or self.faults:
            raise InputError(self.faults)
        return self.pool

    def find_peers(self, words: str) -> list[str]:
        """Return the peers whose name or id contains all words; an id alone is that peer."""
        peers = self.sound.peers
        if words in peers.position:
            return [words]
        asked = fold(words).split()
        return sorted(
            peer
            for peer in map(str, peers.position)
            if all(word in f"{fold(peer)} {fold(peers.name_of(peer))}" for word in asked)
        )

    def challenge(self, draft: Draft) -> Challenge:
        """Return the challenge of a draft, with its steps taken."""
        return draft.apply(self.challenges[draft.challenge_id])

    def result(self, challenge: Challenge) -> Result:
        """Return the best team for a challenge; a team composed before is remembered."""

        def work_out() -> Result:
            like = self._latest.get(challenge.id)
            found = compose(self.sound, challenge, time_limit=self.seconds, like=like)
            self._latest[challenge.id] = found
            return found

        return self.answer(work_out, challenge, "result")

    def priced(self, challenge: Challenge, like: Result) -> ResultData:
        """Return the best team for a challenge much like that of a result; if there is none, without the reasons."""

        def work_out() -> ResultData:
            return price(self.sound, challenge, like, time_limit=self.seconds)

        return self.answer(work_out, challenge, "price")

    def answer(self, work_out: Callable[[], AnswerT], challenge: Challenge, *asked: str) -> AnswerT:
        """
        Return an answer about a challenge, worked out if it is not known yet; one at a time.

        Parameters
        ----------
        work_out
            Called to work the answer out.
        challenge
            The challenge that it is about.
        asked
            What was asked, in words that no other question uses.
        """
        key = (sha256(challenge.model_dump_json().encode()).hexdigest(), *asked)
        with self._lock:
            if key not in self._answers:
                self._answers[key] = work_out()
            self._answers.move_to_end(key)
            while len(self._answers) > _MOST_ANSWERS:
                self._answers.popitem(last=False)
            found: AnswerT = self._answers[key]
            return found


class Files:
    """The files of a project: read only when one of them has changed."""

    def __init__(self, project: Project, reread: Callable[[], Project]) -> None:
        self._project, self._reread = project, reread
        self._season: Season | None = None
        self._lock = RLock()

    @property
    def project(self) -> Project:
        """The project as it was last read."""
        return self._project

    @property
    def pool_path(self) -> Path:
        """Where the pool is."""
        if self._project.pool is None:
            raise AssertionError  # a place without a pool is not opened
        return self._project.pool

    @property
    def decisions(self) -> Path:
        """Where decisions are written down: next to the file of the project."""
        return self._project.file.parent / "decisions.jsonl"

    def now(self) -> Season:
        """Return what the files say now."""
        with self._lock:
            stamp = self.stamp()
            if self._season is None or self._season.stamp != stamp:
                if self._season is not None:
                    self._project = self._reread()
                self._season = self._read(self.stamp())
            return self._season

    def reread(self) -> None:
        """Look for files again: this process has just written one that is not listed yet."""
        with self._lock:
            self._project, self._season = self._reread(), None

    def stands(self, pool: Pool) -> None:
        """Adopt the pool with the rows that this process has just added, so that it is not read again."""
        with self._lock:
            if self._season is not None:
                self._season = replace(self._season, stamp=self.stamp(), pool=pool, _answers=OrderedDict(), _latest={})

    def _read(self, stamp: Stamp) -> Season:
        pool, faults = read_pool_with_faults(self.pool_path)
        challenges: dict[str, Challenge] = {}
        wrong = [fault for each in self._project.unread.values() for fault in each]
        programme = None
        if self._project.programme is not None:
            try:
                programme = read_programme(self._project.programme)
            except InputError as error:
                wrong += error.faults
        for identity, path in self._project.challenges.items():
            try:
                challenges[identity] = challenge_of(self._dated(read_document(path), path))
            except InputError as error:
                wrong += error.faults
        if programme is not None:
            challenges |= {each.id: each for each in programme.challenges if each.id not in challenges}
        seconds = self._project.time_limit or 60.0
        unread = tuple(dict.fromkeys(wrong))
        return Season(stamp, pool, challenges, programme, tuple(dict.fromkeys(faults)), unread, seconds)

    def _dated(self, document: Document, path: Path) -> Document:
        """Return a challenge, with the date of the programme if it leaves its date to that."""
        day = self._project.dates.get(path.resolve())
        if day is None or not isinstance(document.data, dict) or document.data.get("as_of") is not None:
            return document
        return Document({**document.data, "as_of": day}, document.faults, document.places)

    def stamp(self) -> Stamp:
        """Return which files there are now."""
        return tuple(sorted(_stamped(place) for place in self._places()))

    def _places(self) -> Iterator[Path]:
        project, pool = self._project, self.pool_path
        yield project.file
        yield from project.challenges.values()
        yield from project.unread
        for place in (pool, project.programme, calendars_of(folder_of(pool))):
            if place is not None and place.is_dir():
                yield from (each for each in place.iterdir() if not is_left_behind(each.name))
            elif place is not None:
                yield place
        yield log_of(pool)


def _stamped(place: Path) -> tuple[str, int, int]:
    try:
        found = place.stat()
    except OSError:
        return str(place), 0, -1
    return str(place), found.st_mtime_ns, found.st_size
