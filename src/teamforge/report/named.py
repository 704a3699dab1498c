"""A page with the names of people and organisations next to their ids, if names were asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from teamforge.page import Cell, Page, Section, Table
from teamforge.pool import Pool

_WORD = re.compile(r"[^\s,;:()]+")
_END = ".?!"


def with_names(page: Page, pool: Pool, *, name_first: bool = False) -> Page:
    """
    Return a page with names next to ids. It is for people only: nothing that a program reads comes through here.

    In a sentence, an id is recognised by its mix of letters and digits, such as P012. If ids are plain numbers or plain
    words, a number or word of the sentence may mean something else, and names stand only next to a cell that is an id.
    A table that has a column of names stays as it is, and so does the footer. With `name_first`, a peer's name stands
    before the id, and an organisation's name alone, as people say them.

    Examples
    --------
    >>> import teamforge
    >>> pool, _ = teamforge.load_demo()
    >>> with_names(Page("P002 leads in E06000026."), pool).title == (
    ...     f"P002 {pool.peers.name_of('P002')} leads in E06000026 Plymouth City Council."
    ... )
    True
    """

    def name_of(identity: str) -> str:
        if identity in pool.peers.position:
            return pool.peers.name_of(identity)
        place = pool.organisations.position.get(identity)
        return "" if place is None else pool.organisations.names[place] or ""

    def beside(identity: str) -> str:
        name = name_of(identity)
        if not name_first or not name:
            return f"{identity} {name}".strip()
        return f"{name} {identity}" if identity in pool.peers.position else name

    def word(found: re.Match[str]) -> str:
        text = found[0].rstrip(_END)
        mixed = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
        return beside(text) + found[0][len(text) :] if mixed else found[0]

    def sentence(text: str) -> str:
        return _WORD.sub(word, text)

    return _page(page, sentence, beside)


def _page(page: Page, sentence: Callable[[str], str], beside: Callable[[str], str]) -> Page:
    return replace(
        page,
        title=sentence(page.title),
        lines=tuple(map(sentence, page.lines)),
        sections=tuple(_section(section, sentence, beside) for section in page.sections),
    )


def _section(section: Section, sentence: Callable[[str], str], beside: Callable[[str], str]) -> Section:
    return replace(
        section,
        lines=tuple(map(sentence, section.lines)),
        items=tuple(map(sentence, section.items)),
        table=section.table and _table(section.table, sentence, beside),
    )


def _table(table: Table, sentence: Callable[[str], str], beside: Callable[[str], str]) -> Table:
    if any(column.name == "Name" for column in table.columns):
        return table

    def text(cell: str) -> str:
        named = beside(cell)
        return sentence(cell) if named == cell else named

    def shown(cell: Cell, *, number: bool) -> Cell:
        if number or cell is None or isinstance(cell, int):
            return cell
        return text(cell) if isinstance(cell, str) else tuple(map(text, cell))

    rows = tuple(
        tuple(shown(cell, number=column.number) for cell, column in zip(row, table.columns, strict=True))
        for row in table.rows
    )
    return replace(table, rows=rows, caption=sentence(table.caption))
