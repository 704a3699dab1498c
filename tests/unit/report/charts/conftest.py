"""The example and what was found for it, once; and every picture of it."""

from __future__ import annotations

from typing import Any

import pytest
import vl_convert

import teamforge
from teamforge import Challenge, Pool, Result, charts
from teamforge.answers import BestWindows

Drawn = dict[str, charts.Chart]


@pytest.fixture(scope="session")
def demo() -> tuple[Pool, Challenge]:
    return teamforge.load_demo()


@pytest.fixture(scope="session")
def result(demo: tuple[Pool, Challenge]) -> Result:
    return teamforge.compose(*demo)


@pytest.fixture(scope="session")
def found(demo: tuple[Pool, Challenge]) -> BestWindows:
    return teamforge.compose(*demo).windows()


def all_of(pool: Pool, challenge: Challenge) -> Drawn:
    """Return every picture of a pool and a challenge."""
    result = teamforge.compose(pool, challenge)
    found = teamforge.compose(pool, challenge).windows()
    return {
        "coverage": charts.coverage(result),
        "ledger": charts.ledger(result),
        "windows": charts.windows(found),
        "windows_host": charts.windows(found, "host"),
        "availability": charts.availability(pool, challenge),
        "availability_seat": charts.availability(pool, challenge, challenge.seat_ids[0]),
        "conflicts": charts.conflict_graph(pool, challenge),
        "use": charts.use(pool, challenge.as_of),
        "use_region": charts.use(pool, challenge.as_of, "region"),
    }


@pytest.fixture(scope="session")
def drawn(demo: tuple[Pool, Challenge]) -> Drawn:
    return all_of(*demo)


def svg_without_warnings(chart: charts.Chart, capfd: pytest.CaptureFixture[str]) -> str:
    """Return a chart as SVG, if its compiler reports nothing about it."""
    capfd.readouterr()
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict(), show_warnings=True)
    said = capfd.readouterr()
    assert "WARN" not in said.err + said.out
    return svg


def values_of(chart: charts.Chart) -> list[dict[str, Any]]:
    """Return every row of data in a chart's specification."""
    spec = chart.to_dict()
    return [row for rows in spec["datasets"].values() for row in rows]
