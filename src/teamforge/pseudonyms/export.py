"""A pool and a challenge under pseudonyms, in memory and as files."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from teamforge.challenge import Challenge
from teamforge.challenge.matching import challenge_faults
from teamforge.errors import Fault, InputError, close_match
from teamforge.page.displayed import Displayed
from teamforge.pool import Pool
from teamforge.pool.pool import ORGANISATION_ATTRIBUTES
from teamforge.pool.reading import pool_from_tables
from teamforge.pool.schema import PEERS, THEME, Disclosure
from teamforge.pseudonyms.key import Key
from teamforge.pseudonyms.tables import tables_of
from teamforge.spec.vocabulary import fold_heading
from teamforge.tables import TextTable
from teamforge.tables.calendars import CALENDARS
from teamforge.tables.writing import write_tables

__all__ = ["Pseudonymised", "asked_for", "pseudonymise"]

_KEPT, _ASKED_FOR, _NEVER = (
    {name for name, column in PEERS.items() if column.disclosure is disclosure} for disclosure in Disclosure
)
_IDS = {"peer_id": "peer", "organisation_id": "organisation"}
"""Columns of ids that a team rule can name, and what each id is of."""
_LEFT_OUT = "(left out)"
"""What stands for a reason or a name that a challenge must have."""


@dataclass(frozen=True, eq=False, repr=False)
class Pseudonymised(Displayed):
    """
    A pool and a challenge under pseudonyms.

    Parameters
    ----------
    tables
        The tables as text, with the rows in the order of the pseudonyms, so that the order reveals nothing.
    challenge
        The challenge; None where none was given.
    left_out
        The columns of `peers` that were left out; names of organisations and notes always are.
    pseudonyms
        Peer id to pseudonym, for whoever keeps the key.
    """

    tables: Mapping[str, TextTable]
    challenge: Challenge | None
    left_out: tuple[str, ...]
    pseudonyms: Mapping[str, str]

    def __repr__(self) -> str:
        """Return the number of peers, and nobody's id."""
        return f"<Pseudonymised: {len(self.pseudonyms):,} peers>"

    @property
    def pool(self) -> Pool:
        """The pool that the tables hold."""
        return pool_from_tables(self.tables)

    def write(self, folder: str | os.PathLike[str]) -> None:
        """
        Write the tables as CSV to a folder that is new or empty.

        With a challenge they lie in ``pool``, and `challenge.json` beside it.

        Raises
        ------
        FileExistsError
            If the folder holds anything.
        OSError
            If it cannot be written; no file is left behind.
        """
        beside: dict[str, str] = {}
        if self.challenge is not None:
            plain = self.challenge.model_dump(mode="json", exclude_defaults=True)
            beside["challenge.json"] = json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
        write_tables(folder, self.tables, beside)


