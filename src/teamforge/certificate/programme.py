"""
The certificate of a plan: why no plan of a programme has more points.

What challenges share becomes rows: sets of visits, each with the most that a valid plan can have. Each row has a price
λ ≥ 0, and each visit is charged the prices of its rows. For every valid plan

    points ≤ Σ_rows λ·limit + Σ_challenges max(−cost of no team, B)

where no team of a challenge has more than B points, times its priority and less its charges. B is proved by a
certificate like that of one team, of the problem under its charges (DESIGN.md section 10).
"""

from __future__ import annotations

from teamforge.certificate.format import Certificate, CertificatePart, Whole

PLAN_FORMAT = 1
"""The number of the format that this module describes."""


class RowPrice(CertificatePart):
    """
    The price of a row.

    Attributes
    ----------
    kind
        The family of the row: `year`, `day`, `met_twice`, `reciprocal`, `per_organisation`, `per_peer`, `change`.
    ids
        What the row is about: ids of peers, challenges, seats and organisations, programme years and day numbers.
    price
        Whole points, from 1.
    """

    kind: str
    ids: tuple[str | Whole, ...]
    price: Whole


class ChallengeProof(CertificatePart):
    """
    What is proved about a challenge under the prices.

    Attributes
    ----------
    challenge_id
        The challenge.
    bound
        No team has more points, times the priority and less its charges; None if it has no team at all.
    certificate
        The proof.
    """

    challenge_id: str
    bound: Whole | None
    certificate: Certificate


class WeightedProof(ChallengeProof):
    """
    What is proved about a challenge under weights.

    Attributes
    ----------
    weight
        The factor on its points in place of the priority, from 1.
    """

    weight: Whole


class LossCertificate(CertificatePart):
    """
    Why no plan with as few challenges without a team has a smaller greatest loss.

    For weights w, and a cost for each challenge without a team times its priority, every plan has

        Σ w·loss + Σ cost·priority ≥ -Σ_rows λ·limit + Σ_challenges min(cost·priority, w·best - B)

    and Σ w·loss is at most Σ w times the greatest loss.

    Attributes
    ----------
    bound
        The bound on the greatest loss, from 1.
    cost
        The cost of a challenge without a team.
    rows
        The rows that have a price.
    challenges
        Every challenge that has a team alone, by id.
    """

    bound: Whole
    cost: Whole
    rows: tuple[RowPrice, ...]
    challenges: tuple[WeightedProof, ...]


class PlanCertificate(CertificatePart):
    """
    Why no plan has more points.

    Attributes
    ----------
    format
        The number of the format: `PLAN_FORMAT`.
    bound
        No valid plan has more points.
    rows
        The rows that have a price.
    challenges
        Every challenge that is planned, by id.
    losses
        The proof of the bound on the greatest loss; None if there is none, or it is not sought.
    """

    format: Whole
    bound: Whole
    rows: tuple[RowPrice, ...]
    challenges: tuple[ChallengeProof, ...]
    losses: LossCertificate | None = None
