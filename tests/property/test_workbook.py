"""A pool and its challenge written to one workbook and read back are the same, whatever text is in them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamforge.challenge.reading import read_challenge
from teamforge.challenge.windows import find_windows
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool
from teamforge.problem.digest import input_digest
from teamforge.spec.vocabulary import TABLES, is_error_text
from teamforge.tables.source import read_frames, read_path
from teamforge.workbook.template import workbook_of
from tests.oracle.generator import make_problem, to_csv
from tests.unit.workbook.package import cells_of, formulas_of

from .engine import undiagnosed
from .relation import relation

STRANGE = (
    *("007", "0", "NA", "None", "null", "TRUE", "1E5", "1.0", "1/2", "2027-04-13", "13/04/2027", "=1+1", "+1", "-2+3"),
    *("@SUM(1)", "=cmd|' /C calc'!A1", '=HYPERLINK("http://example.org")', "http://example.org", "mailto:a@b.c"),
    *("<script>alert(1)</script>", '"; DROP TABLE peers; --', "'quoted", "_x0041_", "_x000D_", "a\nb", "a\rb", "\x01"),
    *("שלום عليكم", "abc\u202efdp.exe", "😀", "Z̷̡͓a", "x" * 32_000, "{=1}", "#N/A", "#REF!", "a\tb", "\x7f\x85\u2028"),
)
TEXT = st.one_of(st.sampled_from(STRANGE), st.text(st.characters(exclude_categories=["Cs", "Cn"]), min_size=1))


def is_id(text: str) -> bool:
    return bool(text.strip()) and not is_error_text(text.strip())


def digest(pool: Pool, challenge: object) -> str:
    wanted = read_challenge(challenge)  # type: ignore[arg-type]
    return input_digest(pool, wanted, find_windows(wanted))


@relation(0.9)
def test_a_problem_written_and_read_back_is_the_same(rng: Random) -> bool:
    """The same digest, the same challenge, the same result."""
    problem = make_problem(rng)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pool"
        folder.mkdir()
        to_csv(problem, folder)
        challenge = read_challenge((folder / "challenge.json").rename(Path(name) / "challenge.json"))
        pool = read_pool(folder)
        book = Path(name) / "pool.xlsx"
        book.write_bytes(workbook_of(read_path(folder, TABLES).tables, challenge))
        again, challenge_again = read_pool(book), read_challenge(book)
        assert formulas_of(book) == []
    assert challenge_again == challenge
    assert digest(again, challenge_again) == digest(pool, challenge)
    result = undiagnosed(pool, challenge)
    assert undiagnosed(again, challenge_again).to_dict() == result.to_dict()
    return True


@given(texts=st.lists(TEXT.filter(is_id), min_size=1, max_size=8, unique_by=str.strip))
def test_any_text_survives_as_text(texts: list[str]) -> None:
    """For ids, names and attributes of every kind the workbook gives what CSV gave."""
    with tempfile.TemporaryDirectory() as name:
        rows = [{"peer_id": text, "name": text, "roles": "vcs_leader", "faith": text, "theme:a": "1"} for text in texts]
        challenge = {
            "id": texts[0],
            "title": texts[-1],
            "hosts": texts[:1],
            "as_of": "2027-01-11",
            "on_site": {"windows": ["2027-04-13"]},
            "scope": {"a": 1},
            "exclude": [{"peer": text, "reason": text} for text in texts],
            "seats": [{"id": text, "accepts": {"vcs_leader": 1}} for text in texts],
            "pins": dict(zip(texts, texts, strict=True)),
            "team_rules": [{"attribute": "faith", "value": text, "max": 1} for text in texts],
        }
        pool = Pool.from_frames(peers=pd.DataFrame(rows, dtype=str))
        tables = read_frames({"peers": pd.DataFrame(rows, dtype=str)}, TABLES).tables
        book = Path(name) / "pool.xlsx"
        wanted = read_challenge(challenge)
        book.write_bytes(workbook_of(tables, wanted))
        again = read_pool(book)
        assert again.peers.ids.tolist() == pool.peers.ids.tolist() == [text.strip() for text in texts]
        assert again.peers.names is not None
        assert [again.peers.names.value(row) for row in range(len(texts))] == [text.strip() for text in texts]
        assert read_challenge(book) == wanted
        assert digest(again, book) == digest(pool, challenge)
        assert formulas_of(book) == []


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_is_a_text_in_the_file(tmp_path: Path, text: str) -> None:
    """In the XML itself it is a shared string: no number, date, formula or link."""
    (tmp_path / "peers.csv").write_text(f'peer_id,name,roles\n001,"{text.replace(chr(34), 2 * chr(34))}",x\n', "utf-8")
    challenge = read_challenge(
        {
            "id": "c",
            "hosts": ["H"],
            "as_of": "2027-01-11",
            "on_site": {"windows": ["2027-04-13"]},
            "scope": {"a": 1},
        }
    )
    tables = read_path(tmp_path, TABLES).tables
    (tmp_path / "pool.xlsx").write_bytes(workbook_of(tables, challenge))
    given_ = tables["peers"].columns["name"].text(0)
    assert cells_of(tmp_path / "pool.xlsx", "peers").get("B2", "") == given_.replace("\r\n", "\n")
    assert formulas_of(tmp_path / "pool.xlsx") == []


def test_many_rows_and_numbers_keep_their_meaning(tmp_path: Path) -> None:
    """Whole numbers, levels and dates written as numbers and dates read back as what they were."""
    rng = np.random.default_rng(7)
    lines = [
        f"{place:05},x,{rng.integers(0, 9)},{rng.integers(0, 5)},2026-0{rng.integers(1, 10)}-11" for place in range(500)
    ]
    header = "peer_id,roles,challenges_done,theme:a,declared_on"
    (tmp_path / "peers.csv").write_text("\n".join([header, *lines]), "utf-8")
    challenge = {
        "id": "c",
        "hosts": ["H"],
        "as_of": "2027-01-11",
        "on_site": {"windows": ["2027-04-13"]},
        "scope": {"a": 1},
    }
    (tmp_path / "pool.xlsx").write_bytes(workbook_of(read_path(tmp_path, TABLES).tables, read_challenge(challenge)))
    assert digest(read_pool(tmp_path / "pool.xlsx"), challenge) == digest(read_pool(tmp_path), challenge)