def pseudonymise(pool: Pool, key: Key, challenge: Challenge | None = None, keep: Collection[str] = ()) -> Pseudonymised:
    """
    Return a pool, and a challenge for it, in which peers, organisations and challenges have pseudonyms for ids.

    Names, notes, political groups, every attribute and every column that SPEC.md does not name are left out; so are
    the title of the challenge, and who gave reasons and waivers. What is left is still personal data: whoever has the
    key knows who is who, and a date, a role or a tie may give it away to others.

    Parameters
    ----------
    pool
        The pool.
    key
        The secret, kept apart from what is handed on.
    challenge
        A challenge for the pool.
    keep
        Columns of `peers` to keep: attributes, and `political_group`, which is special category data.

    Returns
    -------
    Pseudonymised
        The pool's tables and the challenge under pseudonyms, and which columns were left out.

    Raises
    ------
    InputError
        If anything is wrong with the challenge, `keep` names a column that does not exist, or the challenge has a rule
        on a column that would be left out; every fault is listed.

    Notes
    -----
    A team of the pseudonymised pool is a team of the pool, with the same points, where political groups are kept
    or no criterion asks for them. Ties between equally good teams are broken by ids (ADR 3), so another
    of them may come out.

    Examples
    --------
    >>> from teamforge import load_demo
    >>> safe = pseudonymise(load_demo()[0], Key(bytes(32)))
    >>> safe, safe.left_out
    (<Pseudonymised: 68 peers>, ('name', 'place_experience', 'political_group'))
    """
    kept = frozenset(map(fold_heading, keep))
    faults = [*_faults_of_keep(pool, kept), *(_faults_of_challenge(pool, challenge, kept) if challenge else ())]
    if pool.calendars and challenge is None:
        expected = "a challenge, for whose days the calendars become rows of availability"
        faults.append(Fault(CALENDARS, None, None, None, expected, "give the challenge as well"))
    if faults:
        raise InputError(faults)
    if challenge is not None:
        pool = pool.with_calendars(challenge.on_site.dates)
    return Pseudonymised(
        tables=tables_of(pool, key, kept),
        challenge=None if challenge is None else _challenge(challenge, key),
        left_out=tuple(sorted({*_could_keep(pool), *(_NEVER & pool.peers.columns)} - kept)),
        pseudonyms={each: key.pseudonym("peer", each) for each in pool.peers.position},
    )


def asked_for(pool: Pool, challenge: Challenge) -> list[str]:
    """Return what to keep for a team to have the points it has: the columns that a rule or a criterion looks at."""
    named = {rule.attribute for rule in challenge.team_rules} | _ASKED_FOR
    return [column for column in _could_keep(pool) if column in named]


def _could_keep(pool: Pool) -> list[str]:
    """Return the columns of `peers` that are kept only where somebody asks for them."""
    return sorted([*pool.peers.attributes, *(_ASKED_FOR & pool.peers.columns)])


def _faults_of_keep(pool: Pool, keep: Collection[str]) -> Iterable[Fault]:
    could = _could_keep(pool)
    for name in sorted(keep):
        if name not in could:
            mend = "it is never kept" if name in _NEVER else close_match(name, could) or "leave it out"
            yield Fault("keep", None, None, name, "a column of peers that would be left out", mend)


def _faults_of_challenge(pool: Pool, challenge: Challenge, keep: Collection[str]) -> Iterable[Fault]:
    if faults := challenge_faults(pool, challenge):
        yield from faults
        return
    for place, rule in enumerate(challenge.team_rules):
        name = rule.attribute
        if name not in {*_KEPT, *keep, *ORGANISATION_ATTRIBUTES} and not name.startswith(THEME):
            field = f"team_rules[{place}].attribute"
            yield Fault("challenge", None, field, name, "a column that is kept", f"keep {name}, or leave the rule out")


def _challenge(challenge: Challenge, key: Key) -> Challenge:
    """Return a challenge under pseudonyms, without a word that somebody wrote."""

    def peer(identity: str) -> str:
        return key.pseudonym("peer", identity)

    plain: dict[str, Any] = challenge.model_dump(mode="json", exclude_defaults=True)
    plain.pop("title", None)
    plain["id"] = key.pseudonym("challenge", challenge.id)
    plain["hosts"] = [key.pseudonym("organisation", host) for host in challenge.hosts]
    plain["pins"] = {seat: peer(identity) for seat, identity in challenge.pins.items()}
    plain["exclude"] = [{"peer": peer(each.peer), "reason": _LEFT_OUT} for each in challenge.exclude]
    for waiver in plain.get("waivers", ()):
        waiver |= {name: peer(waiver[name]) for name in ("peer", "other_peer") if name in waiver}
        waiver |= {"by": _LEFT_OUT, "reason": _LEFT_OUT}
    for rule in plain.get("team_rules", ()):
        if rule["attribute"] in {"peer_id", "organisation_id"} and "value" in rule:
            rule["value"] = key.pseudonym(_IDS[rule["attribute"]], rule["value"].strip())
    return Challenge.model_validate({name: value for name, value in plain.items() if value not in ({}, [])})
