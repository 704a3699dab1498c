"""The programme of SPEC.md section 10: challenges that are composed together from one pool."""

from teamforge.challenge.programme.model import Limits, Programme
from teamforge.challenge.programme.reading import read_programme
from teamforge.challenge.programme.schema import programme_schema

__all__ = ["Limits", "Programme", "programme_schema", "read_programme"]
