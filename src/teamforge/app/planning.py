"""A plan that is being made: what is said of it meanwhile, and the plan in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock, Thread

from teamforge.api import Plan, plan
from teamforge.app.season import Season, Stamp
from teamforge.errors import TeamForgeError

__all__ = ["Planning"]


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
    why
        Why there is none.
    stamp
        The files that it is made from.
    """

    lines: list[str] = field(default_factory=list)
    found: Plan | None = None
    why: str = ""
    stamp: Stamp = ()
    _thread: Thread | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def running(self) -> bool:
        """Whether it is being made."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, season: Season, effort: float) -> None:
        """Begin, unless one is being made already."""
        with self._lock:
            if self.running or season.programme is None:
                return
            self.lines, self.found, self.why, self.stamp = [], None, "", season.stamp
            self._thread = Thread(target=self._make, args=(season, effort), daemon=True)
            self._thread.start()

    def _make(self, season: Season, effort: float) -> None:
        if season.programme is None:
            return
        try:
            self.found = plan(season.sound, season.programme, effort=effort, progress=self.lines.append)
        except TeamForgeError as error:
            self.why = str(error)
