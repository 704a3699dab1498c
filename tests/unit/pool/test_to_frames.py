"""A pool as data frames, and back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import teamforge
from teamforge import Pool
from tests.unit.pool.valid import pool_of, valid


def test_a_pool_goes_through_frames_and_is_the_same(tmp_path: Path) -> None:
    """Every peer, with what is for papers alone, and every row of every table."""
    for pool in (pool_of(tmp_path, valid()), teamforge.load_demo()[0]):
        again = Pool.from_frames(**pool.to_frames())
        assert repr(again) == repr(pool)
        assert list(again) == list(pool)
        assert again.organisations.names == pool.organisations.names
        for name in ("email", "biography"):
            told = [[each.peers.paper_of(peer, name) for peer in each.peers.position] for each in (again, pool)]
            assert told[0] == told[1]
        for name, frame in again.to_frames().items():
            pd.testing.assert_frame_equal(frame, pool.to_frames()[name])


def test_columns_have_the_types_that_they_mean() -> None:
    """Dates, whole numbers and booleans are no text."""
    pool = Pool.from_frames(
        peers=pd.DataFrame(
            {
                "peer_id": ["P1", "P2"],
                "roles": ["VCS_leader; manager", "manager"],
                "trained": ["yes", ""],
                "declared_on": ["11/01/2027", ""],
                "challenges_done": ["3", ""],
                "theme:Prevention": ["4", ""],
                "Area": ["North; South", None],
            }
        ),
        interests=pd.DataFrame({"peer_id": ["P1"], "kind": ["family"], "other_peer_id": ["P2"], "note": ["private"]}),
    )
    frames = pool.to_frames()
    peers = frames["peers"]
    assert list(peers) == ["peer_id", "roles", "trained", "challenges_done", "declared_on", "theme:prevention", "area"]
    assert peers["roles"].tolist() == ["vcs_leader; manager", "manager"]
    assert peers["trained"].tolist() == [True, False]
    assert peers["declared_on"].dt.date.tolist()[0].isoformat() == "2027-01-11"
    assert peers["declared_on"].isna().tolist() == [False, True]
    assert peers["challenges_done"].tolist() == [3, 0]
    assert peers["theme:prevention"].tolist() == [4, 0]
    assert peers["area"].tolist()[0] == "north; south"
    assert peers["area"].isna().tolist() == [False, True]
    assert frames["interests"].iloc[0][["peer_id", "kind", "other_peer_id"]].to_list() == ["P1", "family", "P2"]
    assert "note" not in frames["interests"]
    assert "organisations" not in frames
    assert {name: len(frame) for name, frame in frames.items() if name != "peers"} == {
        **dict.fromkeys(("availability", "relations", "engagements", "assignments"), 0),
        "interests": 1,
    }


def test_history_and_polls_are_there() -> None:
    """A poll as rows of availability; the history in its order."""
    said = {"challenge_id": "c", "seat": "s", "peer_id": "P1", "host_organisation_id": "H", "start": "2027-04-13"}
    pool = Pool.from_frames(
        peers=pd.DataFrame({"peer_id": ["P1"], "roles": ["manager"]}),
        availability_poll=pd.DataFrame({"who": ["P1"], "2027-04-13": ["yes"]}),
        assignments=pd.DataFrame(
            [
                {**said, "end": "2027-04-15", "state": state, "on": "2027-01-14", "by": "A", "note": "b"}
                for state in ("proposed", "asked")
            ]
        ),
    )
    frames = pool.to_frames()
    assert frames["availability"]["status"].tolist() == ["available"]
    assert frames["assignments"]["state"].tolist() == ["proposed", "asked"]
    assert frames["assignments"].iloc[0][["by", "note"]].to_list() == ["A", "b"]
    again = Pool.from_frames(**frames)
    assert len(again.assignments) == 2
