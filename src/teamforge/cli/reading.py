"""Pool and challenge from their files, or every fault in the two at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import typer

from teamforge.cli.project import dated
from teamforge.errors import Fault, InputError

if TYPE_CHECKING:
    from teamforge.challenge import Challenge
    from teamforge.challenge.programme import Programme
    from teamforge.pool import Pool

T = TypeVar("T")


class Inputs(NamedTuple):
    """A pool and a challenge that fit each other."""

    pool: Pool
    challenge: Challenge


class YearInputs(NamedTuple):
    """A pool and a programme that fit each other."""

    pool: Pool
    programme: Programme


def _read_pool(path: Path) -> tuple[Pool | None, list[Fault]]:
    """Return what can be read of a pool, and its faults."""
    from teamforge.cli.memory import keep_freed_memory
    from teamforge.pool.reading import read_pool_with_faults

    keep_freed_memory()
    return read_pool_with_faults(path)


def read_both(pool_path: Path, challenge_path: Path | None, *, history: bool = True) -> Inputs:
    """
    Return a pool and a challenge that fit each other; without a path of its own the challenge is in the pool's file.

    Parameters
    ----------
    pool_path, challenge_path
        The paths of pool and challenge.
    history
        Whether faults of the challenge's history count: they stop only commands that compose it.

    Raises
    ------
    InputError
        With every fault of the pool, of the challenge, and of the two together.
    BadParameter
        If there is no challenge.
    """
    missing = f"{pool_path} is no workbook with a sheet named challenge, so a file with the challenge is needed"
    return Inputs(*_sound(*read_with_faults(pool_path, challenge_path, history=history), missing, "CHALLENGE"))


def _sound(pool: Pool | None, asked: T | None, faults: tuple[Fault, ...], missing: str, hint: str) -> tuple[Pool, T]:
    """Return a pool and what is asked of it, if both are there and without fault."""
    if not faults and asked is None:
        raise typer.BadParameter(f"missing: {missing}", param_hint=hint)
    if faults or pool is None or asked is None:
        raise InputError(faults)
    return pool, asked


def read_with_faults(
    pool_path: Path, challenge_path: Path | None, *, history: bool = True
) -> tuple[Pool | None, Challenge | None, tuple[Fault, ...]]:
    """Return what can be read of a pool and a challenge, and every fault in them."""
    from teamforge.challenge.document import Document
    from teamforge.challenge.matching import challenge_faults, fragment_faults
    from teamforge.challenge.reading import challenge_of, read_document
    from teamforge.challenge.sheets import holds_challenge

    if challenge_path is None and holds_challenge(pool_path):
        challenge_path = pool_path
    challenge, document = None, Document(None)
    wrong: tuple[Fault, ...] = ()
    if challenge_path is not None:
        try:
            document = dated(read_document(challenge_path), challenge_path)
            challenge = challenge_of(document)
        except InputError as error:
            wrong = error.faults
    pool, faults = _read_pool(pool_path)
    faults += wrong
    if pool is not None and challenge is not None:
        faults += document.placed(challenge_faults(pool, challenge, history=history))
    elif pool is not None:
        faults += document.placed(fragment_faults(pool, document.data))
    return pool, challenge, tuple(dict.fromkeys(faults))


def read_year(pool_path: Path, programme_path: Path | None, *, history: bool = True) -> YearInputs:
    """
    Return a pool and a programme that fit each other; `history` is as for `read_both`.

    Raises
    ------
    InputError
        With every fault of the pool, of the programme, and of the two together.
    BadParameter
        If there is no programme.
    """
    missing = f"{pool_path} is no workbook with a sheet named challenges, so a programme is needed"
    return YearInputs(*_sound(*read_year_with_faults(pool_path, programme_path, history=history), missing, "PROGRAMME"))


def read_year_with_faults(
    pool_path: Path, programme_path: Path | None, *, history: bool = True
) -> tuple[Pool | None, Programme | None, tuple[Fault, ...]]:
    """Return what can be read of a pool and a programme, and every fault in them."""
    from teamforge.challenge.programme import read_programme
    from teamforge.challenge.programme.matching import programme_faults
    from teamforge.challenge.programme.sheets import holds_programme

    if programme_path is None and holds_programme(pool_path):
        programme_path = pool_path
    programme = None
    wrong: tuple[Fault, ...] = ()
    if programme_path is not None:
        try:
            programme = read_programme(programme_path)
        except InputError as error:
            wrong = error.faults
    pool, faults = _read_pool(pool_path)
    faults += wrong
    if pool is not None and programme is not None:
        faults += tuple(programme_faults(pool, programme, history=history))
    return pool, programme, tuple(dict.fromkeys(faults))


def read_plan_record(path: Path, hint: str) -> dict[str, Any]:
    """Return the record of a kept plan; refuse that of a team."""
    from teamforge.records.record import holds_plan, read_record

    record = read_record(path)
    if not holds_plan(record):
        raise typer.BadParameter(f"{path} holds a team and no plan", param_hint=hint)
    return record


def read_dated_challenge(path: Path) -> Challenge:
    """Return the challenge in a file, with the date of the project's programme if it has none."""
    from teamforge.challenge.reading import challenge_of, read_document

    return challenge_of(dated(read_document(path), path))


_SEVERAL = 10
"""The most ids that are listed for a name that fits several peers."""


def known_peers(
    pool: Pool, peers: Sequence[str], option: str = "--peer", first: Collection[str] = frozenset()
) -> set[str]:
    """
    Return the ids of the peers that an option gives by id or by name.

    A name that fits several peers means the one among `first`, the ids of the likeliest peers, if there is one.

    Raises
    ------
    BadParameter
        If no peer has one of them: all such are listed, each with the closest id. If a name fits several peers: their
        ids are listed.
    """
    from teamforge.pool.nearest import Nearest

    asked: set[str] = set()
    unclear, unknown = [], []
    for text in map(str.strip, peers):
        ids = (text,) if text in pool.peers.position else pool.peers.called(text)
        ids = tuple(each for each in ids if each in first) or ids
        if len(ids) == 1:
            asked.update(ids)
        elif ids:  # names stay out of errors
            more = f" and {len(ids) - _SEVERAL:,} more" if len(ids) > _SEVERAL else ""
            unclear.append(f"one name fits {len(ids):,} peers: {', '.join(ids[:_SEVERAL])}{more}")
        else:
            unknown.append(text)
    if unclear:
        raise typer.BadParameter(f"{'; '.join(unclear)}: give an id", param_hint=option)
    if unknown:
        hints = {**dict.fromkeys(unknown, ""), **Nearest(pool.peers.position).hints(unknown)}
        lines = (f"no peer has the id or name {text!r}" + (hint and f", {hint}") for text, hint in hints.items())
        raise typer.BadParameter("; ".join(lines), param_hint=option)
    return asked
