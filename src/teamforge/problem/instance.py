"""What rules and criteria are compiled from: the pool, the challenge, and the remaining candidates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from teamforge.challenge import Challenge
from teamforge.challenge.beside import PoolBeside, Visit
from teamforge.challenge.windows import Windows
from teamforge.conflicts import Conflicts
from teamforge.pool import Pool
from teamforge.pool.bookings import Bookings
from teamforge.problem.digest import PoolDigest

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Instance:
    """
    A pool, a challenge with its history applied, and what is derived from the two.

    `news` is what the history says that people should know; `pool_digest` is the pool's part of the input digest.
    """

    pool: Pool
    challenge: Challenge
    windows: Windows
    bookings: Bookings
    conflicts: Conflicts
    news: tuple[str, ...]
    pool_digest: PoolDigest

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """The visits of the other teams, if the challenge belongs to a plan whose other teams are fixed."""
        return self.pool.visits if isinstance(self.pool, PoolBeside) else ()

    @cached_property
    def hosts(self) -> tuple[int, ...]:
        """The positions of the hosts that are in the pool, in the order of the challenge."""
        known = self.pool.organisations.position
        return tuple(known[host] for host in self.challenge.hosts if host in known)

    def of_hosts(self, attribute: str) -> frozenset[str]:
        """Return the known values of an attribute (`region`, `kind`) among the hosts."""
        values = getattr(self.pool.organisations, attribute)
        return frozenset(values[host] for host in self.hosts if values[host])

    def organisations_with(self, attribute: str, wanted: frozenset[str]) -> Bools:
        """Return for each organisation, and a final False for none, whether its attribute is one of `wanted`."""
        values = getattr(self.pool.organisations, attribute)
        return np.array([value in wanted for value in values] + [False], dtype=np.bool_)

    @cached_property
    def away(self) -> Bools:
        """Whether each peer's region is known and differs from every host's, if any is known (SPEC.md section 6)."""
        at_host = self.of_hosts("region")
        known = frozenset(region for region in self.pool.organisations.region if region)
        away = self.organisations_with("region", known - at_host if at_host else frozenset())
        return away[self.pool.peers.organisation]


@dataclass(frozen=True, eq=False)
class Compilation(Instance):
    """
    An instance with its candidates: the (peer, seat) pairs that no rule stops by itself.

    Parameters
    ----------
    peers, seat, fit
        For each candidate, the position of the peer, the position of the seat, and the fit.
    """

    peers: Ints
    seat: NDArray[np.int16]
    fit: Ints

    def on_seats(self, flag: str) -> Bools:
        """Return for each candidate whether its seat has a flag (`counts`, `political`, `leads`, `authority`)."""
        flags = np.array([getattr(seat, flag) for seat in self.challenge.seats], dtype=np.bool_)
        return flags[self.seat]

    @cached_property
    def members(self) -> Bools:
        """Whether each candidate would be a member, that is, whether its seat counts."""
        return self.on_seats("counts")

    @property
    def n(self) -> int:
        """The number of seats with `counts`, or 1 if there is none (SPEC.md section 3)."""
        return self.challenge.counting_seats

    def weight(self, criterion: str) -> int:
        """Return weight·1000 for a criterion."""
        return 1000 * self.challenge.rulebook.criteria[criterion].weight
