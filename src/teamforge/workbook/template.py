"""The workbook that people fill in: a pool and its challenge, with examples on every sheet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from pathlib import Path

from teamforge.challenge import Challenge
from teamforge.challenge.defaults import CORE_TEAM
from teamforge.challenge.programme import Programme
from teamforge.challenge.reading import read_challenge
from teamforge.errors import Fault, InputError
from teamforge.pool.schema import THEME
from teamforge.register import Register
from teamforge.spec.rulebook import RULEBOOK
from teamforge.spec.vocabulary import CHALLENGE_SHEETS, POLL, PROGRAMME_SHEETS, READING_SHEETS, TABLES
from teamforge.tables import TextTable
from teamforge.tables.saving import save
from teamforge.tables.source import read_path
from teamforge.workbook.headings import Heading, headings_of_challenge, headings_of_fields, headings_of_table
from teamforge.workbook.instructions import lines
from teamforge.workbook.of_challenge import rows_of_challenge
from teamforge.workbook.of_programme import headings_of_programme, rows_of_programme, within_a_row
from teamforge.workbook.writing import Book, new_workbook

EXAMPLE = Path(__file__).parent / "example" / "pool"
"""Where the example's tables are, one CSV file each; `challenge.toml` is next to this folder."""

_POOL, _CHALLENGE, _YEAR, _LISTS = "#1F4E78", "#7F3F00", "#1E5C3A", "#7F7F7F"
"""The colours of the sheets of the pool, of the challenge, of the programme, and of the lists."""
SHEETS = (*TABLES[:2], POLL, *TABLES[2:])
"""The tables of the pool in the order of their sheets."""
_KNOWN = {"peers": ("known_peers", "peer_id"), "organisations": ("known_organisations", "organisation_id")}
"""The tables whose ids other sheets suggest: the name of the list and the column."""
_KINDS = (
    *("county", "unitary", "metropolitan", "london_borough", "district", "icb", "ccg", "nhs_trust", "vcs", "system"),
)


def write_template(
    path: str | os.PathLike[str],
    *,
    pool: str | os.PathLike[str] = EXAMPLE,
    challenge: str | os.PathLike[str] | Mapping[str, object] | Challenge = EXAMPLE.parent / "challenge.toml",
    register: Register | None = None,
    hosts: Iterable[str] = (),
    programme: bool = False,
) -> tuple[str, ...]:
    """
    Write a workbook to fill in: a pool and its challenge, with an example that composes, or with your own data.

    Parameters
    ----------
    path
        Where to write it, ending in ``.xlsx``. An existing file is never overwritten.
    pool, challenge
        What it holds instead of the example: a folder or workbook as for `read_pool`, whose cells are copied unchanged,
        and a challenge as for `read_challenge`. Calendars next to the tables are not copied.
    register
        The organisations and relations of the workbook, such as `teamforge.register.england()`; the other tables are
        those of `pool`, or empty without `pool`: the people of the example work elsewhere.
    hosts
        The hosts in place of those of `challenge`, each by id, name or part of a name in the register. The lead host
        and the year give the example its id and title.
    programme
        Whether it also has the sheets of a programme, with the challenge as the first row.

    Returns
    -------
    tuple of str
        What was ignored in `pool`, because it is named like no table.

    Raises
    ------
    InputError
        If a file cannot be read, the challenge is wrong, or something does not fit in a workbook; if `pool` has
        organisations or relations as well as a register, or a host is not exactly one organisation in it.
    FileExistsError
        If something is already at `path`.
    ValueError
        If `path` does not end in ``.xlsx``, or there are hosts without a register.

    Examples
    --------
    >>> import tempfile, teamforge
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_template(f"{folder}/pool.xlsx")
    ...     teamforge.read_challenge(f"{folder}/pool.xlsx")
    ()
    <Challenge: exampleshire-2027 at ORG-HOST, ORG-HOST-ICB>
    """
    target = new_workbook(path)
    hosts = tuple(hosts)
    if hosts and register is None:
        raise ValueError("hosts are named in a register, and there is none")
    base = read_challenge(challenge)
    if register is None:
        tables, warnings = _read(pool)
        save(target, workbook_of(tables, base, example=pool == EXAMPLE, programme=programme))
        return warnings
    tables, warnings = ({}, ()) if pool == EXAMPLE else _read(pool)
    if twice := sorted(register.tables.keys() & tables):
        mend = "leave the register out, or delete the table"
        raise InputError([Fault(name, None, None, None, "the register's table alone", mend) for name in twice])
    if hosts:
        base = base.replace(hosts=register.hosts(hosts))
        if pool == EXAMPLE:
            name = register.organisations.label_of(base.hosts[0])
            base = base.replace(id=_id_at(name, base), title=f"Care and health peer challenge, {name}")
    if pool == EXAMPLE:  # its peers are not in this workbook, and its rules and dates to avoid are only an example's
        on_site = base.on_site.model_copy(update={"avoid": ()})
        base = base.replace(pins={}, exclude=(), waivers=(), team_rules=(), rules={}, on_site=on_site)
    save(target, workbook_of({**tables, **register.tables}, base, programme=programme))
    return warnings


