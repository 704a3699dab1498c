"""Workbooks that people fill in: the template of a pool and its challenge, and a team with the state of each seat."""

from teamforge.workbook.reading import AskedPeer, AskedSeat, TeamWorkbook, read_team
from teamforge.workbook.states import SeatState
from teamforge.workbook.team import write_team
from teamforge.workbook.template import write_template

__all__ = ["AskedPeer", "AskedSeat", "SeatState", "TeamWorkbook", "read_team", "write_team", "write_template"]
