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
from teamforge.spec.vocabulary import CALENDARS, fold_heading
from teamforge.tables import TextTable
from teamforge.tables.writing import write_tables

_KEPT, _ASKED_FOR, _NEVER = (
    {name for name, column in PEERS.items() if column.disclosure is disclosure} for disclosure in Disclosure
)
_IDS = {"peer_id": "peer", "organisation_id": "organisation"}
"""The id columns that a team rule can name, with the kind of each id."""
_LEFT_OUT = "(left out)"
"""Replaces a reason or a name that a challenge must have."""


@dataclass(frozen=True, eq=False, repr=False)
class PseudonymisedPool(Displayed):
    """
    A pool and a challenge under pseudonyms.

    Parameters
    ----------
    tables
        The tables as text, with rows in the order of the pseudonyms, so that the order reveals nothing.
    challenge
        The challenge; None if none was given.
    left_out
        The columns of `peers` that were left out. Names of organisations and notes always are.
    pseudonyms
        The pseudonym of each peer id, for the keeper of the key.
    """

    tables: Mapping[str, TextTable]
    challenge: Challenge | None
    left_out: tuple[str, ...]
    pseudonyms: Mapping[str, str]

    def __repr__(self) -> str:
        """Return the number of peers, and nobody's id."""
        return f"<PseudonymisedPool: {len(self.pseudonyms):,} peers>"

    @property
    def pool(self) -> Pool:
        """The pool read from the tables."""
        return pool_from_tables(self.tables)

    def write(self, folder: str | os.PathLike[str]) -> None:
        """
        Write the tables as CSV to a new or empty folder.

        With a challenge, the tables go into ``pool``, with `challenge.json` next to it.

        Raises
        ------
        FileExistsError
            If the folder holds anything.
        OSError
            If the folder cannot be written; no file is left behind.
        """
        beside: dict[str, str] = {}
        if self.challenge is not None:
            plain = self.challenge.model_dump(mode="json", exclude_defaults=True)
            beside["challenge.json"] = json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
        write_tables(folder, self.tables, beside)


def pseudonymise(
    pool: Pool, key: Key, challenge: Challenge | None = None, keep: Collection[str] = ()
) -> PseudonymisedPool:
    """
    Return a pool, and a challenge for it, with pseudonyms as the ids of peers, organisations and challenges.

    Names, notes, political groups, every attribute and every column that SPEC.md does not name are left out; so are
    the title of the challenge, and who gave reasons and waivers. The rest is still personal data: the holder of the
    key knows who is who, and a date, a role or a tie may reveal it to others.

    Parameters
    ----------
    pool
        The pool.
    key
        The secret; keep it apart from the shared data.
    challenge
        A challenge for the pool, if any.
    keep
        The columns of `peers` to keep: attributes, and `political_group`, which is special category data.

    Returns
    -------
    PseudonymisedPool
        The pool's tables and the challenge under pseudonyms, and the columns that were left out.

    Raises
    ------
    InputError
        If the challenge has faults, `keep` names a column that cannot be kept, or a team rule uses a column that would
        be left out; every fault is listed.

    Notes
    -----
    A team of the pseudonymised pool is a team of the pool, with the same points, provided that political groups
    are kept or no criterion uses them. Ties between equally good teams are broken by ids (ADR 3), so a
    different one may win.

    Examples
    --------
    >>> from teamforge import load_demo
    >>> safe = pseudonymise(load_demo()[0], Key(bytes(32)))
    >>> safe, safe.left_out
    (<PseudonymisedPool: 68 peers>, ('name', 'place_experience', 'political_group'))
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
    return PseudonymisedPool(
        tables=tables_of(pool, key, kept),
        challenge=None if challenge is None else _challenge(challenge, key),
        left_out=tuple(sorted({*_could_keep(pool), *(_NEVER & pool.peers.columns)} - kept)),
        pseudonyms={each: key.pseudonym("peer", each) for each in pool.peers.position},
    )


def asked_for(pool: Pool, challenge: Challenge) -> list[str]:
    """Return the columns to keep so that teams keep their points: those that a rule or a criterion uses."""
    named = {rule.attribute for rule in challenge.team_rules} | _ASKED_FOR
    return [column for column in _could_keep(pool) if column in named]


def _could_keep(pool: Pool) -> list[str]:
    """Return the columns of `peers` that are kept only on request."""
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
    """Return a challenge under pseudonyms, without any text that a person wrote."""

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
