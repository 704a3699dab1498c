"""The command `teamforge`."""

from __future__ import annotations

import sys

__all__ = ["main"]

_INTERRUPTED = 130


def main() -> None:
    """Run the command that `sys.argv` names and exit with its status."""
    try:
        from teamforge.cli.running import run  # noqa: PLC0415 -- so that Ctrl-C is quiet from the first moment

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = _INTERRUPTED
    sys.exit(status)
