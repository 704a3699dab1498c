"""Every emphasis is covered, though not every one is searched for."""

from __future__ import annotations

from dataclasses import replace

from teamforge import compose, generate_pool, pareto
from teamforge.explain.pareto import EMPHASES
from teamforge.forge import study_of
from teamforge.search import Limits, search


def test_the_best_team_of_every_emphasis_is_listed() -> None:
    """Each of them searched for by itself."""
    pool, challenge = generate_pool(300, seed=4)
    listed = pareto(pool, challenge, "coverage", "seat_fit")
    problem = study_of(compose(pool, challenge)).problem
    for first, second in EMPHASES:
        factors = {"coverage": first, "seat_fit": second}
        terms = {name: term.times(factors.get(name, 1)) for name, term in problem.terms.items()}
        found = search(replace(problem, terms=terms), Limits())
        assert found.points == max(
            (first - 1) * each.first + (second - 1) * each.second + each.points for each in listed
        ), (first, second)
    assert len(listed) > 3
