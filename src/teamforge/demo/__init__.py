"""A packaged example: invented peers at real English organisations, and one challenge. See its README.md."""

from __future__ import annotations

from pathlib import Path

from teamforge.challenge import Challenge
from teamforge.challenge.reading import read_challenge
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool

__all__ = ["FOLDER", "load_demo"]

FOLDER = Path(__file__).parent
"""Where the example's files are: `pool/` and `challenge.toml`."""


def load_demo() -> tuple[Pool, Challenge]:
    """
    Return the example's pool and challenge.

    Returns
    -------
    Pool, Challenge
        Invented peers at real organisations, and a challenge of Plymouth.

    Examples
    --------
    >>> pool, challenge = load_demo()
    >>> len(pool) > 50, len(challenge.seats)
    (True, 7)
    """
    return read_pool(FOLDER / "pool"), read_challenge(FOLDER / "challenge.toml")
