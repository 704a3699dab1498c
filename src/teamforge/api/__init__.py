"""
The public face: `compose` finds the best team in a pool for a challenge, `plan` all the teams of a programme together.

================  ================================================
`composing`       `compose`: from a pool and a challenge to a result
`result`          `Result`: other teams, pictures, records
`papers`          what people send: sheet, letters, calendar
`questions`       what can be asked about a result
`planning`        `plan`: from a pool and a programme to a plan, and to a new one when things change
`plans`           `Plan`: the result of each challenge, and what the year shows
`year_questions`  what can be asked about a plan as a whole
`executors`       the processes that share the work
================  ================================================

What concerns one team is imported here; a programme's part is imported from its own modules, which one team does not
need.
"""

from teamforge.api.composing import compose, price, repair_team
from teamforge.api.result import Result

__all__ = ["Result", "compose", "price", "repair_team"]