def _id_at(host: str, challenge: Challenge) -> str:
    """Return an id for a challenge from its lead host and its year: ``swindon-2027``."""
    day = challenge.on_site.earliest or challenge.as_of
    place = re.sub(
        r"^((the|royal|london|city|borough|county|nhs|of) )+|( (council|borough|city|county|district|"
        r"metropolitan|integrated care board|(nhs )?(foundation )?trust))+$",
        "",
        host.casefold(),
    )
    return f"{'-'.join(re.findall('[a-z0-9]+', place or host.casefold()))}-{day.year}"


def _read(pool: str | os.PathLike[str]) -> tuple[dict[str, TextTable], tuple[str, ...]]:
    """Return the tables of a pool as text, and what was ignored in it."""
    source = read_path(Path(os.fsdecode(pool)), SHEETS, (*CHALLENGE_SHEETS, *PROGRAMME_SHEETS, *READING_SHEETS))
    if source.faults:
        raise InputError(source.faults)
    return source.tables, tuple(source.warnings)


def workbook_of(
    tables: Mapping[str, TextTable], challenge: Challenge, *, example: bool = False, programme: bool = False
) -> bytes:
    """
    Return the workbook of a pool and its challenge, in the form of the template.

    Where everything in it is an example, it is marked as one; for a programme it has further sheets. An `InputError`
    says what does not fit in a workbook.
    """
    book = Book()
    book.add_lines("instructions", lines(example=example))
    for sheet, rows in rows_of_challenge(challenge).items():
        checks = headings_of_fields() if sheet == "challenge" else ()
        names = _names(tables.get("organisations")) if sheet == "hosts" else {}
        notes = [check.meaning for check in checks] or [names.get(str(row[0]), "") for row in rows]
        noted = [(*row, note) for row, note in zip(rows, notes, strict=True)]
        headings = headings_of_challenge(sheet)
        book.add_table(sheet, headings, noted, colour=_CHALLENGE, example=example, checks=checks)
        if sheet == "seats":
            book.name_range("known_seats", sheet, 0)
    if programme:
        year = Programme(id=f"{challenge.id}-year", as_of=challenge.as_of, challenges=[within_a_row(challenge)])
        for sheet, rows in rows_of_programme(year).items():
            headings = headings_of_programme(sheet, year)
            book.add_table(sheet, headings, [(*row, "") for row in rows], colour=_YEAR, example=example)
    for name in SHEETS:
        _add_table(book, name, tables.get(name), challenge, example=example)
    _add_lists(book, challenge)
    return book.content()


def _names(organisations: TextTable | None) -> dict[str, str]:
    """Return the names of organisations by id, for people who read ids; nothing if they are not known."""
    if organisations is None or not {"organisation_id", "name"} <= organisations.columns.keys():
        return {}
    ids, names = (organisations.columns[column] for column in ("organisation_id", "name"))
    return {ids.text(row): names.text(row) for row in range(len(organisations))}


def _add_table(book: Book, name: str, table: TextTable | None, challenge: Challenge, *, example: bool) -> None:
    """
    Add a table of the pool with the columns that it has: a missing column may not mean the same as a blank one.

    Without rows it has every column that it may have, and `peers` also the themes of the challenge.
    """
    if table is None or not len(table):
        themes = headings_of_table(name, [THEME + theme for theme in challenge.scope]) if name == "peers" else ()
        headings, rows = (*headings_of_table(name), *themes), []
    else:
        headings = headings_of_table(name, table.columns)
        columns = [table.columns[heading.name] for heading in headings]
        rows = [tuple(column.text(row) for column in columns) for row in range(len(table))]
    book.add_table(name, headings, rows, colour=_POOL, example=example)
    if name in _KNOWN:
        known, column = _KNOWN[name]
        places = [place for place, heading in enumerate(headings) if heading.name == column]
        book.name_range(known, name, places[0] if places else 0)


def _add_lists(book: Book, challenge: Challenge) -> None:
    """Add what the drop-down lists of open vocabularies suggest."""
    lists = {
        "known_roles": sorted({role for seat in (*CORE_TEAM, *challenge.seats) for role in seat.accepts}),
        "known_kinds": list(_KINDS),
        "known_rules": list(RULEBOOK.adjustable),
    }
    headings = [
        Heading(name.removeprefix("known_"), "What the drop-down lists suggest; add your own.") for name in lists
    ]
    book.add_table("lists", headings, list(zip_longest(*lists.values(), fillvalue="")), colour=_LISTS)
    for column, name in enumerate(lists):
        book.name_range(name, "lists", column)
