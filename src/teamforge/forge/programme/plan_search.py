"""The search for a plan of compiled challenges: prices, a first plan, then better ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from teamforge.forge.programme.blocks import Block
from teamforge.forge.programme.column_generation import ColumnGeneration
from teamforge.forge.programme.composing import Composer, Plan
from teamforge.forge.programme.neighbourhoods import Neighbourhoods
from teamforge.forge.programme.rows import Row
from teamforge.forge.programme.rows.change import change_row, standing_of
from teamforge.log import log_failure
from teamforge.search import Budget, Progress
from teamforge.search.budget import TimeUpError
from teamforge.spec.status import Stop

_ENOUGH = 5e-5
"""With effort 1 the work ends when the gap is this small."""
_OF_PRICES = 0.7
"""The share of that gap at which the prices are good enough."""
_ROUNDS = 100
"""The most rounds of pricing with effort 1."""
_FIRST_ROUNDS, _FIRST_ROUNDS_OF_FEW = 6, 7
"""The most rounds of pricing before there is a plan: then both get better in turn. Few challenges need more."""
_FEW = 60
"""Up to this many challenges CP-SAT chooses from the teams of all at once; of more it makes nothing better."""
_AS_DEAR = 3
"""Planning a challenge again next to the others takes about as long as pricing this many challenges."""
_AT_ONCE = 50
"""Planning all n challenges together takes about as long as composing n·(n/50)² again in neighbourhoods."""
_ROUNDS_BEFORE_ALL = 10
"""The most rounds of pricing before all challenges are planned together: the better the prices, the better the plan."""
_COMPOSED = 40
"""With effort 1, the most times each challenge is composed again, on average."""
_BRIEF = 8
"""`_ROUNDS` and `_COMPOSED` of a brief search."""
_WORK = 0.5
"""The work that CP-SAT may do for one neighbourhood, in its own units; for all challenges together, ten times this."""


@dataclass(eq=False)
class PlanSearch:
    """
    The search for a plan of one programme.

    Parameters
    ----------
    generation
        The challenges, and what is known about them: each composed alone.
    budget, effort, seed, report
        As for `plan_year`.
    changes
        The change budget of the programme.
    target
        If given, the search ends with a plan of this many points, or with the proof that there is none.
    brief
        Whether the search is a short one, a part of another.

    Attributes
    ----------
    plan
        The best plan so far; None while there is no valid one.
    standing
        The plan that stands.
    change
        The row of the change budget; None without one.
    """

    generation: ColumnGeneration
    budget: Budget
    effort: float
    seed: int
    report: Progress
    changes: int | Literal["least"] | None
    target: int | None = None
    brief: bool = False
    plan: Plan | None = None
    composer: Composer = field(init=False)

    def __post_init__(self) -> None:
        self._fell = 0
        self.composer = Composer(self.generation, self.budget)
        self.standing = standing_of(self.generation.whole)
        self.change: Row | None = None
        kept = None
        if self.changes is not None:
            kept = self.composer.keeping(self.standing)
            budget = self.changed(kept) if self.changes == "least" else self.changes
            self.change = change_row(self.standing, budget)
            self.generation.add_rows([self.change])
        self.take({})
        self.take(kept or {})

    def ended(self) -> Stop | None:
        """Do the work, or as much as there is time for; return what ended it early. What was found and proved stays."""
        try:
            self.do()
        except (KeyboardInterrupt, TimeUpError):
            self.take(self.composer.rounded())
            return Stop.INTERRUPT if self.budget.interrupted.is_set() else Stop.TIME
        except Exception as error:  # noqa: BLE001 -- whatever it is, the plan must not be lost to it
            log_failure("plan", error)
            return Stop.FAILURE
        return None

    def do(self) -> None:
        """
        Find prices, a first plan, and then a better one as long as it pays.

        Raises
        ------
        KeyboardInterrupt, TimeUpError
            If it is ended early.
        """
        rounds = max(1, round((_BRIEF if self.brief else _ROUNDS) * self.effort))
        first = min(rounds, _FIRST_ROUNDS_OF_FEW if len(self._blocks) <= _FEW else _FIRST_ROUNDS)
        self._price(first)
        if self.impossible:
            return
        self._first()
        if self.plan is not None:
            self._better(rounds - first)
        elif rounds > first:  # better prices prove that there is none, or lead to one
            self._price(rounds - first)
            if not self.impossible:
                self._first()
        if self.budget.over() and not self._near:
            raise self.budget.ended()

    def _price(self, rounds: int) -> int:
        """Price every challenge again and again, until the prices are good enough; return how often."""
        for done in range(1, rounds + 1):
            before = self.generation.bound
            self.generation.round()
            self._fell = before - self.generation.bound
            self.report(f"no plan has more than {self.generation.bound:,} points")
            if self.budget.over() or self.impossible:
                return done
            if self.generation.gap < 1 or self.generation.gap < _OF_PRICES * self._enough:
                return done
        return rounds

    def _first(self) -> None:
        composer, places = self.composer, range(len(self.generation.whole.blocks))
        rounded = composer.rounded()
        self.take(rounded)
        if self.budget.over():
            return
        self.take(composer.filled(rounded))
        if self.plan is None:  # a team that was rounded may stand in the way of one that must be there
            self.take(composer.complete({}, composer.urgent, 0.0))
        if self.plan is not None and len(places) <= _FEW:
            self.take(composer.chosen(self.plan, places, 10 * _WORK))

    def _better(self, rounds: int) -> None:
        """
        Plan neighbourhoods again, price all challenges with the teams found, and plan all challenges together.

        All are priced when that brings more: when the last round lowered the bound by more than the same work has
        raised the plan since; and when all challenges were in a neighbourhood. After that all are planned together, if
        there is work left for it: some changes go through all challenges, and no neighbourhood holds them.
        """
        neighbourhoods = Neighbourhoods(self.composer, Random(self.seed))  # noqa: S311 -- the draw is no secret
        every = len(self._blocks)
        left = (_BRIEF if self.brief else _COMPOSED) * self.effort * every
        together = every * (every / _AT_ONCE) ** 2
        since, before = 0, self.plan
        while self.plan is not None and left > 0 and not self._done:
            drawn = neighbourhoods.drawn(self.plan)
            self.take(self.composer.anew(self.plan, drawn, _WORK))
            left -= len(drawn)
            since += len(drawn)
            raised = self.generation.worth(self.plan) - self.generation.worth(before or {})
            due = since * _AS_DEAR >= every and self._fell > raised
            all_at_once = neighbourhoods.all_drawn and left >= together and len(drawn) < every
            if (due or neighbourhoods.all_drawn) and rounds and not self._near:
                rounds -= self._price(min(rounds, _ROUNDS_BEFORE_ALL) if all_at_once else 1)
                since, before = 0, self.plan
            if all_at_once and not self._done:
                self.take(self.composer.anew(self.plan, range(every), _WORK))
                left -= together
                before = self.plan

    @property
    def _done(self) -> bool:
        return self._near or self.impossible or self.budget.over()

    @property
    def _blocks(self) -> tuple[Block, ...]:
        return self.generation.whole.blocks

    @property
    def impossible(self) -> bool:
        """Whether it is proved that there is no valid plan, or none that reaches the target."""
        blocks, best = self._blocks, self.generation.best
        # A challenge that must have a team, and has none under its charges, has none at all.
        if any(block.confirmed and each.bound is None for block, each in zip(blocks, best, strict=True)):
            return True
        if self.target is not None:
            return self.generation.bound < self.target
        # No team, valid or not, has fewer points.
        least = sum(min(-block.without, block.priority * block.problem.least_points) for block in blocks)
        return self.generation.bound < least

    @property
    def _enough(self) -> float:
        return _ENOUGH / self.effort * abs(self.generation.bound)

    @property
    def _near(self) -> bool:
        """Whether the plan reaches the target or, without one, is near enough to the bound."""
        if self.target is not None:
            return self.plan is not None and self.generation.worth(self.plan) >= self.target
        left = self.generation.bound - self.generation.worth(self.plan or {})
        return self.plan is not None and (left <= 0 or left < self._enough)

    @property
    def budgeted(self) -> int | None:
        """The most changes, as a number: of plans like this one, if the fewest are sought; None for any."""
        return None if self.change is None else self.change.limit + self.standing.seats

    def changed(self, plan: Plan) -> int:
        """Return how many seats of the plan that stands a plan changes."""
        visits = {(place, int(visit)) for place, own in self.standing.visits.items() for visit in own}
        kept = sum(
            (place, candidate * len(self._blocks[place].problem.starts) + column.window) in visits
            for place, column in plan.items()
            for candidate in column.candidates
        )
        return self.standing.seats - kept

    def take(self, plan: Plan) -> None:
        """Adopt a plan if it is valid and better."""
        if any(block.confirmed and place not in plan for place, block in enumerate(self._blocks)):
            return
        if self.change is not None and self.generation.use(plan, self.change) > self.change.limit:
            return
        points = self.generation.worth(plan)
        if self.plan is None or points > self.generation.worth(self.plan):
            self.plan = plan
            every = len(self._blocks)
            teams = "" if len(plan) == every else f"{len(plan):,} of {every:,} teams"
            # What going without a team costs can outweigh all else: such a number tells nobody anything.
            brings = f"{points:,} points" if not teams or points > 0 else ""
            reached = " and ".join(filter(None, (teams, brings)))
            self.report(f"a plan with {reached}; no plan has more than {self.generation.bound:,} points")
