"""A small valid pool as rows of text, and what writes it in every format."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

import xlsxwriter

from teamforge.errors import Fault, InputError
from teamforge.pool import Pool
from teamforge.pool.reading import read_pool

Row = dict[str, str]
Tables = dict[str, list[Row]]


def rows(header: str, *lines: str) -> list[Row]:
    """Rows from lines of cells separated by bars."""
    names = [name.strip() for name in header.split("|")]
    return [dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines]


VALID: Tables = {
    "peers": rows(
        "peer_id|name|organisation_id|roles|trained|active|political_group|challenges_done|max_per_year|declared_on"
        "|theme:Prevention|theme: Shared Purpose|Languages",
        "P1|Jane Null|E1|Chief_Executive; vcs_leader|yes|TRUE||0||2026-04-01|4||Welsh; urdu;WELSH;",
        "007|NA||elected_member|1|yes|Labour|2.0|3|31/01/2026||2|",
        "P3|O'Brien, É|E2|vcs_leader||no|labour ||0||0|1.0|3.0",
    ),
    "availability": rows(
        "peer_id|start|end|status",
        "P1|2027-01-04|2027-01-08|available",
        "P1|05/01/2027|2027-01-05|Unavailable",
        "007|2027-01-04|2027-01-04|tentative",
    ),
    "organisations": rows(
        "organisation_id|name|kind|region|political_control",
        "E1|One|County|North West|No overall control",
        "E2|Two||  |Labour",
        "SYS||icb||",
    ),
    "relations": rows(
        "source|kind|target|start|end",
        "E1|part_of|SYS||",
        "E1|Neighbour_Of|E2|2020-01-01|2021-01-01",
    ),
    "interests": rows(
        "peer_id|kind|organisation_id|other_peer_id|start|end|note",
        "P1|employment|E1||2020-01-01||a note",
        "P1|job_application|E2||2020-01-01||",
        "P3|job_application|E2||||",
        "P1|family||007|||",
        "P1|Friendship|E2|||2020-01-01|",
    ),
    "engagements": rows(
        "peer_id|host_organisation_id|start|end|status|challenge_id",
        "P1|E2|2025-01-01|2025-01-03|done|",
        "007|E1|2025-01-01|2025-01-03|Confirmed|C-9",
    ),
}
"""A pool that uses every column; tests change a copy of it."""


def valid() -> Tables:
    """A copy to change."""
    return deepcopy(VALID)


def write_csv(folder: Path, tables: Tables) -> Path:
    """The tables as a folder of CSV files; a table without rows is an empty file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            if table:
                writer = csv.DictWriter(file, list(table[0]))
                writer.writeheader()
                writer.writerows(table)
    return folder


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Rows of cells as the sheets of a workbook; text stays text, and dates are real ones."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(cells):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write(number, place, cell)
    book.close()
    return path


def pool_of(folder: Path, tables: Tables) -> Pool:
    """The pool that the tables say."""
    return read_pool(write_csv(folder, tables))


def faults_of(folder: Path, tables: Tables) -> list[Fault]:
    """The faults of the tables."""
    try:
        pool_of(folder, tables)
    except InputError as error:
        return list(error.faults)
    return []
