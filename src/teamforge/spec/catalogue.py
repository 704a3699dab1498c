"""
The rules of SPEC.md, each declared once: its name, kind and defaults, and the words that people read.

The file of the same name in `problem/criteria/`, `problem/rules/` or `conflicts/rules/` compiles the rule; the one in
`verify/` checks it. The `rulebook` of a challenge holds the rules as they apply to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from teamforge.spec.rules import Bar, Bound, ConflictRule, Criterion, Strength

_HARD, _REVIEW, _OFF = Strength.HARD, Strength.REVIEW, Strength.OFF

_CRITERIA = (
    Criterion(name="coverage", weight=10, depth=(4, 2, 1), gives="expertise in the themes of the scope"),
    Criterion(name="seat_fit", weight=6, gives="roles that fit their seats"),
    Criterion(name="member_match", weight=8, gives="a member of the host's ruling group", for_host=False),
    Criterion(name="distinct_groups", weight=4, gives="cost: politicians of the same group", for_host=False),
    Criterion(
        name="outside_region",
        weight=6,
        strength=_OFF,
        gives="members from other regions",
        phrase="works in the region of a host",
        to_peer="You work in the region of a host.",
        advice="You can review hosts in other regions.",
    ),
    Criterion(
        name="similar_authority", weight=6, gives="members from authorities like the host", relation="similar_to"
    ),
    Criterion(name="fresh", weight=5, gives="members with few recent reviews"),
    Criterion(name="experienced_lead", weight=3, gives="a lead peer who has done two challenges or more"),
    Criterion(name="distinct_organisations", weight=4, gives="cost: members of the same organisation", for_host=False),
    Criterion(name="earlier", weight=2, gives="an early window"),
)

_CONFLICTS = (
    ConflictRule(
        name="current_tie",
        strength=_HARD,
        phrase="works for a host, or holds an office, a contract or a consultancy there",
        to_peer="You work for a host, or hold an office, a contract or a consultancy there.",
    ),
    ConflictRule(
        name="past_tie",
        strength=_HARD,
        years=5,
        phrase="worked or held office at a host in the last {years}",
        to_peer="You worked or held office at a host in the last {years}.",
    ),
    ConflictRule(
        name="commercial_tie",
        strength=_REVIEW,
        years=5,
        phrase="had a contract or a consultancy with a host in the last {years}",
        to_peer="You had a contract or a consultancy with a host in the last {years}.",
    ),
    ConflictRule(
        name="job_application",
        strength=_REVIEW,
        years=5,
        phrase="applied for a job at a host in the last {years}",
        to_peer="You applied for a job at a host in the last {years}.",
    ),
    ConflictRule(
        name="personal_tie",
        strength=_HARD,
        phrase="has family at a host, or a financial interest there",
        to_peer="You have family at a host, or a financial interest there.",
    ),
    ConflictRule(
        name="friendship",
        strength=_REVIEW,
        phrase="has a friend at a host",
        to_peer="You have a friend at a host.",
    ),
    ConflictRule(
        name="same_system",
        strength=_REVIEW,
        kinds=("icb", "ics", "system"),
        phrase="works in the same health and care system as a host",
        relation="part_of",
        to_peer="You work in the same health and care system as a host.",
    ),
    ConflictRule(
        name="shared_leadership",
        strength=_REVIEW,
        phrase="works for an organisation that shares its leadership with a host",
        relation="shares_leadership_with",
        to_peer="You work for an organisation that shares its leadership with a host.",
    ),
    ConflictRule(
        name="neighbour",
        strength=_REVIEW,
        phrase="works for a neighbour of a host",
        relation="neighbour_of",
        to_peer="You work for a neighbour of a host.",
    ),
    ConflictRule(
        name="reviewed_host",
        strength=_REVIEW,
        years=5,
        phrase="reviewed a host in the last {years}, or is booked to",
        to_peer="You reviewed a host in the last {years}, or are booked to.",
    ),
    ConflictRule(
        name="reciprocal_review",
        strength=_REVIEW,
        years=3,
        phrase="works where somebody from a host did a review in the last {years}, or is booked to do one",
        to_peer="Somebody from a host did a review where you work in the last {years}, or is booked to do one.",
    ),
    ConflictRule(
        name="declaration",
        strength=_REVIEW,
        phrase="has not declared their interests in the year before the decision",
        remedy="ask for a new declaration of interests",
        to_peer="We have no declaration of your interests from the year before the decision.",
        advice="Send us a new declaration of your interests.",
    ),
    ConflictRule(
        name="pair_tie",
        strength=_HARD,
        pair=True,
        phrase="are family, in the same line of management, in business together or in dispute",
        to_peer="You have a close tie to somebody else who could have come, and both of you cannot be on one team.",
        advice="You can join other teams.",
    ),
    ConflictRule(
        name="pair_friendship",
        strength=_REVIEW,
        pair=True,
        phrase="are friends",
        to_peer="You are a friend of somebody else who could have come, and both of you cannot be on one team.",
        advice="You can join other teams.",
    ),
)

_BARS = (
    Bar(
        name="unknown_peer",
        phrase="is not in the pool",
        to_peer="You are not in our list of peers.",
        advice="Ask us to add you to the list.",
    ),
    Bar(
        name="eligible",
        phrase="has no role that the seat accepts",
        to_peer="The seat asks for a role that you do not have.",
        advice="If you have another role by now, tell us.",
    ),
    Bar(
        name="role",
        phrase="has no role that any seat accepts",
        to_peer="No seat on this team asks for a role that you have.",
        advice="If you have another role by now, tell us.",
    ),
    Bar(
        name="trained",
        asks="peers must be trained",
        phrase="is not trained",
        remedy="train them",
        to_peer="Our records do not show that you are trained as a peer.",
        advice="Do the training, or tell us when you did it.",
    ),
    Bar(
        name="active",
        asks="peers must be active",
        phrase="is not active",
        remedy="mark them as active",
        to_peer="You are not marked as active in our records.",
        advice="Tell us if you would like to be asked again.",
    ),
    Bar(
        name="excluded",
        asks="excluded peers must stay out",
        phrase="is excluded from this challenge",
        remedy="lift the exclusion",
        to_peer="It was decided that you would not be on the team for this visit.",
        advice="The programme manager can tell you more.",
    ),
    Bar(
        name="pin",
        asks="pins must hold",
        phrase="would need a seat that is pinned to somebody else, or is pinned to another seat",
        remedy="lift the pin",
        to_peer="The seats that you could have had were settled before the team was put together.",
    ),
    Bar(
        name="windows",
        phrase="cannot come on any date, because no window is valid",
        remedy="add a window",
        to_peer="No date was possible for this visit.",
    ),
    Bar(
        name="availability",
        asks="peers must be free on every day of the window",
        phrase="is not free",
        to_peer="You are not free on {dates}.",
        advice="Keep us up to date on when you are free.",
    ),
    Bar(
        name="unknown_availability",
        phrase="has not said when they are free",
        remedy="ask when they are free",
        to_peer="We do not know when you are free.",
        advice="Tell us when you are free.",
    ),
    Bar(
        name="overlap",
        asks="nobody may be at two challenges at once",
        phrase="is at another challenge",
        to_peer="You are at another visit on {dates}.",
    ),
    Bar(
        name="rest",
        asks="members must have a break between challenges",
        phrase="has too short a break from another challenge",
        of_members=True,
        rest_days=14,
        to_peer="Another visit of yours is too close to {dates}: there have to be {rest_days} days in between.",
    ),
    Bar(
        name="max_per_year",
        asks="nobody may go over their yearly limit of challenges",
        phrase="has reached their yearly limit of challenges",
        of_members=True,
        to_peer="You have as many visits in that year as you agreed to.",
        advice="Tell us if you would do more visits in a year.",
    ),
    Bar(
        name="elsewhere",
        asks="no other team of the plan may lose a member's rest or go over a yearly limit",
        phrase="is on another team of the plan, which leaves no room",
        to_peer="Another visit of yours in the programme leaves no room for this one.",
        advice="Tell us if you would do more visits in a year.",
    ),
    Bar(
        name="per_organisation",
        asks="a week may have only as many peers of one organisation as the limit",
        phrase="works for an organisation that has as many peers on site as it may",
        to_peer="As many people from where you work as there may be are on site in that week.",
        advice="Other weeks are open to you.",
    ),
    Bar(
        name="per_peer",
        asks="nobody may be on more teams of the plan than the limit",
        phrase="is on as many teams of the plan as they may",
        to_peer="You are on as many teams of the programme as one person may be.",
    ),
    Bar(
        name="met_twice",
        asks="nobody may review one host on two teams of the plan",
        phrase="reviews one of these hosts on another team of the plan",
        to_peer="You visit one of these hosts on another team of the programme.",
        advice="Visits to other hosts are open to you.",
    ),
    Bar(
        name="both_ways",
        asks="no review may go both ways within the plan",
        phrase="works where somebody of the other side is on a team of the plan: the review would go both ways",
        to_peer="Somebody from the other side visits where you work, and no review may go both ways.",
        advice="Visits to other hosts are open to you.",
    ),
)

_BOUNDS = (
    Bound(
        name="first_timers",
        max=2,
        asks="at most {max} of the members may be first-timers",
        phrase="is a first-timer, and the team has too many of them",
        to_peer="The team already has as many first-timers as it can have.",
        advice="This stops mattering after your first visit.",
    ),
)

CRITERIA: Mapping[str, Criterion] = {rule.name: rule for rule in _CRITERIA}
"""The criteria, in the order of SPEC.md section 6."""
CONFLICTS: Mapping[str, ConflictRule] = {rule.name: rule for rule in _CONFLICTS}
"""The conflict rules, in the order of SPEC.md section 5."""
BARS: Mapping[str, Bar] = {rule.name: rule for rule in _BARS}
"""The rules that keep one peer off a seat or out of a window, whoever else is on the team (SPEC.md section 4)."""
BOUNDS: Mapping[str, Bound] = {rule.name: rule for rule in _BOUNDS}
"""The limits on the members together, apart from the team rules of a challenge."""
