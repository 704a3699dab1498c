"""The input: the tables of SPEC.md sections 1 and 9 as frozen columns."""

from teamforge.pool.categorical import Categorical
from teamforge.pool.columns import (
    Assignments,
    Availability,
    Engagements,
    Interests,
    Organisations,
    Peers,
    PoolTables,
    Relations,
)
from teamforge.pool.pool import Pool

__all__ = [
    "Assignments",
    "Availability",
    "Categorical",
    "Engagements",
    "Interests",
    "Organisations",
    "Peers",
    "Pool",
    "PoolTables",
    "Relations",
]
