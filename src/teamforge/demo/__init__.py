"""A packaged example: invented peers at real English organisations, a challenge and a programme. See its README.md."""

from __future__ import annotations

from pathlib import Path

from teamforge.challenge import Challenge
from teamforge.challenge.programme import Programme, read_programme
from teamforge.challenge.reading import read_challenge
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool

__all__ = ["FOLDER", "load_demo", "load_demo_programme"]

FOLDER = Path(__file__).parent
"""The folder with the example's files: `pool/`, `challenge.toml` and `programme.toml`."""


def load_demo() -> tuple[Pool, Challenge]:
    """
    Return the example's pool and challenge.

    Returns
    -------
    Pool, Challenge
        Invented peers at real organisations, and Plymouth's challenge.

    Examples
    --------
    >>> pool, challenge = load_demo()
    >>> len(pool) > 50, len(challenge.seats)
    (True, 7)
    """
    return read_pool(FOLDER / "pool"), read_challenge(FOLDER / "challenge.toml")


def load_demo_programme() -> tuple[Pool, Programme]:
    """
    Return the example's pool, and a programme of three challenges for it.

    Returns
    -------
    Pool, Programme
        The pool of `load_demo`, and the challenges of Plymouth, Derby and Portsmouth in spring 2027.

    Examples
    --------
    >>> pool, programme = load_demo_programme()
    >>> len(programme.challenges)
    3
    """
    return read_pool(FOLDER / "pool"), read_programme(FOLDER / "programme.toml")
