"""A seat: who could have it instead and at what cost, and who cannot, with the reasons and what would lift them."""

from __future__ import annotations

from starlette.responses import Response

from teamforge.app.asking import Ask

_RESERVES = 6
_BLOCKED = 15


def seat(ask: Ask) -> Response:
    """Show who else could sit on a seat."""
    name, result, challenge = ask.seat(), ask.result, ask.challenge
    reserves = None
    if result.team is not None:
        reserves = ask.season.answer(
            lambda: result.reserves(per_seat=_RESERVES, seats=[name]), challenge, "reserves", name
        )
    blocked = ask.season.answer(lambda: result.blocked(name), challenge, "blocked", name)
    first = min(int(text), len(blocked)) if (text := ask.text("first")).isdecimal() else 0
    return ask.show(
        "seat",
        seat=next(each for each in challenge.seats if each.id == name),
        member=next((each for each in result.members if each.seat == name), None),
        reserves=reserves or (),
        depth=0 if reserves is None else reserves.depth.get(name, 0),
        blocked=blocked[first : first + _BLOCKED],
        count=len(blocked),
        first=first,
        more=first + _BLOCKED if first + _BLOCKED < len(blocked) else None,
        waivable=ask.waivable,
    )
