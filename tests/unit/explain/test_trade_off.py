"""Every emphasis is covered, though not every one is searched for."""

from __future__ import annotations

from dataclasses import replace

from teamforge import compose
from teamforge.explain.trade_off import EMPHASES, TradeOff
from teamforge.generate import generate_pool
from teamforge.search import SearchLimits, search


def worth(each: TradeOff, first: int, second: int) -> int:
    """Return the points of a team with the criteria multiplied by these factors."""
    return (first - 1) * each.first + (second - 1) * each.second + each.points


def test_the_best_team_of_every_emphasis_is_listed() -> None:
    """Each of them searched for by itself; a team is listed with the least emphasis that makes it the best."""
    pool, challenge = generate_pool(300, seed=1)
    listed = compose(pool, challenge).trade_off("coverage", "seat_fit")
    problem = compose(pool, challenge)._solve().problem
    best = {}
    for first, second in EMPHASES:
        factors = {"coverage": first, "seat_fit": second}
        terms = {name: term.times(factors.get(name, 1)) for name, term in problem.terms.items()}
        best[first, second] = search(replace(problem, terms=terms), SearchLimits()).points or 0
        assert best[first, second] == max(worth(each, first, second) for each in listed), (first, second)
    assert len(listed) > 2
    for each in listed:
        place = EMPHASES.index(each.emphasis)
        weaker = EMPHASES[place + (1 if each.emphasis[0] > 1 else -1)]
        assert worth(each, *each.emphasis) == best[each.emphasis]
        assert each.emphasis == (1, 1) or worth(each, *weaker) < best[weaker]
