"""A plan that is being made: its progress, and the plan in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Literal

from teamforge.api import Plan, plan, replan
from teamforge.app.season import Season, Stamp
from teamforge.errors import TeamForgeError
from teamforge.forge.replan import Replan

__all__ = ["Budget", "Planning"]

Budget = int | Literal["least", "any"]
"""How many seats of the plan that stands may change although they need not."""


@dataclass
class Planning:
    """
    The one plan that is made at a time.

    Attributes
    ----------
    lines
        What was said of it so far: how good it is, and that no plan is better than so much.
    found
        The plan; None until it is there.
    changes
        What it changes of the plan that stood, where it was made from one.
    why
        Why there is none.
    stamp
        The files that it is made from.
    """

    lines: list[str] = field(default_factory=list)
    found: Plan | None = None
    changes: Replan[Plan] | None = None
    why: str = ""
    stamp: Stamp = ()
    _thread: Thread | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def running(self) -> bool:
        """Whether it is being made."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, season: Season, effort: float, budget: Budget | None = None) -> None:
        """
        Begin, unless one is being made already.

        Parameters
        ----------
        season
            What the files say.
        effort
            How much work goes into it.
        budget
            Makes it from the plan that stands by the history, with so many changes; None makes it from nothing.
        """
        with self._lock:
            if self.running or season.programme is None:
                return
            self.lines, self.found, self.changes, self.why, self.stamp = [], None, None, "", season.stamp
            self._thread = Thread(target=self._make, args=(season, effort, budget), daemon=True)
            self._thread.start()

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
            self.why = str(error)
        except Exception as error:  # noqa: BLE001 -- whatever it is, its text may hold somebody's data
            self.why = f"This is a fault of TeamForge, not of your files: {type(error).__name__}."
