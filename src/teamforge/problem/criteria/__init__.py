"""The criteria of SPEC.md section 6, one file each; `CRITERIA` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from teamforge.problem.criteria import (
    coverage,
    distinct_groups,
    distinct_organisations,
    earlier,
    experienced_lead,
    fresh,
    member_match,
    outside_region,
    seat_fit,
    similar_authority,
)
from teamforge.problem.instance import Compilation
from teamforge.problem.tallies import Term

__all__ = ["CRITERIA"]

CRITERIA: Mapping[str, Callable[[Compilation], Term]] = {
    "coverage": coverage.add,
    "seat_fit": seat_fit.add,
    "member_match": member_match.add,
    "distinct_groups": distinct_groups.add,
    "outside_region": outside_region.add,
    "similar_authority": similar_authority.add,
    "fresh": fresh.add,
    "experienced_lead": experienced_lead.add,
    "distinct_organisations": distinct_organisations.add,
    "earlier": earlier.add,
}
