"""The tables `organisations`, `relations`, `interests` and `engagements`, read from their texts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from teamforge.errors import Fault
from teamforge.pool.checked import Checked, take
from teamforge.pool.columns import Bools, Categorical, Engagements, Interests, Organisations, Relations
from teamforge.pool.known import Known, own_ids
from teamforge.spec.dates import ALWAYS, FOREVER
from teamforge.spec.vocabulary import (
    ENGAGEMENT_STATUSES,
    INTEREST_KINDS,
    INTERESTS_WITH_ORGANISATION,
    INTERESTS_WITH_PEER,
    RELATION_KINDS,
)

__all__ = [
    "REFERENCES",
    "named_organisations",
    "read_engagements",
    "read_interests",
    "read_organisations",
    "read_relations",
]

REFERENCES = {
    "peers": ("organisation_id",),
    "relations": ("source", "target"),
    "interests": ("organisation_id",),
    "engagements": ("host_organisation_id",),
}
"""The columns that refer to organisations."""


def read_organisations(checked: Checked) -> Organisations:
    """Return the organisations of the table."""
    ids, own = own_ids(checked, "organisation_id")
    kind, region, control = (_by_row(checked.words(name), own) for name in ("kind", "region", "political_control"))
    names = _by_row(checked.texts("name"), own)
    return Organisations(tuple(ids[own].tolist()), names, kind, region, control, given=True)


def named_organisations(tables: Iterable[Checked]) -> Organisations:
    """Return the organisations that other tables name, where there is no table of them."""
    named = {
        identity
        for checked in tables
        for column in REFERENCES.get(checked.name, ())
        for identity in checked.text(column).texts
    }
    nothing = (None,) * len(named)
    return Organisations(tuple(sorted(named)), nothing, nothing, nothing, nothing, given=False)


def _by_row(column: Categorical[str], rows: Bools) -> tuple[str | None, ...]:
    values = np.array([*column.values, None], dtype=np.object_)
    return tuple(values[column.codes[rows]].tolist())


def read_relations(checked: Checked, organisations: Known) -> Relations:
    """Return the rows of `relations` without a fault."""
    source = organisations.of(checked, "source")
    kind = checked.words("kind", RELATION_KINDS)
    target = organisations.of(checked, "target")
    start, end = checked.numbers("start", ALWAYS), checked.numbers("end", FOREVER)
    itself = (source >= 0) & (source == target)
    checked.accuse(itself, "target", "another organisation than the source", "correct or delete the row")
    checked.must_end_in_time(start, end)
    return take(Relations(source, kind, target, start, end, checked.table.row), checked.sound)


def read_interests(checked: Checked, peers: Known, organisations: Known) -> Interests:
    """Return the rows of `interests` without a fault."""
    peer = peers.of(checked, "peer_id")
    kind = checked.words("kind", INTEREST_KINDS)
    organisation, other_peer = organisations.of(checked, "organisation_id"), peers.of(checked, "other_peer_id")
    start, end = checked.numbers("start", ALWAYS), checked.numbers("end", FOREVER)
    _must_have_one_target(checked, kind)
    itself = (peer >= 0) & (peer == other_peer)
    checked.accuse(itself, "other_peer_id", "another peer than the one who declares", "correct or delete the row")
    checked.must_end_in_time(start, end)
    brief = kind.isin("job_application") & (start != ALWAYS) & (end == FOREVER)
    table = Interests(peer, kind, organisation, other_peer, start, np.where(brief, start, end), checked.table.row)
    return take(table, checked.sound)


def _must_have_one_target(checked: Checked, kind: Categorical[str]) -> None:
    """Add a fault for each row with both targets or none, or with a kind that does not go with its target."""
    to_organisation = checked.text("organisation_id").codes >= 0
    to_peer = checked.text("other_peer_id").codes >= 0
    if len(checked) and not checked.has("organisation_id") and not checked.has("other_peer_id"):
        expected = "this column or the column other_peer_id"
        checked.faults.append(Fault(checked.name, None, "organisation_id", None, expected, "add one of the columns"))
        return
    checked.accuse(
        ~to_organisation & ~to_peer, "organisation_id", "an organisation_id or an other_peer_id", "fill in one of them"
    )
    checked.accuse(
        to_organisation & to_peer, "other_peer_id", "either an organisation_id or an other_peer_id", "blank one of them"
    )
    known = kind.codes >= 0
    for wrong, kinds, target in (
        (to_organisation & ~to_peer, INTERESTS_WITH_ORGANISATION, "an organisation"),
        (to_peer & ~to_organisation, INTERESTS_WITH_PEER, "a peer"),
    ):
        checked.accuse(
            known & wrong & ~kind.isin(*kinds),
            "kind",
            f"with {target} one of {', '.join(kinds)}",
            "correct the kind or the target",
        )


def read_engagements(checked: Checked, peers: Known, organisations: Known) -> Engagements:
    """Return the rows of `engagements` without a fault."""
    peer = peers.of(checked, "peer_id")
    host = organisations.of(checked, "host_organisation_id")
    start, end = checked.numbers("start", ALWAYS), checked.numbers("end", FOREVER)
    status = checked.words("status", ENGAGEMENT_STATUSES)
    checked.must_end_in_time(start, end)
    challenge = checked.words("challenge_id")
    return take(Engagements(peer, host, start, end, status, challenge, checked.table.row), checked.sound)
