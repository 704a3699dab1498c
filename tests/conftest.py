"""What all tests share: Hypothesis profiles, the option `--full`, and where the shared data is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
EXAMPLES, FULL_EXAMPLES = 25, 500

# A solve takes as long as it takes: no deadline anywhere.
_COMMON = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("default", _COMMON, max_examples=EXAMPLES)
settings.register_profile("ci", _COMMON, max_examples=EXAMPLES, derandomize=True)
settings.register_profile("full", _COMMON, max_examples=FULL_EXAMPLES)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`: 500 examples of every property instead of 25."""
    parser.addoption("--full", action="store_true", help="500 examples of every property instead of 25")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the Hypothesis profile."""
    settings.load_profile("full" if config.getoption("--full") else "ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real-size data beside the checkout; skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is absent")
    return folder
