"""From challenges to a plan with its proved bound."""

from __future__ import annotations

from dataclasses import dataclass

from teamforge.forge.programme.blocks import Year
from teamforge.forge.programme.composing import Plan, compose_each, improve, worth
from teamforge.forge.programme.relaxation import Map, Relaxation

__all__ = ["Planned", "plan_year"]


@dataclass(frozen=True, eq=False)
class Planned:
    """
    A plan of a programme.

    Parameters
    ----------
    points
        Of the plan.
    bound
        No plan has more.
    plan
        The team of each challenge that has one.
    relaxation
        The rows with their prices, which prove the bound.
    """

    points: int
    bound: int
    plan: Plan
    relaxation: Relaxation


def plan_year(whole: Year, *, rounds: int = 10, tries: int = 40, seed: int = 0, run: Map = map) -> Planned:
    """
    Return a plan of the challenges of a year, for the most points in total.

    Parameters
    ----------
    whole
        The challenges, sorted by id.
    rounds
        At most so many rounds of pricing.
    tries
        So many times some challenges are composed anew.
    seed
        Of the choice of these.
    run
        Maps a function over the challenges: `map`, or that of an executor.
    """
    relaxation = Relaxation(whole, run)
    for _ in range(rounds):
        relaxation.round()
        if relaxation.done:
            break
    places = range(len(whole.blocks))
    order = sorted(places, key=lambda place: (-whole.blocks[place].priority, whole.blocks[place].id))
    plans = [compose_each(relaxation, {}, order, 1.0)]
    plans += [compose_each(relaxation, plans[0], [place], 0.0) for place in order if place not in plans[0]]
    plan = max(plans, key=lambda each: worth(relaxation, each))
    if worth(relaxation, plan) < (relaxation.bound or 0):
        plan = improve(relaxation, plan, tries, seed)
    points = worth(relaxation, plan)
    return Planned(points, max(points, relaxation.bound or points), plan, relaxation)
