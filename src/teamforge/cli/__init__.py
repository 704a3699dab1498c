"""The command `teamforge`."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

_INTERRUPTED = 130
_OBJECTS = 200_000
"""
New objects between two collections of garbage. Imports and answers make a hundred thousand, hardly any of them in a
cycle; with Python's own number a tenth of the time of imports goes into looking for those.
"""


def main() -> None:
    """Run the command that `sys.argv` names and exit with its status."""
    gc.set_threshold(_OBJECTS)
    # No plugin of another package has a part in a command; to look for one, pydantic reads every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # No answer multiplies matrices that are large enough for threads, and those that NumPy starts wait in a loop.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow's own allocator takes fresh pages from the system, which can take longer than reading a table.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        from teamforge.cli.running import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = _INTERRUPTED
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):  # nobody is there to read the rest
            stream.flush()
    # Python would wait for a solver that was left running and checks no clock for a while, and would then look through
    # all that is left for cycles, which takes a tenth of the time of a small command.
    os._exit(status)
