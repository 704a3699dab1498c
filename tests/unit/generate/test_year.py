"""An invented programme year: what it is like, and that it is the same for the same seed."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from teamforge.challenge.programme.matching import programme_faults
from teamforge.generate import generate, generate_year
from teamforge.spec.dates import day_number
from teamforge.tables import TextTable


def test_the_same_seed_gives_the_same_year() -> None:
    one, other, another = (generate(400, seed=seed, year=2027, challenges=9) for seed in (3, 3, 4))
    assert one.programme == other.programme != another.programme
    assert (
        one.tables["availability"].columns["start"].codes.tolist()
        == other.tables["availability"].columns["start"].codes.tolist()
    )


def test_a_year_whose_challenges_can_be_read() -> None:
    """The last one is a programme like any other; those beyond it, whose dates no challenge may have, are refused."""
    _, programme = generate_year(30, year=2198, challenges=2)
    assert programme.as_of.year == 2198
    for year in (2026, 2199, 99_999):
        with pytest.raises(
            ValueError, match=f"1 challenges in {year}: expected 1 or more, in a year from 2027 to 2198"
        ):
            generate(3, year=year, challenges=1)


def test_more_challenges_begin_with_the_same_ones() -> None:
    few, many = (generate(30, seed=1, year=2027, challenges=count).programme or {} for count in (4, 200))
    assert many["challenges"][:4] == few["challenges"]  # type: ignore[index]


def test_a_pool_without_a_year_is_what_it_was() -> None:
    assert generate(50, seed=1).programme is None
    with_year = generate(50, seed=1, year=2027)
    without = generate(50, seed=1)
    assert (
        with_year.tables["interests"].columns["kind"].codes.tolist()
        == without.tables["interests"].columns["kind"].codes.tolist()
    )
    assert with_year.challenge == without.challenge


@pytest.mark.slow
def test_it_is_like_a_programme_year() -> None:
    """Weeks, scopes, priorities, availability and declarations have the shares that they should."""
    pool, programme = generate_year(2200, challenges=240, seed=5)
    assert programme_faults(pool, programme) == []
    weeks: Counter[int] = Counter()
    for challenge in programme.challenges:
        first, last = challenge.on_site.earliest, challenge.on_site.latest
        assert first is not None
        assert last is not None
        assert dt.date(2027, 4, 12) <= first < last < dt.date(2028, 3, 31)
        assert (first.weekday(), last.weekday()) == (0, 4)
        weeks[(last - first).days // 7 + 1] += 1
        assert 4 <= len(challenge.scope) <= 7
        assert all(2 <= weight <= 10 for weight in challenge.scope.values())
    assert set(weeks) == {4, 5, 6, 7, 8, 9}
    priorities = Counter(programme.priority.values())
    assert 0.5 < priorities[1] / 240 < 0.7
    assert 0.04 < priorities[3] / 240 < 0.17
    rows = pool.availability
    assert rows.start.min() >= day_number(dt.date(2027, 4, 1))
    assert rows.end.max() <= day_number(dt.date(2028, 3, 31))
    told = len(np.unique(rows.peer[rows.available])) / len(pool)
    assert 0.5 < told < 0.58
    silent = 1 - len(np.unique(rows.peer)) / len(pool)
    assert 0.05 < silent < 0.1


@pytest.mark.parametrize("wrong", [{"year": 2026}, {"challenges": 0}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="expected 1 or more"):
        generate(30, **{"year": 2027, **wrong})  # type: ignore[arg-type]


def test_a_later_year_has_its_engagements_and_interests_later() -> None:
    """By whole weeks, about as far as the year; some are booked in it, and nothing else of them changes."""
    first, later = (generate(60, seed=2, year=year).tables for year in (2027, 2030))
    for name in ("engagements", "interests"):
        one, other = (read_frames(tables[name]) for tables in (first, later))
        assert one.drop(columns=["start", "end"]).equals(other.drop(columns=["start", "end"]))
        apart = (pd.to_datetime(other["start"]) - pd.to_datetime(one["start"])).dropna().unique()
        assert [each.days for each in apart] == [156 * 7]
    booked = read_frames(later["engagements"])
    assert "2030-01-11" < booked["start"].max() < "2030-06-30"


def read_frames(table: TextTable) -> pd.DataFrame:
    return pd.DataFrame(
        {
            name: [column.texts[code] if code >= 0 else None for code in column.codes]
            for name, column in table.columns.items()
        }
    )
