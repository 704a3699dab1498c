"""What keeps a peer off every team, and who is kept off a seat: each reason with what would lift it."""

from __future__ import annotations

import numpy as np

from teamforge.explain.reasons import Reason, Reasons
from teamforge.explain.why_not import PeerAnswer, Verdict
from teamforge.result.data import ResultData
from teamforge.solve import Solved


def blocked(result: ResultData, solved: Solved, seat: str) -> tuple[PeerAnswer, ...]:
    """Answer `Result.blocked`, which describes parameters and errors."""
    if seat not in result.challenge.seat_ids:
        raise KeyError(f"no such seat: {seat}")
    able = solved.eligibility
    here = able.peers[able.seat == result.challenge.seat_ids.index(seat)]
    kept_off = np.setdiff1d(here, solved.problem.peers)
    reasons = Reasons(solved.instance, able, kept_off)
    ids = solved.instance.pool.peers.ids
    answers = [
        PeerAnswer(str(ids[peer]), Verdict.BLOCKED, found, None, None, None)
        for peer in kept_off.tolist()
        if (found := reasons.of(peer))
    ]
    # What can be lifted comes before what cannot.
    answers.sort(key=lambda each: (each.nearest_change is None, len(each.reasons), each.peer_id))
    return tuple(answers)


def reasons_against(result: ResultData, solved: Solved, peer: str) -> tuple[Reason, ...]:
    """Answer `Result.reasons_against`, which describes parameters and errors."""
    places = result.pool.peers.places([peer])
    if (solved.problem.peers == places[0]).any():
        return ()
    return Reasons(solved.instance, solved.eligibility, places).of(int(places[0]))
