"""
The metamorphic relations R1–R4, R10, R15, R16, R19 and R24: the same problem put differently has the same answer.

All 24 are 25 examples each, 500 with `--full`; the last full run is in `FULL_RUN.md`.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from teamforge.api import compose
from teamforge.challenge.reading import read_challenge
from teamforge.pool.reading import read_pool
from teamforge.search.budget import Budget
from teamforge.search.solver import Profile, Solver
from tests.oracle import brute
from tests.oracle.challenge import CORE_TEAM
from tests.oracle.generator import Problem, to_csv

from .relation import Case, Raw, case, relation


@relation(0.5)
def test_r1_rows_and_ids(rng: Random) -> bool:
    """Reordered rows give the same team; renamed peers and organisations give an equally good team."""
    base = case(rng)
    shuffled = base.raw.copy()
    for rows in shuffled.tables.values():
        rng.shuffle(rows)
    assert Case(shuffled).same_as(base)
    renamed = base.raw.copy()
    peers = base.raw.peers
    numbers = rng.sample(range(100), len(peers))
    people = {peer: f"Q{number:02}" for peer, number in zip(peers, numbers, strict=True)}
    places = [row["organisation_id"] for row in base.raw.rows("organisations")] or base.raw.challenge["hosts"]
    renamed.rename(people, {place: f"{rng.randint(0, 9)}-{place}" for place in dict.fromkeys(places)})
    after = Case(renamed)
    assert after.opt == base.opt
    if after.team is not None:
        old = {new: peer for peer, new in people.items()}
        team = brute.Team(after.team.start, tuple((seat, old[peer]) for seat, peer in after.team.seats))
        assert team in base.oracle.teams
    return base.team is not None


@relation(0.5)
def test_r2_seats(rng: Random) -> bool:
    """Reordered seats give the same team, with everybody on the same seat."""
    base = case(rng)
    changed = base.raw.copy()
    seats: list[Any] = list(changed.challenge.get("seats", CORE_TEAM))
    changed.challenge["seats"] = seats[::-1] if len(seats) == 2 else rng.sample(seats, len(seats))
    after = Case(changed)
    assert after.opt == base.opt
    assert after.members == base.members
    assert after.result.breakdown == base.result.breakdown
    return base.team is not None


def _themes(raw: Raw) -> list[str]:
    """The themes that have a column."""
    return [column.removeprefix("theme:") for column in raw.rows("peers")[0] if column.startswith("theme:")]


def _scope(raw: Raw) -> dict[str, int]:
    """The scope, themes in small letters."""
    return {theme.strip().lower(): weight for theme, weight in raw.challenge["scope"].items()}


@relation(0.5)
def test_r3_themes(rng: Random) -> bool:
    """Reordered themes, and themes with swapped names, give the same team and the same points."""
    base = case(rng)
    changed = base.raw.copy()
    themes = _themes(changed)
    named = dict(zip(themes, rng.sample(themes, len(themes)), strict=True))
    for row in changed.rows("peers"):
        levels = {named[theme]: row.pop(f"theme:{theme}") for theme in themes}
        row |= {f"theme:{theme}": levels[theme] for theme in rng.sample(themes, len(themes))}
    scope = [(named[theme], weight) for theme, weight in _scope(changed).items()]
    changed.challenge["scope"] = dict(rng.sample(scope, len(scope)))
    assert Case(changed).same_as(base)
    return base.team is not None


@relation(0.4)
def test_r4_scope_times_k(rng: Random) -> bool:
    """All scope weights multiplied by one integer: coverage divides by their sum, so nothing changes."""
    factor = rng.choice((2, 3))

    def small(raw: Raw) -> None:
        raw.challenge["scope"] = {theme: 1 + weight % 3 for theme, weight in _scope(raw).items()}

    base = case(rng, small)
    changed = base.raw.copy()
    changed.challenge["scope"] = {theme: factor * weight for theme, weight in _scope(changed).items()}
    assert Case(changed).same_as(base)
    return base.result.breakdown.get("coverage", 0) > 0


@relation(0.5)
def test_r10_duplicates(rng: Random) -> bool:
    """A repeated row, hard rule, exclusion or waiver changes nothing (a repeated soft rule costs twice)."""
    base = case(rng)
    changed = base.raw.copy()
    doubled = 0
    for table in ("relations", "interests", "availability", "engagements"):
        rows = changed.rows(table)
        for row in rng.sample(rows, min(len(rows), rng.randint(1, 3))):
            rows.insert(rng.randint(0, len(rows)), dict(row))
            doubled += 1
    for row in rng.sample(changed.rows("interests"), min(2, len(changed.rows("interests")))):
        if row["other_peer_id"]:  # a pair declared by the other one as well
            changed.rows("interests").append(
                row | {"peer_id": row["other_peer_id"], "other_peer_id": row["peer_id"]},
            )
    hard = [rule for rule in changed.listed("team_rules") if rule.get("strength", "hard") == "hard"]
    changed.listed("team_rules").extend(dict(rule) for rule in hard)
    for name in ("exclude", "waivers"):
        changed.listed(name).extend([dict(entry) for entry in changed.listed(name)])
    assert Case(changed).same_as(base)
    return base.team is not None and doubled > 0


@relation(0.5)
def test_r15_a_theme_of_weight_0(rng: Random) -> bool:
    """A new theme of weight 0 changes nothing, whatever people know. (A positive weight would dilute the others.)"""
    base = case(rng)
    changed = base.raw.copy()
    for row in changed.rows("peers"):
        row["theme:housing"] = rng.choice(("", "0", "3", "4"))
    changed.challenge["scope"] = changed.challenge["scope"] | {"housing": 0}
    assert Case(changed).same_as(base)
    return base.team is not None


@relation(0.5)
def test_r16_a_theme_split(rng: Random) -> bool:
    """A theme of weight a + b split into two of weights a and b, with the same levels, changes only the rounding."""
    first, second = rng.randint(1, 5), rng.randint(1, 5)
    themes: list[str] = []

    def weigh(raw: Raw) -> None:
        themes[:] = [next(iter(_scope(raw)))]
        raw.challenge["scope"] = _scope(raw) | {themes[0]: first + second}

    base = case(rng, weigh)
    changed = base.raw.copy()
    for row in changed.rows("peers"):
        row["theme:other half"] = row[f"theme:{themes[0]}"]
    changed.challenge["scope"] |= {themes[0]: first, "other half": second}
    after = Case(changed)
    depth = len(changed.rule("coverage").get("depth", (4, 2, 1)))
    if base.team is None:
        assert after.team is None
        return False
    # Rounding twice instead of once makes a difference of at most 1, for each of 4 levels and each rank.
    assert abs(after.opt - base.opt) <= 4 * depth
    return base.result.breakdown["coverage"] > 0


_PROFILES: tuple[dict[str, Any], ...] = (
    {"random_seed": 12345},
    {"num_workers": 2, "random_seed": 5},
    {"cp_model_presolve": False, "symmetry_level": 0},
    {"symmetry_level": 2, "linearization_level": 1},
    {"linearization_level": 0, "random_seed": 99},
)


@relation(0.5)
def test_r19_profiles(rng: Random) -> bool:
    """Other seeds, workers, presolve, symmetry and linearisation of CP-SAT give the same points and the same team."""
    base = case(rng)
    chosen = rng.choice(_PROFILES)
    apply = Profile.apply

    def other(self: Profile, solver: Solver, budget: Budget) -> None:
        apply(self, solver, budget)
        for name, value in chosen.items():
            setattr(solver.parameters, name, value)

    before = base.opt
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Profile, "apply", other)
        after = Case(base.raw)
        assert after.opt == before
    assert after.same_as(base)
    seeded = Case(base.raw, {"seed": rng.randint(1, 1000)})
    assert seeded.opt == before
    return base.team is not None


def _toml(value: object) -> str:
    """Return a value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


