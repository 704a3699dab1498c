"""Letters to a peer who is not on the team, to a member, and to the host; their words are replaceable templates."""

from teamforge.report.letters.content import invitation, row_of, to_host, why_not
from teamforge.report.letters.letter import ENDINGS, Letter
from teamforge.report.letters.plan import why_on_no_team

__all__ = ["ENDINGS", "Letter", "invitation", "row_of", "to_host", "why_not", "why_on_no_team"]
