"""
A small challenge with a canary in every private field, and the text of what is written of it.

The host is `H1`. `Q1`, whose friendship with the host is waived, and `V1` and `M1` are the best team; the reserves are
`canaryreservelead` and `canaryreservemember`. Nobody knows of `housing`.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pandas as pd
from pypdf import PdfReader
from pypdf.generic import StreamObject

import teamforge
from teamforge import Result
from teamforge.page.words import lines_of
from teamforge.report.sheet import content, writing
from teamforge.report.sheet.model import Sheet

ENDINGS = (".html", ".docx", ".pdf")
NAMES = {
    peer: f"Canaryname{number}"
    for number, peer in enumerate(("Q1", "canaryreservelead", "V1", "canaryreservemember", "M1"))
}
MEMBERS = ("Q1", "V1", "M1")
HIDDEN_FROM_ALL = (
    *("canarygroupone", "canarygrouptwo", "canarycontrol", "canaryfaith", "canaryhealth", "canarynoteone"),
    *("canarynotetwo", "canaryreason", "canaryexcluded"),
)
"""What no sheet shows, whoever reads it."""
HIDDEN_FROM_HOSTS = (
    *HIDDEN_FROM_ALL,
    *(
        "canarygiver",
        "canaryfriend",
        "canaryreservelead",
        "canaryreservemember",
        "canaryreserveone",
        "canaryreservetwo",
    ),
    *("canarybooked", "canaryleft"),
)
"""What no sheet for the host shows; with the five names there are 22 canaries."""

_HEADS = ("peer_id", "name", "organisation_id", "roles", "political_group", "challenges_done", "declared_on", "faith")
PEERS: tuple[tuple[str, ...], ...] = (
    ("Q1", NAMES["Q1"], "O1", "chief_executive", "canarygroupone", "3", "2026-12-01", "canaryfaith", "4", "0", ""),
    (
        "canaryreservelead",
        NAMES["canaryreservelead"],
        "R1",
        "chief_executive",
        "canarygrouptwo",
        "2",
        "2026-12-01",
        "canaryfaith",
        "1",
        "1",
        "",
    ),
    ("V1", NAMES["V1"], "O2", "elected_member", "canarycontrol", "1", "2026-12-01", "", "3", "0", "canaryhealth"),
    (
        "canaryreservemember",
        NAMES["canaryreservemember"],
        "R2",
        "elected_member",
        "canarygroupone",
        "1",
        "2026-12-01",
        "",
        "2",
        "0",
        "",
    ),
    ("M1", NAMES["M1"], "", "challenge_manager", "", "1", "2026-12-01", "canaryfaith", "0", "0", ""),
    ("canarybooked", "", "R1", "vcs_leader", "", "1", "2026-12-01", "", "0", "0", ""),
    ("canaryleft", "", "R1", "vcs_leader", "", "1", "2026-12-01", "", "0", "0", ""),
)
_ORGANISATIONS = (
    ("H1", "Host Council", "unitary", "North", "canarycontrol"),
    ("O1", "One Council", "unitary", "South", ""),
    ("O2", "Two Council", "county", "South", ""),
    ("R1", "canaryreserveone", "county", "South", ""),
    ("R2", "canaryreservetwo", "county", "South", ""),
    ("F1", "canaryfriend", "county", "South", ""),
)
_INTERESTS = (
    ("Q1", "friendship", "H1", "2020-01-01", "canarynoteone"),
    ("V1", "consultancy", "F1", "2025-01-01", "canarynotetwo"),
)
_RELATIONS = (("F1", "predecessor_of", "H1", "2019-04-01"),)
_ENGAGEMENTS = (("canarybooked", "H1", "2027-04-13", "2027-04-15", "confirmed"),)
_CHALLENGE: Mapping[str, Any] = {
    "id": "small",
    "title": "A small challenge",
    "hosts": ["H1"],
    "as_of": "2027-01-11",
    "on_site": {"windows": ["2027-04-13"]},
    "scope": {"care_at_home": 5, "housing": 3},
    "unknown_availability": "free",
    "seats": [
        {"id": "lead_peer", "accepts": {"chief_executive": 100}, "leads": True},
        {"id": "elected_member", "accepts": {"elected_member": 100}, "political": True},
        {"id": "manager", "accepts": {"challenge_manager": 100}, "counts": False},
        {"id": "analyst", "accepts": {"analyst": 100}, "required": False},
    ],
    "exclude": [{"peer": "canaryleft", "reason": "canaryexcluded"}],
    "waivers": [
        {"peer": "Q1", "rule": "friendship", "by": "canarygiver", "reason": "canaryreason", "on": "2026-12-14"},
    ],
    "rules": {"current_tie": {"strength": "soft", "weight": 1}},
}


def compose(peers: tuple[tuple[str, ...], ...] = PEERS, **fields: Any) -> Result:
    """Compose the team of the small challenge, of other peers or with other fields."""
    pool = teamforge.Pool.from_frames(
        peers=pd.DataFrame(peers, columns=[*_HEADS, "theme:care_at_home", "theme:housing", "health"]),
        organisations=_frame("organisation_id name kind region political_control", _ORGANISATIONS),
        interests=_frame("peer_id kind organisation_id start note", _INTERESTS),
        relations=_frame("source kind target start", _RELATIONS),
        engagements=_frame("peer_id host_organisation_id start end status", _ENGAGEMENTS),
    )
    return teamforge.compose(pool, teamforge.read_challenge({**_CHALLENGE, **fields}))


def _frame(columns: str, rows: tuple[tuple[str, ...], ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


@cache
def written(audience: str, ending: str, names: bool = False) -> bytes:  # noqa: FBT001, FBT002 -- parameters of tests
    """Return the sheet of the small challenge as a file."""
    return sheet_bytes(compose(), ending, audience, names=names)


class _Texts(HTMLParser):
    """All that is in a page: what is read, and every attribute."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.told.append(data)


