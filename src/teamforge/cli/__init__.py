"""The command `teamforge`."""

from __future__ import annotations

import gc
import os
import sys
import threading

__all__ = ["SEARCH", "main"]

SEARCH = "teamforge-search"
"""The name of the threads in which the search runs its solver."""

_INTERRUPTED = 130
_OBJECTS = 50_000
"""
New objects between two collections of garbage. Imports and answers make tens of thousands, hardly any of them in a
cycle; with Python's own number a tenth of the time of imports goes into looking for those.
"""


def main() -> None:
    """Run the command that `sys.argv` names and exit with its status."""
    gc.set_threshold(_OBJECTS)
    # No plugin of another package has a part in a command; to look for one, pydantic reads every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from teamforge.cli.running import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = _INTERRUPTED
    if any(thread.name == SEARCH for thread in threading.enumerate()):
        # A solver left running checks no clock for a while, and a normal exit would wait for it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)
