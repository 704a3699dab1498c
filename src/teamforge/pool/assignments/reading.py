"""Read the table `assignments` from its texts."""

from __future__ import annotations

from teamforge.pool.columns import Assignments
from teamforge.pool.id_index import IdIndex
from teamforge.pool.table_reader import TableReader, take
from teamforge.spec.vocabulary import ASSIGNMENT_STATES


def read_assignments(reader: TableReader, peers: IdIndex, organisations: IdIndex) -> Assignments:
    """Return the rows of `assignments` that have no fault, in order."""
    challenge, seat = reader.words("challenge_id"), reader.words("seat")
    peer = peers.of(reader, "peer_id")
    host = organisations.of(reader, "host_organisation_id")
    start, end = reader.numbers("start"), reader.numbers("end")
    state = reader.words("state", ASSIGNMENT_STATES)
    on = reader.numbers("on")
    reader.must_end_in_time(start, end)
    by, note = reader.texts("by"), reader.texts("note")
    table = Assignments(challenge, seat, peer, host, start, end, state, on, by, note, reader.table.row)
    return take(table, reader.sound)
