"""Bookings and conflicts, laid just inside and just outside the limits of the rules."""

from __future__ import annotations

from collections.abc import Callable

from .draft import Draft, chance, moved


def book(draft: Draft, peer: str, host: str, first: object, last: object, status: str, challenge: str = "") -> None:
    """One row of `engagements`."""
    cells = {"start": first, "end": last, "status": draft.spelt(status), "challenge_id": challenge}
    draft.add("engagements", peer_id=peer, host_organisation_id=host, **cells)


def overlap(draft: Draft, peer: str) -> None:
    """A booking on the edge of a window, or just beside it."""
    rng = draft.rng
    start, end = draft.window()
    assert start
    assert end
    first = rng.choice((end, end, moved(start, -2), moved(start, -3), moved(end, 1)))
    status = rng.choice(("confirmed", "proposed"))
    book(draft, peer, rng.choice(draft.others), first, moved(first, 2), status)


def rest(draft: Draft, peer: str) -> None:
    """A booking that leaves just enough days of rest, or one too few."""
    rng = draft.rng
    start, end = draft.window()
    assert start
    assert end
    gap = draft.challenge["rules"].get("rest", {}).get("rest_days", 14) + rng.choice((0, -1, -1, -2))
    last = moved(start, -1 - max(0, gap))
    first = moved(last, -2)
    if chance(rng, 0.4):
        first = moved(end, 1 + max(0, gap))
        last = moved(first, 1)
    book(draft, peer, rng.choice(draft.others), first, last, rng.choice(("confirmed", "proposed", "done")))
    if "max_per_year" in draft.row(peer) and chance(rng, 0.7):
        draft.row(peer)["max_per_year"] = rng.choice(("3", "4"))


def yearly_cap(draft: Draft, peer: str) -> None:
    """Bookings in the programme year of a window, or just outside it, some of them rows of one engagement."""
    rng = draft.rng
    start, _ = draft.window()
    assert start
    year = start.year if start.month >= 4 else start.year - 1
    april = start.replace(year=year, month=4, day=1)
    first = rng.choice((april, april, moved(april, -1), moved(start, 60), moved(start, -60), moved(start, 45)))
    host = rng.choice(draft.others)
    name = rng.choice(("", "X1", "X1"))
    status = rng.choice(("confirmed", "proposed", "done"))
    book(draft, peer, host, first, moved(first, 2), status, name)
    again = first if not name and chance(rng, 0.7) else moved(first, rng.choice((10, -10, -30)))
    if chance(rng, 0.7):
        book(draft, peer, rng.choice(draft.others), again, moved(again, 2), "confirmed", name)
    if "max_per_year" in draft.row(peer):
        draft.row(peer)["max_per_year"] = rng.choice(("1", "2", "2", ""))


def recent(draft: Draft, peer: str) -> None:
    """A review that starts a year before the decision, or a day later."""
    first = moved(draft.as_of, draft.rng.choice((-365, -364, -364, -100, -20)))
    book(draft, peer, draft.rng.choice(draft.others), first, moved(first, 2), "done", draft.rng.choice(("", "X2")))
    if "max_per_year" in draft.row(peer) and chance(draft.rng, 0.6):
        draft.row(peer)["max_per_year"] = draft.rng.choice(("2", "3"))


def nothing(draft: Draft, peer: str) -> None:
    """A booking over a window that counts for nothing: cancelled, or of this very challenge."""
    start, end = draft.window()
    status, challenge = draft.rng.choice(
        (("cancelled", ""), ("cancelled", ""), ("confirmed", "this"), ("proposed", "this"))
    )
    book(draft, peer, draft.rng.choice(draft.others), start, end, status, challenge)


def stale_proposal(draft: Draft, peer: str) -> None:
    """A proposal that starts the day before the decision counts for nothing, one on the day does."""
    rng = draft.rng
    first = moved(draft.as_of, rng.choice((-1, -1, 0)))
    last = rng.choice((moved(first, 1), min(draft.starts)))
    book(draft, peer, rng.choice(draft.others), first, max(first, last), "proposed")


