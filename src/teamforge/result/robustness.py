"""What each drop-out would cost a team."""

from __future__ import annotations

from dataclasses import dataclass

from teamforge.page.plain import Plain
from teamforge.spec.words import spoken


@dataclass(frozen=True, slots=True)
class DropOut(Plain):
    """
    What it costs a team when one member drops out and everybody else, and the dates, stay.

    Parameters
    ----------
    seat, peer_id
        Who drops out.
    reserve
        The id of the peer who steps in at the least cost; None if the seat stays empty or nobody can.
    cost
        How many points fewer the team then has; None if it is no longer a valid team.
    """

    seat: str
    peer_id: str
    reserve: str | None
    cost: int | None

    def __str__(self) -> str:
        """Return the drop-out as a sentence."""
        if self.cost is None:
            return f"If {self.peer_id} ({spoken(self.seat)}) drops out, nobody can step in."
        what = f"{self.reserve} can step in" if self.reserve else "the seat can stay empty"
        return f"If {self.peer_id} ({spoken(self.seat)}) drops out, {what} for {self.cost:,} points."


@dataclass(frozen=True, slots=True)
class Robustness(Plain):
    """
    Why this team was chosen among the best: its worst single drop-out costs least.

    Parameters
    ----------
    loss
        The most points to give up against the best team.
    within
        Every team within this many points of the best was compared: `loss`, or less if those would be too many. None if
        even the best are too many: then the team is the one that `compose` returns.
    teams
        How many teams were compared.
    drop_outs
        What it costs to lose each member, in the order of the seats.
    """

    loss: int
    within: int | None
    teams: int
    drop_outs: tuple[DropOut, ...]

    @property
    def worst(self) -> DropOut:
        """The drop-out that costs most; one that leaves no valid team comes first."""
        return max(self.drop_outs, key=lambda each: (each.cost is None, each.cost or 0))

    def __repr__(self) -> str:
        """Return what the worst drop-out costs."""
        worst = self.worst.cost
        return f"<Robustness: worst drop-out {'has no reserve' if worst is None else f'costs {worst:,} points'}>"
