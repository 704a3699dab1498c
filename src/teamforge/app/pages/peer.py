"""A peer of the pool, found by name or id: why they are on the team or not, and what can be done about it."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from teamforge.app.asking import Ask
from teamforge.app.drafts import pinned

_MOST = 30


def search(ask: Ask) -> Response:
    """Show the peers whose name or id contains the words asked for; a single match is shown at once."""
    words = ask.needed("who", "A name or an id")
    found = ask.season.find_peers(words)
    if len(found) == 1:
        return _shown(ask, found[0])
    return ask.show("peers", words=words, found=found[:_MOST], count=len(found))


def peer(ask: Ask) -> Response:
    """Show a peer."""
    return _shown(ask, ask.peer())


def _shown(ask: Ask, who: str) -> Response:
    result, challenge = ask.result, ask.challenge
    member = next((each for each in result.members if each.peer_id == who), None)
    roles = ask.pool.peer(who).roles
    seats = [seat for seat in challenge.seats if any(role in seat.accepts for role in roles)]
    reasons = ask.season.answer(lambda: result.reasons_against(who), challenge, "against", who)
    costs = []
    if member is None and not reasons and result.points is not None:
        for seat in seats:
            then = ask.season.priced(pinned(challenge, seat.id, who).apply(challenge), result)
            cost = None if then.points is None else result.points - then.points
            costs.append((seat.id, cost, then.window, then.status == "infeasible"))
    return ask.show(
        "peer",
        HTTPStatus.OK,
        who=who,
        peer=ask.pool.peer(who),
        employer=ask.pool.employer_of(who),
        member=member,
        seats=seats,
        reasons=reasons,
        costs=costs,
        excluded=any(each.peer == who for each in challenge.exclude),
        waivable=ask.waivable,
    )
