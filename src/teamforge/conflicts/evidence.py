"""A finding and its evidence: the path through the graph of peers and organisations, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from teamforge.challenge import Waiver
from teamforge.page.model import Page, Section
from teamforge.page.of_findings import findings_table, sources
from teamforge.page.shown import Shown
from teamforge.page.words import CONFLICTS
from teamforge.rulebook import Strength

__all__ = ["FINDING_COLUMNS", "Evidence", "Finding", "Step"]

FINDING_COLUMNS = ("rule", "peer_id", "other_peer_id", "strength", "effect", "waived_by", "evidence", "sources")


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of a path: how the node before it is tied to `node`.

    Parameters
    ----------
    words
        The tie, as in ``"governance"`` or ``"part of"``.
    node
        The name of the organisation, or the id of the peer, that the tie leads to.
    start, end
        When the tie held; None where not known.
    table, row
        Where the tie is written, the row as the user counts it.
    lineage
        Whether the step only follows a replacement of one organisation by another.
    """

    words: str
    node: str
    start: date | None = None
    end: date | None = None
    table: str | None = None
    row: int | None = None
    lineage: bool = False

    def __str__(self) -> str:
        """Return the step in words."""
        dates = ""
        if self.start or self.end:
            dates = f" {self.start or ''}…{self.end or ''}"
        return f"{self.words}{dates} — {self.node}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    A path from a peer to a host, or to another peer, that makes a rule fire.

    Examples
    --------
    >>> path = Evidence("P12", (Step("governance", "NHS X CCG", date(2019, 4, 1), date(2022, 6, 30)),
    ...                         Step("predecessor of", "NHS Y ICB", lineage=True)))
    >>> print(path)
    P12 — governance 2019-04-01…2022-06-30 — NHS X CCG — predecessor of — NHS Y ICB
    """

    origin: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Return the path in words."""
        return " — ".join([self.origin, *map(str, self.steps)])

    @property
    def latest_start(self) -> date | None:
        """The latest known start among the ties of the path."""
        return max((step.start for step in self.steps if step.start and not step.lineage), default=None)


@dataclass(frozen=True, slots=True)
class Finding(Shown):
    """
    A conflict rule that fires for a peer or a pair of peers.

    Parameters
    ----------
    rule
        Its name in SPEC.md section 5.
    peers
        One peer id, or the two of a pair in alphabetical order.
    strength
        What the rule does.
    evidence
        Every path that makes it fire; never empty.
    waiver
        The waiver in force that lifts it, if any.
    """

    rule: str
    peers: tuple[str, ...]
    strength: Strength
    evidence: tuple[Evidence, ...]
    waiver: Waiver | None = None

    @property
    def effect(self) -> str:
        """What follows: ``blocks``, ``costs`` or ``waived``."""
        if self.waiver is not None:
            return "waived"
        return "costs" if self.strength is Strength.SOFT else "blocks"

    def _page(self) -> Page:
        return Page(f"{self.rule} — {CONFLICTS[self.rule]}", sections=(Section("", table=findings_table((self,))),))

    def to_row(self) -> tuple[str | None, ...]:
        """Return the finding as a row of `FINDING_COLUMNS`: paths parted by `|`, their sources likewise."""
        peer, other = (*self.peers, None)[:2]
        paths, where = (" | ".join(map(told, self.evidence)) for told in (str, sources))
        waived_by = None if self.waiver is None else self.waiver.by
        return (self.rule, peer, other, str(self.strength), self.effect, waived_by, paths, where)

    def to_dict(self) -> dict[str, object]:
        """Return the finding in plain values, its evidence in words and by table and row."""
        return {
            "rule": self.rule,
            "peers": list(self.peers),
            "strength": str(self.strength),
            "effect": self.effect,
            "evidence": [
                {
                    "path": str(path),
                    "sources": [{"table": step.table, "row": step.row} for step in path.steps if step.table],
                }
                for path in self.evidence
            ],
            "waived_by": None if self.waiver is None else self.waiver.by,
        }