def declare(draft: Draft, rule: str, peer: str, kind: str, start: object, end: object, other: str = "") -> None:
    """One row of `interests`, at a host or with another peer."""
    organisation = "" if other else draft.touching_host()
    cells = {"organisation_id": organisation, "other_peer_id": other, "start": start, "end": end, "note": ""}
    draft.add("interests", peer_id=peer, kind=draft.spelt(kind), **cells)
    draft.conflicts.append((rule, (peer, other) if other else (peer,)))


def years(draft: Draft, rule: str, default: int) -> int:
    """How far a rule looks back."""
    strict = draft.challenge.get("preset") == "strict_independence" and default == 5
    found: int = draft.challenge["rules"].get(rule, {}).get("years", 6 if strict else default)
    return found


def current_tie(draft: Draft, peer: str) -> None:
    """Employed or engaged by a host."""
    if chance(draft.rng, 0.25):
        draft.row(peer)["organisation_id"] = draft.touching_host()
        draft.conflicts.append(("current_tie", (peer,)))
        return
    kind = draft.rng.choice(("employment", "governance", "contract", "consultancy"))
    declare(draft, "current_tie", peer, kind, *draft.current_edge())


def past_tie(draft: Draft, peer: str) -> None:
    """Once employed by a host."""
    kind = draft.rng.choice(("employment", "governance"))
    declare(draft, "past_tie", peer, kind, *draft.past_edge(years(draft, "past_tie", 5)))


def commercial_tie(draft: Draft, peer: str) -> None:
    """Once paid by a host."""
    kind = draft.rng.choice(("contract", "consultancy"))
    declare(draft, "commercial_tie", peer, kind, *draft.past_edge(years(draft, "commercial_tie", 5)))


def job_application(draft: Draft, peer: str) -> None:
    """Applied for a job at a host; without an end it ended on its start."""
    start, end = draft.past_edge(years(draft, "job_application", 5))
    if chance(draft.rng, 0.4):
        start, end = end, None
    elif chance(draft.rng, 0.4):
        start, end = draft.current_edge()
    declare(draft, "job_application", peer, "job_application", start, end)


def personal_tie(draft: Draft, peer: str) -> None:
    """Family or money at a host."""
    declare(draft, "personal_tie", peer, draft.rng.choice(("family", "financial")), *draft.current_edge())


def friendship(draft: Draft, peer: str) -> None:
    """A friend at a host."""
    declare(draft, "friendship", peer, "friendship", *draft.current_edge())


def pair_tie(draft: Draft, peer: str) -> None:
    """Something between two peers."""
    other = draft.rng.choice([one for one in draft.peers if one != peer])
    kind = draft.rng.choice(("family", "line_management", "business", "dispute"))
    declare(draft, "pair_tie", peer, kind, *draft.current_edge(), other)


def pair_friendship(draft: Draft, peer: str) -> None:
    """Two friends."""
    other = draft.rng.choice([one for one in draft.peers if one != peer])
    declare(draft, "pair_friendship", peer, "friendship", *draft.current_edge(), other)


def relate(draft: Draft, source: str, kind: str, target: str, *, symmetric: bool = True) -> None:
    """One row of `relations`, either way round where the kind is symmetric."""
    if symmetric and chance(draft.rng, 0.5):
        source, target = target, source
    start, end = draft.current_edge()
    kind = draft.spelt(kind)
    if source != target and (source, kind, target) not in {
        (row["source"], row["kind"], row["target"]) for row in draft.tables["relations"]
    }:
        draft.add("relations", source=source, kind=kind, target=target, start=start, end=end)


def home(draft: Draft, peer: str) -> str:
    """The organisation of a peer, given one where there is none."""
    row = draft.row(peer)
    row["organisation_id"] = row["organisation_id"] or draft.rng.choice(draft.others)
    return row["organisation_id"]


def of_organisation(rule: str, kind: str) -> Callable[[Draft, str], None]:
    """The peer's organisation is so related to a host."""

    def trouble(draft: Draft, peer: str) -> None:
        relate(draft, home(draft, peer), kind, draft.rng.choice(draft.hosts))
        draft.conflicts.append((rule, (peer,)))

    return trouble


