"""
Run pytest as often as asked, each time in a fork of a process that has the libraries loaded.

Each line it reads is a JSON list of tests; it answers with pytest's exit status and leaves the output in `said.txt`.
`run.py` runs it in a copy of the checkout.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module, util
from pathlib import Path

_LIBRARIES = (
    "holidays",
    "hypothesis",
    "networkx",
    "ortools.sat.python.cp_model_helper",
    "pandas",
    "pydantic",
    "pytest",
)
_SECONDS = 120
"""A test that takes longer fails: some mutants never end."""
_QUICK = ("-x", "-q", "-rfE", "--tb=line", "-p", "no:cacheprovider", "-p", "pytest_timeout", "--slow")


def main() -> None:
    """Serve until there is nothing more to read."""
    here = Path.cwd()
    sys.path[0] = str(here)
    package = util.find_spec("teamforge")
    if package is None or package.origin is None or not package.origin.startswith(str(here.resolve())):
        sys.exit(f"the tests would not run on the copy but on {package}")
    for library in _LIBRARIES:
        import_module(library)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(tests: list[str]) -> None:
    """Run some tests and end the process."""
    import pytest

    said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    options = ["-o", "addopts=--import-mode=importlib", "-o", f"timeout={_SECONDS}", *_QUICK]
    status = pytest.main([*options, *tests])
    sys.stdout.flush()
    os._exit(int(status))


if __name__ == "__main__":
    main()
