"""A pool and a challenge that name nobody: ids become keyed pseudonyms, and purely descriptive text is left out."""

from teamforge.pseudonyms.export import PseudonymisedPool, pseudonymise
from teamforge.pseudonyms.key import Key

__all__ = ["Key", "PseudonymisedPool", "pseudonymise"]
