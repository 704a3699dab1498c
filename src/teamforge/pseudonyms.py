"""A pool and a challenge in which nobody is named: keyed pseudonyms for ids, and what only describes left out."""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from teamforge.challenge import Challenge
from teamforge.challenge.matching import challenge_faults
from teamforge.errors import Fault, InputError, close_match
from teamforge.pool import Pool
from teamforge.pool.people import with_themes
from teamforge.pool.reading import pool_from_tables
from teamforge.pool.schema import SCHEMA, THEME
from teamforge.pool.vocabulary import TABLES, fold
from teamforge.tables import Text, TextTable
from teamforge.tables.source import read_path
from teamforge.tables.writing import csv_of, write_folder

__all__ = ["Key", "Pseudonymised", "pseudonymise"]

_DROPPED = {"name", "note", "political_group"}
_NEVER = {"name"}
_IDS = {
    "peer_id": "peer",
    "other_peer_id": "peer",
    "organisation_id": "organisation",
    "host_organisation_id": "organisation",
    "source": "organisation",
    "target": "organisation",
    "challenge_id": "challenge",
}
"""Columns of ids, and what each id is of."""
_BYTES = 32
_LEFT_OUT = "(left out)"
"""What stands for a reason or a name that a challenge must have."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """
    The secret that pseudonyms are made with: the same key makes the same pseudonym of the same id.

    Parameters
    ----------
    secret
        32 bytes that nobody can guess.

    Examples
    --------
    >>> key = Key(bytes(32))  # a secret of zeros is none: use `Key.new`
    >>> key.pseudonym("peer", "P001")
    'peer-16e7dad071f9d13be963'
    >>> key.pseudonym("peer", "P001") == key.pseudonym("organisation", "P001")
    False
    """

    secret: bytes

    def pseudonym(self, kind: str, identity: str) -> str:
        """
        Return the pseudonym of an id: the first 80 bits of its HMAC-SHA-256.

        Parameters
        ----------
        kind
            ``peer``, ``organisation`` or ``challenge``: the same id of two kinds has two pseudonyms.
        identity
            The id.
        """
        return f"{kind}-{hmac.digest(self.secret, f'{kind}:{identity}'.encode(), 'sha256').hex()[:20]}"

    @classmethod
    def new(cls) -> Key:
        """Return a key that nobody can guess."""
        return cls(secrets.token_bytes(_BYTES))

    def save(self, path: str | os.PathLike[str]) -> None:
        """
        Write the key to a file that only its owner may read.

        Raises
        ------
        InputError
            If there is a file already.
        """
        there = False
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                file.write(f"{self.secret.hex()}\n")
        except FileExistsError:
            there = True
        if there:
            mend = "name a new file, or use the key in it"
            raise InputError([Fault("key", None, None, str(path), "a file that is not there yet", mend)])

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Key:
        """
        Return the key that `save` wrote.

        Raises
        ------
        InputError
            If the file cannot be read or holds anything else.
        """
        text, mend = "", "make one with --new-key"
        try:
            text = Path(path).read_text(encoding="ascii").strip()
        except OSError as error:
            mend = (error.strerror or type(error).__name__).lower()
        except UnicodeDecodeError:
            pass
        if not re.fullmatch(f"[0-9a-f]{{{2 * _BYTES}}}", text):
            raise InputError([Fault("key", None, None, str(path), f"a file of {2 * _BYTES} hexadecimal digits", mend)])
        return cls(bytes.fromhex(text))


@dataclass(frozen=True, eq=False, repr=False)
class Pseudonymised:
    """
    A pool and a challenge under pseudonyms.

    Parameters
    ----------
    tables
        The tables as text; rows in the order of the pseudonyms, so that their order tells nothing.
    challenge
        The challenge; None where none was given.
    left_out
        Table and column of everything that was left out, in the order of the tables.
    pseudonyms
        Peer id to pseudonym, for whoever keeps the key.
    """

    tables: Mapping[str, TextTable]
    challenge: Challenge | None
    left_out: tuple[tuple[str, str], ...]
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
        Write the tables as CSV, and the challenge as `challenge.json`, to a folder that is new or empty.

        Raises
        ------
        FileExistsError
            If the folder holds anything.
        OSError
            If it cannot be written; no file is left behind.
        """
        files: dict[str, Iterable[bytes]] = {f"{name}.csv": csv_of(table) for name, table in self.tables.items()}
        if self.challenge is not None:
            plain = self.challenge.model_dump(mode="json", exclude_defaults=True)
            files["challenge.json"] = [json.dumps(plain, indent=2, ensure_ascii=False).encode() + b"\n"]
        write_folder(Path(folder), files)


