"""CSV, Parquet and workbooks with anything changed in them: a pool, or faults, soon and in little memory."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import openpyxl
import pandas as pd
import pytest

from teamforge import check, load_demo
from teamforge.pool.reading import read_pool
from teamforge.tables import arrow, csv_cells, parquet
from tests.fuzzing import changed, changed_package, fuzz
from tests.unit.pool.valid import VALID, valid, write_csv, write_workbook

WORDS = (
    b",",
    b'"',
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"peer_id",
    b"theme:",
    b";",
    b"31/12/9999",
    b"#N/A",
)
XML = (
    *(b"<c", b"</c>", b'r="A1"', b'r="XFD1048576"', b't="s"', b't="e"', b"<v>", b"</v>", b"<f>", b"<is><t>", b"<row>"),
    *(
        b'<mergeCell ref="A1:XFD1048576"/>',
        b"<!-- -->",
        b"<![CDATA[",
        b"]]>",
        b"<!DOCTYPE x>",
        b"&#65;",
        b"&amp;",
        b"<si/>",
    ),
    *(
        b"</sheetData>",
        b"<sheetData>",
        b'date1904="1"',
        b"worksheets/",
        b"../",
        b'Target="',
        b'Id="rId1"',
        b'<?xml version="1.0"?>',
    ),
)


@pytest.fixture(params=["together", "row by row"])
def _paths(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files as small ones are read, and then as large ones are."""
    if request.param == "row by row":
        for module in (csv_cells, arrow, parquet):
            monkeypatch.setattr(module, "SAMPLE", 2)
        for module in (csv_cells, arrow):
            monkeypatch.setattr(module, "MANY", 1)


@pytest.mark.usefixtures("_paths")
def test_csv(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    write_csv(tmp_path, valid())
    names = sorted(VALID)
    seeds = [(tmp_path / f"{name}.csv").read_bytes() for name in names]
    seeds.append(seeds[names.index("peers")].replace(b"\n", b"\r\n"))

    def read(content: bytes) -> None:
        """As each of the tables in turn."""
        name = names[len(content) % len(names)]
        (tmp_path / f"{name}.csv").write_bytes(content)
        try:
            read_pool(tmp_path)
        finally:
            (tmp_path / f"{name}.csv").write_bytes(seeds[names.index(name)])

    fuzz(request, lambda rng: changed(rng, seeds, WORDS), read)


def test_history(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """The log of `assignments`, read and asked what it says of a challenge."""
    pool, challenge = load_demo()
    for name, frame in pool.to_frames().items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    peer = pool.peers.ids[0]
    heading = "challenge_id,seat,peer_id,host_organisation_id,start,end,state,on,by,note"
    row = f"{challenge.id},lead_peer,{peer},{challenge.hosts[0]},2027-04-19,2027-04-21"
    rows = [f"{row},{state},2027-01-{day},Jo,x" for day, state in enumerate(("proposed", "asked", "confirmed"), 12)]
    log = tmp_path / "assignments.csv"
    seeds = ["\n".join([heading, *rows[: count + 1], ""]).encode() for count in range(3)]
    words = (*WORDS, *(f",{state},".encode() for state in ("declined", "done", "released", "withdrawn")))

    def read(content: bytes) -> None:
        log.write_bytes(content)
        found = read_pool(tmp_path)
        check(found, challenge)
        found.assignments.in_force.tolist()

    fuzz(request, lambda rng: changed(rng, seeds, words), read)


@pytest.mark.usefixtures("_paths")
def test_parquet(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    seeds = []
    for codec in ("snappy", "zstd", None):
        file = io.BytesIO()
        pd.DataFrame(VALID["peers"], dtype="str").to_parquet(file, compression=codec)
        seeds.append(file.getvalue())
    typed = pd.DataFrame({"peer_id": [1, 2], "roles": ["x", "y"], "declared_on": pd.to_datetime(["2027-01-01"] * 2)})
    file = io.BytesIO()
    typed.to_parquet(file)
    seeds.append(file.getvalue())

    def read(content: bytes) -> None:
        (tmp_path / "peers.parquet").write_bytes(content)
        read_pool(tmp_path)

    fuzz(request, lambda rng: changed(rng, seeds, (b"PAR1", b"\x15", b"\x00" * 8, b"\xff" * 8)), read)


def test_workbook(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    sheets = {name: [list(rows[0]), *(list(row.values()) for row in rows)] for name, rows in VALID.items()}
    path = write_workbook(tmp_path / "pool.xlsx", sheets)
    book = openpyxl.load_workbook(path)
    book["peers"]["B2"] = "=A2"
    book["peers"].merge_cells("C2:C3")
    other = io.BytesIO()
    book.save(other)
    seeds = [path.read_bytes(), other.getvalue()]

    def read(content: bytes) -> None:
        path.write_bytes(content)
        read_pool(path)

    fuzz(request, lambda rng: changed_package(rng, seeds, XML), read)


def test_what_is_drawn_can_be_drawn_again() -> None:
    seeds = [b"peer_id,roles\nP1,x\n"]
    assert changed(Random(7), seeds, WORDS) == changed(Random(7), seeds, WORDS)
