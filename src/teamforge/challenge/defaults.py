"""The LGA core team, for a challenge that names no seats (SPEC.md section 3)."""

from __future__ import annotations

from teamforge.challenge.seats import Seat

CORE_TEAM = (
    Seat(
        id="lead_peer",
        accepts={"chief_executive": 100, "director_adult_services": 60, "director_of_public_health": 50},
        leads=True,
        authority=True,
    ),
    Seat(
        id="director_of_public_health",
        accepts={"director_of_public_health": 100, "deputy_director_of_public_health": 50},
        authority=True,
    ),
    # CCGs became ICBs in July 2022: the seat takes both.
    Seat(
        id="ccg_officer",
        accepts={
            "ccg_accountable_officer": 100,
            "ccg_clinical_chair": 100,
            "icb_chief_executive": 100,
            "icb_chair": 100,
            "icb_clinical_director": 80,
        },
    ),
    Seat(id="elected_member", accepts={"elected_member": 100}, political=True, authority=True),
    Seat(id="nhs_prevention_lead", accepts={"nhs_prevention_lead": 100, "public_health_consultant": 50}),
    Seat(id="vcs", accepts={"vcs_leader": 100}),
    Seat(id="manager", accepts={"challenge_manager": 100}, counts=False),
)
"""The seven seats of the LGA core team."""
