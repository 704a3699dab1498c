"""
Records of results, their verification, and the decisions that people took.

`Result.to_record` and `Result.save` keep a result; `verify` says what in it holds; `decide` adds a decision to a record
of decisions, and `read_decisions` reads the record. Nothing here needs a solver.

>>> from teamforge import compose, load_demo
>>> from teamforge.records import verify
>>> pool, challenge = load_demo()
>>> verify(compose(pool, challenge).to_record(), pool, challenge).complete
True
"""

from teamforge.records.decisions.chain import Decisions, read_decisions
from teamforge.records.decisions.deciding import decide
from teamforge.records.decisions.entry import (
    DecidedTeam,
    Decision,
    Entry,
    KeptAlternative,
    KeptWaiver,
    Outcome,
    Proposal,
    Substitution,
)
from teamforge.records.plan import verify_plan
from teamforge.records.record import read_record, team_of_record
from teamforge.records.schema import decision_schema, plan_schema, record_schema, result_schema
from teamforge.records.verification import Verification, verify

__all__ = [
    "DecidedTeam",
    "Decision",
    "Decisions",
    "Entry",
    "KeptAlternative",
    "KeptWaiver",
    "Outcome",
    "Proposal",
    "Substitution",
    "Verification",
    "decide",
    "decision_schema",
    "plan_schema",
    "read_decisions",
    "read_record",
    "record_schema",
    "result_schema",
    "team_of_record",
    "verify",
    "verify_plan",
]
