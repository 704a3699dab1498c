"""A pool and a challenge in which nobody is named: keyed pseudonyms for ids, and what only describes left out."""

from teamforge.pseudonyms.export import Pseudonymised, pseudonymise
from teamforge.pseudonyms.key import Key

__all__ = ["Key", "Pseudonymised", "pseudonymise"]
