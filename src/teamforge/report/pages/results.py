"""A result as rows: one per filled seat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from teamforge.page import Cell, Column, Page, Section, Table
from teamforge.page.model import texts
from teamforge.page.words import counted
from teamforge.report.pages.diagnosis import diagnosis_sections
from teamforge.report.pages.result import result_page
from teamforge.result.data import ResultData
from teamforge.spec.words import spoken

_COLUMNS = ("challenge_id", "status", "start", "end", "seat", "peer_id", "role", "fit", "points")

Row = tuple[str | int | None, ...]


def team_rows(result: ResultData, named: Callable[[str], str] | None = None) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of a team; no rows without one. `named`, if given, adds the column `name`."""
    points = result.points_by_member()
    rows: list[Row] = []
    if result.window is not None:
        head = (result.challenge_id, str(result.status), str(result.window.start), str(result.window.end))
        for member in result.members:
            row: Row = (*head, member.seat, member.peer_id, member.role, member.fit, points[member.seat])
            rows.append(row if named is None else (*row, named(member.peer_id)))
    return (_COLUMNS if named is None else (*_COLUMNS, "name")), rows


def host_rows(result: ResultData, named: Callable[[str], str] | None = None) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and rows of a team without what a host must not see: points and fit."""
    columns, rows = team_rows(result, named)
    kept = [place for place, name in enumerate(columns) if name not in {"fit", "points"}]
    return tuple(columns[place] for place in kept), [tuple(row[place] for place in kept) for row in rows]


def host_dict(result: ResultData) -> dict[str, Any]:
    """Return a result in plain values without what a host must not see: points, conflicts' details, other peers."""
    plain = result.to_dict()
    kept = ("status", "window", "challenge_id", "input_digest", "version", "seed")
    members = [{key: member[key] for key in ("seat", "peer_id", "role")} for member in plain["members"]]
    diagnosis = result.diagnosis and result.diagnosis.for_host(result.challenge.rulebook).to_dict()
    return {
        **{key: plain[key] for key in kept},
        "members": members,
        "conflicts": {"cleared": bool(members), "waived": _waived(result)},
        "diagnosis": diagnosis,
    }


def host_page(result: ResultData, named: Callable[[str], str] | None = None) -> Page:
    """Return a result as a page without what a host must not see."""
    page = result_page(result)
    if result.window is None:
        sections = (
            ()
            if result.diagnosis is None
            else tuple(diagnosis_sections(result.diagnosis.for_host(result.challenge.rulebook)))
        )
        return replace(page, sections=sections)
    rows: list[tuple[Cell, ...]] = [(spoken(each.seat), each.peer_id, spoken(each.role)) for each in result.members]
    heads: tuple[Column, ...] = texts("Seat", "Peer", "Role")
    if named is not None:
        rows = [(*row, named(each.peer_id)) for row, each in zip(rows, result.members, strict=True)]
        heads = (*heads, Column("Name"))
    table = Table(heads, tuple(rows))
    cleared = "every member was checked for conflicts of interest with the hosts and with each other, and cleared"
    if waived := _waived(result):
        cleared += f"; {counted(waived, 'finding')} {'was' if waived == 1 else 'were'} waived by a named person"
    lines = (*page.lines[:-1], "proposed team")
    sections = (Section("Team", table=table), Section("Conflicts of interest", (cleared,)))
    return replace(page, lines=lines, sections=sections)


def _waived(result: ResultData) -> int:
    return sum(finding.effect == "waived" for finding in result.findings)
