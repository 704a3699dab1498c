"""Invented pools, drawn column by column from a seed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme, read_programme
from teamforge.challenge.reading import read_challenge
from teamforge.generate import densities as d
from teamforge.generate.challenges import challenge_for, toml_of
from teamforge.generate.country import invented_register
from teamforge.generate.peers import peers_of
from teamforge.generate.ties import availability_of, engagements_of, interests_of
from teamforge.generate.year import FIRST_YEAR, LAST_YEAR, availability_of_year, declared_anew, moved, programme_for
from teamforge.pool import Pool
from teamforge.pool.reading import pool_from_tables
from teamforge.register import Register, read_register
from teamforge.tables import Text, TextTable
from teamforge.tables.writing import write_tables


@dataclass(frozen=True, eq=False)
class GeneratedData:
    """
    An invented pool, as its files would hold it, and a challenge for it.

    Parameters
    ----------
    tables
        The six tables, as text.
    challenge
        The fields of a challenge at a host of the register.
    programme
        The fields of a programme; None if no year was asked for.
    """

    tables: Mapping[str, TextTable]
    challenge: Mapping[str, object]
    programme: Mapping[str, object] | None = None

    def write(self, folder: str | os.PathLike[str]) -> None:
        """
        Write the tables as CSV to ``pool`` in a new folder, with `challenge.toml` next to it.

        The folder may exist if it is empty. A programme is written as `programme.json`.

        Raises
        ------
        FileExistsError
            If the folder holds anything.
        OSError
            If it cannot be written; no file is left behind.
        """
        year = {} if self.programme is None else {"programme.json": json.dumps(self.programme, indent=1) + "\n"}
        write_tables(folder, self.tables, {"challenge.toml": toml_of(self.challenge), **year})


def generate(
    size: int,
    *,
    seed: int = 0,
    register: str | os.PathLike[str] | None = None,
    year: int | None = None,
    challenges: int = 121,
) -> GeneratedData:
    """
    Invent a pool and a challenge, or a programme year, as text: `GeneratedData.write` writes the files.

    Parameters
    ----------
    size
        How many peers, at least 1. From about 300 on, every seat of the core team has candidates.
    seed
        The seed of the draws, at least 0; the same size, seed and register give the same pool.
    register
        A folder with the tables `organisations` and `relations`; without one they are invented too.
    year
        The year in which a programme year begins, from 2027 to 2198: availability is about that year, declarations are
        renewed before it, and engagements and interests lie around its January.
    challenges
        How many challenges its programme has. The first ones are the same however many there are.

    Raises
    ------
    ValueError
        If size, seed or challenges are too small, or the year is not one of these.
    InputError
        If anything is wrong with the register, or it has no council that is part of an integrated care board.
    """
    if size < 1 or seed < 0:
        raise ValueError(f"{size} peers from seed {seed}: expected a size from 1 and a seed from 0")
    if challenges < 1 or (year is not None and not FIRST_YEAR <= year <= LAST_YEAR):
        expected = f"1 or more, in a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(f"{challenges} challenges in {year}: expected {expected}")
    known = invented_register(seed) if register is None else read_register(Path(register))
    challenge = challenge_for(known, np.random.default_rng([seed, 1]))
    rng = np.random.default_rng([seed, 2])
    organisations = _with_voluntary(known, max(1, round(min(size, d.CROWDED) * d.VOLUNTARY / 2200)), rng)
    ids = Text(np.arange(size, dtype=np.int32), tuple(f"P{number:07d}" for number in rng.permutation(size).tolist()))
    peers = peers_of(ids, organisations, np.random.default_rng([seed, 3]))
    tables = {
        "peers": peers,
        "availability": availability_of(ids, np.random.default_rng([seed, 4])),
        "organisations": organisations.tables["organisations"],
        "relations": organisations.tables["relations"],
        "interests": interests_of(ids, organisations, np.random.default_rng([seed, 5])),
        "engagements": engagements_of(peers, organisations, np.random.default_rng([seed, 6])),
    }
    if year is None:
        return GeneratedData(tables, challenge)
    tables["availability"] = availability_of_year(ids, year, np.random.default_rng([seed, 7]))
    tables |= {name: moved(tables[name], year) for name in ("engagements", "interests")}
    tables["peers"] = declared_anew(peers, year, np.random.default_rng([seed, 8]))
    return GeneratedData(tables, challenge, programme_for(known, year, challenges, np.random.default_rng([seed, 9])))


def generate_pool(
    size: int, *, seed: int = 0, register: str | os.PathLike[str] | None = None
) -> tuple[Pool, Challenge]:
    """
    Return an invented pool and a challenge for it; see `generate` for the parameters and errors.

    Returns
    -------
    Pool, Challenge
        What `read_pool` and `read_challenge` return from the written files.

    Examples
    --------
    >>> pool, challenge = generate_pool(300, seed=7)
    >>> len(pool), len(challenge.hosts)
    (300, 2)
    """
    generated = generate(size, seed=seed, register=register)
    return pool_from_tables(generated.tables), read_challenge(generated.challenge)


def generate_year(
    size: int,
    *,
    challenges: int = 121,
    year: int = FIRST_YEAR,
    seed: int = 0,
    register: str | os.PathLike[str] | None = None,
) -> tuple[Pool, Programme]:
    """
    Return an invented pool and a programme year for it; see `generate` for the parameters and errors.

    Returns
    -------
    Pool, Programme
        What `read_pool` and `read_programme` return from the written files.

    Examples
    --------
    >>> pool, programme = generate_year(300, challenges=5, seed=7)
    >>> len(pool), len(programme.challenges)
    (300, 5)
    """
    generated = generate(size, seed=seed, register=register, year=year, challenges=challenges)
    return pool_from_tables(generated.tables), read_programme(generated.programme or {})


def _with_voluntary(register: Register, count: int, rng: np.random.Generator) -> Register:
    """Return a register with `count` invented voluntary organisations added."""
    table = register.tables["organisations"]
    taken = set(register.organisations.ids)
    ids = [identity for number in range(count + len(taken)) if (identity := f"VCS{number:04d}") not in taken][:count]
    regions = sorted(set(table.columns["region"].texts)) if "region" in table.columns else [""]
    added = {
        "organisation_id": ids,
        "name": [f"Voluntary organisation {identity[3:]}" for identity in ids],
        "kind": ["vcs"] * count,
        "region": [str(region) for region in rng.choice(regions or [""], size=count)],
    }
    columns = {
        name: Text.of_cells([*_cells(column), *added.get(name, [""] * count)]) for name, column in table.columns.items()
    }
    more = TextTable(table.name, columns, np.arange(2, len(table) + count + 2, dtype=np.int32))
    return register.with_organisations(more)


def _cells(column: Text) -> list[str]:
    codes: NDArray[np.int32] = column.codes
    return [column.texts[code] if code >= 0 else "" for code in codes.tolist()]