def pseudonymise(
    path: str | os.PathLike[str], key: Key, challenge: Challenge | None = None, keep: Collection[str] = ()
) -> Pseudonymised:
    """
    Return a pool, and a challenge for it, in which peers, organisations and challenges have pseudonyms for ids.

    Names, notes, political groups, every attribute and every column that SPEC.md does not name are left out; so are
    the title of the challenge, and who gave reasons and waivers. What is left is personal data still: whoever has the
    key can tell who is who, and a date, a role or a tie may tell others.

    Parameters
    ----------
    path
        As for `read_pool`.
    key
        The secret, kept apart from what is handed on.
    challenge
        A challenge for the pool.
    keep
        Columns of `peers` to keep: attributes, and `political_group`, which is special category data.

    Raises
    ------
    InputError
        If anything is wrong with the pool or the challenge, `keep` names a column that there is not, or the
        challenge has a rule on a column that would be left out; every fault is listed.

    Notes
    -----
    A team of the pseudonymised pool is a team of the pool, with the same points, where political groups are kept
    or no criterion asks for them. Ties between equally good teams are broken by ids (ADR 3), so another
    of them may come out.

    Examples
    --------
    >>> from teamforge.demo import FOLDER
    >>> safe = pseudonymise(FOLDER / "pool", Key(bytes(32)))
    >>> safe
    <Pseudonymised: 68 peers>
    >>> ("peers", "political_group") in safe.left_out
    True
    """
    pool, tables = _read(path)
    peers = tables["peers"]
    kept = frozenset(map(fold, keep))
    faults = [*_faults_of_keep(kept, peers), *(_faults_of_challenge(pool, challenge, kept) if challenge else ())]
    if faults:
        raise InputError(faults)
    columns = {name: _columns(table, kept) for name, table in tables.items()}
    return Pseudonymised(
        tables={name: _table(table, columns[name], key) for name, table in tables.items()},
        challenge=None if challenge is None else _challenge(challenge, key),
        left_out=tuple(
            (name, each) for name, table in tables.items() for each in table.columns if each not in columns[name]
        ),
        pseudonyms={each: key.pseudonym("peer", each) for each in pool.peers.position},
    )


def _read(path: str | os.PathLike[str]) -> tuple[Pool, dict[str, TextTable]]:
    """Return a pool without faults, and its tables as text."""
    source = read_path(Path(path), TABLES)
    if source.faults:
        raise InputError(source.faults)
    pool = pool_from_tables(source.tables)
    tables = {name: source.tables[name] for name in TABLES if name in source.tables}
    return pool, {**tables, "peers": with_themes(tables["peers"])[0]}


def _columns(table: TextTable, keep: Collection[str]) -> tuple[str, ...]:
    """Return the columns of a table that are not left out."""
    known = {column.name for column in SCHEMA[table.name]} - _DROPPED
    if table.name == "peers":
        known |= {name for name in table.columns if name.startswith(THEME)} | set(keep)
    return tuple(name for name in table.columns if name in known)


def _faults_of_keep(keep: Collection[str], peers: TextTable) -> Iterable[Fault]:
    could = [name for name in peers.columns if name not in _columns(peers, ()) and name not in _NEVER]
    for name in sorted(keep):
        if name not in could:
            mend = "it is never kept" if name in _NEVER else close_match(name, could) or "leave it out"
            yield Fault("keep", None, None, name, "a column of peers that would be left out", mend)


def _faults_of_challenge(pool: Pool, challenge: Challenge, keep: Collection[str]) -> Iterable[Fault]:
    if faults := challenge_faults(pool, challenge):
        yield from faults
        return
    schema = {column.name for column in SCHEMA["peers"]} - _DROPPED
    for place, rule in enumerate(challenge.team_rules):
        name = rule.attribute
        if name not in {*schema, *keep, "region", "kind"} and not name.startswith(THEME):
            field = f"team_rules[{place}].attribute"
            yield Fault("challenge", None, field, name, "a column that is kept", f"keep {name}, or leave the rule out")


def _table(table: TextTable, columns: Sequence[str], key: Key) -> TextTable:
    """Return a table under pseudonyms, its rows in the order of the first column."""
    texts = {name: _pseudonyms(table.columns[name], key, _IDS.get(name)) for name in columns}
    first = next(iter(texts.values()))
    rank = np.empty(len(first.texts) + 1, dtype=np.int64)
    rank[sorted(range(len(first.texts)), key=first.texts.__getitem__)] = np.arange(len(first.texts))
    rank[-1] = -1  # that of code -1: a blank cell
    order = np.argsort(rank[first.codes], kind="stable")
    moved = {name: Text(text.codes[order], text.texts) for name, text in texts.items()}
    return TextTable(table.name, moved, np.arange(2, len(table) + 2, dtype=np.int32))


def _pseudonyms(text: Text, key: Key, kind: str | None) -> Text:
    return text if kind is None else Text(text.codes, tuple(key.pseudonym(kind, each) for each in text.texts))


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
