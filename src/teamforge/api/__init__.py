"""
The face: `compose` finds the best team of a pool for a challenge, and its `Result` answers questions.

============  ================================================
`composing`   `compose`: from a pool and a challenge to a result
`result`      `Result`: other teams, papers, records
`questions`   what can be asked about a result
============  ================================================
"""

from teamforge.api.composing import compose, repair_team
from teamforge.api.result import Result

__all__ = ["Result", "compose", "repair_team"]
