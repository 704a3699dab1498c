"""Workbooks: the template of a pool with its challenge, a team with the state of each seat, and a plan."""

from teamforge.workbook.reading import PeerResponse, SeatResponse, TeamWorkbook, read_team
from teamforge.workbook.states import SeatState
from teamforge.workbook.team import write_team
from teamforge.workbook.template import write_template
from teamforge.workbook.year import write_year

__all__ = [
    "PeerResponse",
    "SeatResponse",
    "SeatState",
    "TeamWorkbook",
    "read_team",
    "write_team",
    "write_template",
    "write_year",
]
