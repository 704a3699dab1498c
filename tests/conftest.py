"""What all tests share: how many are run, Hypothesis profiles, and where the shared data is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

# A solve takes as long as it takes: no deadline anywhere.
_COMMON = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", _COMMON, max_examples=5, derandomize=True)
settings.register_profile("slow", _COMMON, max_examples=25, derandomize=bool(os.environ.get("CI")))
settings.register_profile("full", _COMMON, max_examples=500)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--slow` and `--full`."""
    parser.addoption("--slow", action="store_true", help="also the tests marked slow, and 25 examples of a property")
    parser.addoption("--full", action="store_true", help="all of that, and 500 examples of every property")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the Hypothesis profile, and keep what is compiled."""
    profile = "full" if config.getoption("--full") else "slow" if config.getoption("--slow") else "quick"
    settings.load_profile(profile)
    # Hundreds of tests start a command. Where PYTHONDONTWRITEBYTECODE is set each would compile all that it imports.
    if sys.dont_write_bytecode and hasattr(config, "cache"):
        sys.dont_write_bytecode = False
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(config.cache.mkdir("bytecode"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is slow, unless it is asked for."""
    if config.getoption("--slow") or config.getoption("--full"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in {*slow}]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real-size data beside the checkout; skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is absent")
    return folder
