"""What is given: the six tables of SPEC.md section 1 as frozen columns."""

from teamforge.pool.columns import Availability, Categorical, Engagements, Interests, Organisations, Peers, Relations
from teamforge.pool.pool import Pool

__all__ = ["Availability", "Categorical", "Engagements", "Interests", "Organisations", "Peers", "Pool", "Relations"]