def text_in(content: bytes, ending: str) -> str:
    """Return what a reader reads in a file, without any space."""
    if ending == ".html":
        return squeezed("".join(_Texts(content.decode()).told))
    if ending == ".pdf":
        return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", _parts(content)["word/document.xml"])))


def _parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def squeezed(text: str) -> str:
    """Return a text without anything that only parts its words."""
    return re.sub(r"[\s\u200b\xad]", "", text)


def all_in(content: bytes, ending: str) -> str:
    """Return everything that can be found in a file, read or not, in small letters and without any space."""
    if ending == ".html":
        return squeezed(content.decode()).lower()
    if ending == ".docx":
        return squeezed("\n".join(_parts(content).values())).lower()
    reader = PdfReader(io.BytesIO(content))
    found = [text_in(content, ending), str(reader.metadata)]
    for number in range(1, int(str(reader.trailer["/Size"]))):
        each = reader.get_object(number)
        found.append(str(each))
        if isinstance(each, StreamObject):
            found.append(each.get_data().decode("latin-1"))
    return squeezed("\n".join(found)).lower()


def texts_of(sheet: Sheet) -> list[str]:
    """Return every text that a sheet says."""
    told = [sheet.title, *sheet.hosts, sheet.on_site, sheet.status, *sheet.record]
    for part in sheet.parts.values():
        told += [part.heading, *part.lines, *part.items]
        if part.table is not None:
            told += [column.name for column in part.table.columns]
            cells = [cell for row in part.table.rows for cell in row]
            told += [line for cell in cells for line in lines_of(cell)]
    return told


def sheet_of(result: Result, *how: Any, **named: Any) -> Sheet:
    """Return the team sheet of a result with its own reserves."""
    return content.sheet_of(result, result.reserves(), *how, **named)


def sheet_bytes(result: Result, *how: Any, **named: Any) -> bytes:
    """Return the file of a team sheet with its own reserves."""
    return writing.sheet_bytes(result, result.reserves(), *how, **named)
