"""England's organisations, as shipped with TeamForge."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from teamforge.register.register import Register, read_register

AS_OF = date(2023, 4, 1)
"""The day of the last change of councils in the register; its README.md has the dates of the rest."""

FOLDER = Path(__file__).with_name("data")
"""The folder of the tables, with a README on sources, licences and dates."""


def england() -> Register:
    """
    Return England's register: councils, integrated care boards and their predecessors, NHS trusts.

    Returns
    -------
    Register
        665 organisations by their official codes, with `part_of`, `predecessor_of`, `neighbour_of` and `similar_to`.
        It describes England on `AS_OF`; political control is that of 2018, if known.

    Examples
    --------
    >>> england()
    <Register: 665 organisations, 3,349 relations>
    """
    return read_register(FOLDER)