def same_system(draft: Draft, peer: str) -> None:
    """The peer's organisation and a host are part of one system, perhaps through another organisation."""
    host, organisation = draft.rng.choice(draft.hosts), home(draft, peer)
    via = draft.rng.choice((*draft.others, "SYS", "SYS", "SYS"))
    if organisation == "SYS" or chance(draft.rng, 0.1):
        draft.row(peer)["organisation_id"] = "SYS"
    else:
        relate(draft, organisation, "part_of", via, symmetric=False)
        relate(draft, via, "part_of", "SYS", symmetric=False)
    relate(draft, host, "part_of", "SYS", symmetric=False)
    draft.conflicts.append(("same_system", (peer,)))


def similar(draft: Draft, peer: str) -> None:
    """The peer's organisation is similar to a host."""
    relate(draft, home(draft, peer), "similar_to", draft.rng.choice(draft.hosts))


def reviewed_host(draft: Draft, peer: str) -> None:
    """The peer has reviewed a host, or will."""
    visit(draft, peer, draft.touching_host(), years(draft, "reviewed_host", 5))
    draft.conflicts.append(("reviewed_host", (peer,)))


def reciprocal_review(draft: Draft, peer: str) -> None:
    """Somebody of a host has reviewed the peer's organisation, or will."""
    others = [one for one in draft.peers if one != peer]
    at_host = [one for one in others if draft.row(one)["organisation_id"] in draft.hosts]
    reviewer = draft.rng.choice(at_host) if at_host else newcomer(draft, draft.rng.choice(others))
    visit(draft, reviewer, home(draft, peer), years(draft, "reciprocal_review", 3))
    draft.conflicts.append(("reciprocal_review", (peer,)))


def newcomer(draft: Draft, like: str) -> str:
    """One more peer, of a host, as another but not trained; among ten peers the other itself."""
    if len(draft.peers) >= 10:
        draft.row(like)["organisation_id"] = draft.rng.choice(draft.hosts)
        return like
    row = draft.row(like) | {"peer_id": f"P{len(draft.peers)}", "organisation_id": draft.rng.choice(draft.hosts)}
    draft.tables["peers"].append(row | {"trained": "no"} if "trained" in row else row)
    return row["peer_id"]


def visit(draft: Draft, peer: str, host: str, lookback: int) -> None:
    """An engagement that ended near the limits of a look-back, or that is to come."""
    start, end = draft.past_edge(lookback)
    assert end
    status = draft.rng.choice(("done", "done", "confirmed"))
    if chance(draft.rng, 0.25):
        end = moved(draft.as_of, draft.rng.choice((0, 300, 367)))
        start, status = moved(end, -1), draft.rng.choice(("confirmed", "proposed"))
    book(draft, peer, host, start or moved(end, -2), end, status, draft.rng.choice(("", "", "X3")))


def declaration(draft: Draft, peer: str) -> None:
    """A declaration a year old, or a day more, or none."""
    if "declared_on" in draft.row(peer):
        date = moved(draft.as_of, -draft.rng.choice((365, 366, 366, 800))).isoformat()
        draft.row(peer)["declared_on"] = draft.rng.choice((date, date, ""))
        draft.conflicts.append(("declaration", (peer,)))


TROUBLES: tuple[Callable[[Draft, str], None], ...] = (
    *(overlap, overlap, rest, rest, yearly_cap, yearly_cap, yearly_cap, recent, nothing, nothing, stale_proposal) * 2,
    *(current_tie, past_tie, commercial_tie, job_application, personal_tie, friendship) * 2,
    *(pair_tie, pair_friendship) * 8,
    *(reviewed_host, same_system) * 4,
    *(declaration, reciprocal_review, similar, similar),
    *(of_organisation("shared_leadership", "shares_leadership_with"), of_organisation("neighbour", "neighbour_of")) * 2,
)


def troubles(draft: Draft) -> None:
    """Fewer troubles than peers, about half as many at least."""
    peers = draft.peers
    for _ in range(draft.rng.randint(len(peers) // 2, len(peers) - 1)):
        draft.rng.choice(TROUBLES)(draft, draft.rng.choice(peers))
