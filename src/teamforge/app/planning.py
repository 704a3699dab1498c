"""A plan in the making: its progress, and the plan in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_hex
from threading import Lock, Thread
from typing import Literal

from teamforge.api.planning import plan, replan
from teamforge.api.plans import Plan
from teamforge.app.season import Season, Stamp
from teamforge.errors import TeamForgeError
from teamforge.forge.replan import Replan

Budget = int | Literal["least", "any"]
"""How many seats of the plan that stands may change without having to."""


@dataclass
class PlanningRun:
    """
    One plan, from its start on.

    Attributes
    ----------
    stamp
        The stamp of the files that it is made from.
    key
        Stands for this plan in a form: what is recorded is then the plan that somebody saw.
    lines
        The progress so far: how good the plan is, and the bound that no plan exceeds.
    found
        The plan; None until it is ready.
    changes
        What it changes in the plan that stood, if it was made from one.
    why, error
        Why there is no plan, in words and as it was raised.
    """

    stamp: Stamp
    key: str = field(default_factory=lambda: token_hex(8))
    lines: list[str] = field(default_factory=list)
    found: Plan | None = None
    changes: Replan[Plan] | None = None
    why: str = ""
    error: TeamForgeError | None = None
    _thread: Thread | None = None

    @property
    def running(self) -> bool:
        """Whether the plan is still being made."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, season: Season, effort: float, budget: Budget | None) -> None:
        """Begin to make the plan."""
        self._thread = Thread(target=self._make, args=(season, effort, budget), daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait until the plan is made, or until it is known why there is none."""
        if self._thread is not None:
            self._thread.join()

    def _make(self, season: Season, effort: float, budget: Budget | None) -> None:
        if season.programme is None:
            return
        try:
            if budget is None:
                self.found = plan(season.sound, season.programme, effort=effort, progress=self.lines.append)
                return
            say = self.lines.append
            anew = replan(season.sound, season.programme, change_budget=budget, effort=effort, progress=say)
            self.changes, self.found = anew, anew.plan
        except TeamForgeError as error:
            self.why, self.error = str(error), error
        except Exception as error:  # noqa: BLE001 -- whatever it is, its text may hold somebody's data
            self.why = f"This is a fault of TeamForge, not of your files: {type(error).__name__}."


@dataclass
class Planning:
    """The plans, made one at a time; only the latest is held."""

    latest: PlanningRun | None = None
    _lock: Lock = field(default_factory=Lock)

    def start(self, season: Season, effort: float, budget: Budget | None = None) -> PlanningRun | None:
        """
        Start making a plan; return None, and do nothing, if one is being made already or there is no programme.

        Parameters
        ----------
        season
            What the files say.
        effort
            How much work to put into it.
        budget
            How many changes to make to the plan that stands by the history; None to start from scratch.
        """
        with self._lock:
            if season.programme is None or (self.latest is not None and self.latest.running):
                return None
            run = self.latest = PlanningRun(season.stamp)
            run.start(season, effort, budget)
            return run
