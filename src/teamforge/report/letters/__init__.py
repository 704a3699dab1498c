"""Letters: to one who is not on the team, to a member, to the host; their words are templates that can be replaced."""

from teamforge.report.letters.content import invitation, to_host, why_not
from teamforge.report.letters.letter import ENDINGS, Letter

__all__ = ["ENDINGS", "Letter", "invitation", "to_host", "why_not"]