def _save(raw: Raw, folder: Path, form: str) -> Path:
    """Write a pool in some form, with its challenge beside it, and return where the pool is."""
    pool = folder / "pool"
    pool.mkdir()
    if form == "csv":
        to_csv(Problem(raw.tables, raw.challenge), pool)
        (pool / "challenge.json").rename(folder / "challenge.json")
        return pool
    lines = [f"{json.dumps(name)} = {_toml(value)}" for name, value in raw.challenge.items()]
    (folder / "challenge.toml").write_text("\n".join(lines), encoding="utf-8")
    frames = {name: pd.DataFrame(rows, dtype=str) for name, rows in raw.tables.items() if rows}
    if form == "xlsx":
        with pd.ExcelWriter(folder / "pool.xlsx", engine="xlsxwriter") as book:
            for name, frame in frames.items():
                frame.to_excel(book, sheet_name=name, index=False)
        return folder / "pool.xlsx"
    for name, frame in frames.items():
        frame.to_parquet(pool / f"{name}.parquet")
    return pool


@relation(0.5)
def test_r24_saved_and_loaded(rng: Random) -> bool:
    """Written as CSV, Parquet or workbook and as TOML or JSON, it gives the same result but for row numbers."""
    base = case(rng)
    told = {}
    for form in ("csv", rng.choice(("parquet", "xlsx"))):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            pool = read_pool(_save(base.raw, folder, form))
            challenge = read_challenge(next(folder.glob("challenge.*")))
            told[form] = json.dumps(compose(pool, challenge).to_dict())
            assert json.dumps(compose(pool, challenge).to_dict()) == told[form]
    told["frames"] = json.dumps(base.result.to_dict())
    assert len({re.sub(r'row"?:? \d+', "row", text) for text in told.values()}) == 1, told
    return base.team is not None
