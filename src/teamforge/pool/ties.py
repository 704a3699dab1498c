"""The tables `availability`, `organisations`, `relations`, `interests` and `engagements`, read from their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from teamforge.errors import Fault
from teamforge.page.words import counted
from teamforge.pool.categorical import Bools, Categorical
from teamforge.pool.columns import Availability, Engagements, Interests, Organisations, Relations
from teamforge.pool.id_index import IdIndex, own_ids
from teamforge.pool.table_reader import TableReader, take
from teamforge.spec.dates import ALWAYS, FOREVER
from teamforge.spec.vocabulary import (
    AVAILABILITY_STATUSES,
    ENGAGEMENT_STATUSES,
    INTEREST_KINDS,
    INTERESTS_WITH_ORGANISATION,
    INTERESTS_WITH_PEER,
    RELATION_KINDS,
)

REFERENCES = {
    "peers": ("organisation_id",),
    "relations": ("source", "target"),
    "interests": ("organisation_id",),
    "engagements": ("host_organisation_id",),
    "assignments": ("host_organisation_id",),
}
"""The columns that refer to organisations."""
_PLACEHOLDERS = {"independent", "independents", "none", "nil", "null", "n/a", "na", "not applicable", "-", "–", "—"}
_MOST_NAMED = 5


def read_organisations(reader: TableReader) -> Organisations:
    """Return the organisations of the table."""
    ids, own = own_ids(reader, "organisation_id")
    kind, region, control = (_by_row(reader.words(name), own) for name in ("kind", "region", "political_control"))
    names = _by_row(reader.texts("name"), own)
    return Organisations(tuple(ids[own].tolist()), names, kind, region, control, given=True)


def named_organisations(tables: Iterable[TableReader]) -> Organisations:
    """
    Return the organisations that other tables name, if there is no table of organisations.

    Those named only in `assignments` come last, in its order, so that a shorter history gives the beginning of this
    list.
    """
    readers = {reader.name: reader for reader in tables}
    named = {
        identity
        for name, reader in readers.items()
        for column in REFERENCES.get(name, ())
        for identity in reader.text(column).texts
        if name != "assignments"
    }
    hosts = readers["assignments"].text("host_organisation_id")
    later = (hosts.texts[code] for code in hosts.codes.tolist() if code >= 0)
    return unnamed_organisations(dict.fromkeys((*sorted(named), *later)))


def unnamed_organisations(ids: Iterable[str]) -> Organisations:
    """Return organisations known only by id."""
    known = tuple(ids)
    nothing = (None,) * len(known)
    return Organisations(known, nothing, nothing, nothing, nothing, given=False)


def warnings_of_unnamed(tables: Iterable[TableReader]) -> Iterator[str]:
    """Yield what is odd about organisations without a table, where any text may be one."""
    readers = {reader.name: reader for reader in tables}
    for name in ("peers", "interests"):
        column = readers[name].text("organisation_id")
        rows: Counter[str] = Counter()
        for text, count in zip(column.texts, np.bincount(column.codes[column.codes >= 0]).tolist(), strict=False):
            if count and text.casefold() in _PLACEHOLDERS:
                rows[text] += count
        for text, count in rows.items():
            yield (
                f"{name}: the organisation_id {text!r}, in {counted(count, 'row')}, is taken as the id of an "
                "organisation; leave the cell blank where there is none"
            )
    related = {text for column in REFERENCES["relations"] for text in readers["relations"].text(column).texts}
    others = (
        readers[name].text(column).texts
        for name in REFERENCES.keys() - {"relations", "assignments"}  # a visit is not a tie
        for column in REFERENCES[name]
    )
    if lonely := sorted(related.difference(*others)):
        more = f" and {len(lonely) - _MOST_NAMED:,} more" if len(lonely) > _MOST_NAMED else ""
        who = ", ".join(map(repr, lonely[:_MOST_NAMED])) + more
        yield f"relations: {who} {'appears' if len(lonely) == 1 else 'appear'} nowhere else in the pool"


def _by_row(column: Categorical[str], rows: Bools) -> tuple[str | None, ...]:
    values = np.array([*column.values, None], dtype=np.object_)
    return tuple(values[column.codes[rows]].tolist())


def read_availability(reader: TableReader, peers: IdIndex) -> Availability:
    """Return the rows of `availability` without a fault."""
    peer = peers.of(reader, "peer_id")
    start, end = reader.numbers("start"), reader.numbers("end")
    status = reader.words("status", AVAILABILITY_STATUSES)
    reader.must_end_in_time(start, end)
    table = Availability(peer, start, end, status.isin("available"), reader.table.row)
    return take(table, reader.sound)


def read_relations(reader: TableReader, organisations: IdIndex) -> Relations:
    """Return the rows of `relations` without a fault."""
    source = organisations.of(reader, "source")
    kind = reader.words("kind", RELATION_KINDS)
    target = organisations.of(reader, "target")
    start, end = reader.numbers("start"), reader.numbers("end")
    itself = (source >= 0) & (source == target)
    reader.accuse(itself, "target", "another organisation than the source", "correct or delete the row")
    reader.must_end_in_time(start, end)
    return take(Relations(source, kind, target, start, end, reader.table.row), reader.sound)


def read_interests(reader: TableReader, peers: IdIndex, organisations: IdIndex) -> Interests:
    """Return the rows of `interests` without a fault."""
    peer = peers.of(reader, "peer_id")
    kind = reader.words("kind", INTEREST_KINDS)
    organisation, other_peer = organisations.of(reader, "organisation_id"), peers.of(reader, "other_peer_id")
    start, end = reader.numbers("start"), reader.numbers("end")
    _must_have_one_target(reader, kind)
    itself = (peer >= 0) & (peer == other_peer)
    reader.accuse(itself, "other_peer_id", "another peer than the one who declares", "correct or delete the row")
    reader.must_end_in_time(start, end)
    brief = kind.isin("job_application") & (start != ALWAYS) & (end == FOREVER)
    table = Interests(peer, kind, organisation, other_peer, start, np.where(brief, start, end), reader.table.row)
    return take(table, reader.sound)


def _must_have_one_target(reader: TableReader, kind: Categorical[str]) -> None:
    """Add a fault for each row with both targets or neither, or with a kind that does not fit its target."""
    to_organisation = reader.text("organisation_id").codes >= 0
    to_peer = reader.text("other_peer_id").codes >= 0
    if len(reader) and not reader.has("organisation_id") and not reader.has("other_peer_id"):
        expected = "this column or the column other_peer_id"
        reader.faults.append(Fault(reader.name, None, "organisation_id", None, expected, "add one of the columns"))
        return
    reader.accuse(
        ~to_organisation & ~to_peer, "organisation_id", "an organisation_id or an other_peer_id", "fill in one of them"
    )
    reader.accuse(
        to_organisation & to_peer, "other_peer_id", "either an organisation_id or an other_peer_id", "blank one of them"
    )
    known = kind.codes >= 0
    for wrong, kinds, target in (
        (to_organisation & ~to_peer, INTERESTS_WITH_ORGANISATION, "an organisation"),
        (to_peer & ~to_organisation, INTERESTS_WITH_PEER, "a peer"),
    ):
        reader.accuse(
            known & wrong & ~kind.isin(*kinds),
            "kind",
            f"with {target} one of {', '.join(kinds)}",
            "correct the kind or the target",
        )


def read_engagements(reader: TableReader, peers: IdIndex, organisations: IdIndex) -> Engagements:
    """Return the rows of `engagements` without a fault."""
    peer = peers.of(reader, "peer_id")
    host = organisations.of(reader, "host_organisation_id")
    start, end = reader.numbers("start"), reader.numbers("end")
    status = reader.words("status", ENGAGEMENT_STATUSES)
    reader.must_end_in_time(start, end)
    challenge = reader.words("challenge_id")
    return take(Engagements(peer, host, start, end, status, challenge, reader.table.row), reader.sound)
