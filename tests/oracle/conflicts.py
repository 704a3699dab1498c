"""When each conflict rule fires: section 5 of the specification, one function for each rule."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations

from . import challenge as asked
from .problem import Problem
from .reading import Peer, folded

Rule = Callable[[Problem, Peer], bool]
PairRule = Callable[[Problem, Peer, Peer], bool]
RULES: dict[str, Rule] = {}
PAIR_RULES: dict[str, PairRule] = {}


def rule(strength: str, years: int | None = None) -> Callable[[Rule], Rule]:
    """The function of a rule about one peer, and its strength and years if nobody says otherwise."""

    def declare(fires: Rule) -> Rule:
        asked.STRENGTHS[fires.__name__] = strength
        if years is not None:
            asked.YEARS[fires.__name__] = years
        RULES[fires.__name__] = fires
        return fires

    return declare


def pair_rule(strength: str) -> Callable[[PairRule], PairRule]:
    """The function of a rule about two peers, and its strength."""

    def declare(fires: PairRule) -> PairRule:
        asked.STRENGTHS[fires.__name__] = strength
        PAIR_RULES[fires.__name__] = fires
        return fires

    return declare


def has_current_interest(problem: Problem, peer: Peer, *kinds: str) -> bool:
    """An interest of these kinds at some h ∈ H⁺ is current."""
    return any(
        one.kind in kinds and one.organisation in problem.hosts_and_predecessors and one.span.current(problem.as_of)
        for one in problem.interests[peer.id]
    )


def has_past_interest(problem: Problem, peer: Peer, years: int, *kinds: str) -> bool:
    """An interest of these kinds at some h ∈ H⁺ is past, within N years."""
    return any(
        one.kind in kinds
        and one.organisation in problem.hosts_and_predecessors
        and one.span.past_within(problem.as_of, years)
        for one in problem.interests[peer.id]
    )


def has_engagement(problem: Problem, peer: Peer, hosts: frozenset[str], years: int) -> bool:
    """A done or confirmed engagement at one of the hosts is current, or past within N years."""
    return any(
        one.status in {"done", "confirmed"}
        and one.host in hosts
        and (one.span.current(problem.as_of) or one.span.past_within(problem.as_of, years))
        for one in problem.engagements[peer.id]
    )


@lru_cache(maxsize=256)
def related(problem: Problem, organisation: str, kind: str) -> bool:
    """The organisation has a current symmetric relation of this kind with some h ∈ H."""
    return any(
        one.kind == kind
        and one.span.current(problem.as_of)
        and any({organisation, host} == {one.source, one.target} for host in problem.hosts)
        for one in problem.relations
    )


@lru_cache(maxsize=256)
def reached(problem: Problem, organisation: str) -> frozenset[str]:
    """Every organisation reached by zero or more `part_of` steps, each current."""
    found = {organisation}
    while (
        more := {
            one.target
            for one in problem.relations
            if one.kind == "part_of" and one.source in found and one.span.current(problem.as_of)
        }
        - found
    ):
        found |= more
    return frozenset(found)


def outside(problem: Problem, peer: Peer) -> bool:
    """The peer has an organisation, and org(p) ∉ H⁺."""
    return bool(peer.organisation) and peer.organisation not in problem.hosts_and_predecessors


@rule("hard")
def current_tie(problem: Problem, peer: Peer) -> bool:
    """org(p) ∈ H⁺, or an `employment`, `governance`, `contract` or `consultancy` interest at some h ∈ H⁺ is current."""
    return peer.organisation in problem.hosts_and_predecessors or has_current_interest(
        problem, peer, "employment", "governance", "contract", "consultancy"
    )


@rule("hard", years=5)
def past_tie(problem: Problem, peer: Peer) -> bool:
    """An `employment` or `governance` interest at some h ∈ H⁺ is past, within 5 years."""
    return has_past_interest(problem, peer, problem.rules["past_tie"]["years"], "employment", "governance")


@rule("review", years=5)
def commercial_tie(problem: Problem, peer: Peer) -> bool:
    """A `contract` or `consultancy` interest at some h ∈ H⁺ is past, within 5 years."""
    return has_past_interest(problem, peer, problem.rules["commercial_tie"]["years"], "contract", "consultancy")


@rule("review", years=5)
def job_application(problem: Problem, peer: Peer) -> bool:
    """A `job_application` at some h ∈ H⁺ is current, or past within 5 years."""
    years = problem.rules["job_application"]["years"]
    return has_current_interest(problem, peer, "job_application") or has_past_interest(
        problem, peer, years, "job_application"
    )


@rule("hard")
def personal_tie(problem: Problem, peer: Peer) -> bool:
    """A `family` or `financial` interest at some h ∈ H⁺ is current."""
    return has_current_interest(problem, peer, "family", "financial")


@rule("review")
def friendship(problem: Problem, peer: Peer) -> bool:
    """A `friendship` interest at some h ∈ H⁺ is current."""
    return has_current_interest(problem, peer, "friendship")


@rule("review")
def same_system(problem: Problem, peer: Peer) -> bool:
    """org(p) ∉ H⁺, and org(p) and some h ∈ H reach a common organisation whose kind is in `kinds`."""
    kinds = {folded(kind) for kind in problem.rules["same_system"]["kinds"]}
    return outside(problem, peer) and any(
        problem.organisation(common).kind in kinds
        for host in problem.hosts
        for common in reached(problem, peer.organisation) & reached(problem, host)
    )


@rule("review")
def shared_leadership(problem: Problem, peer: Peer) -> bool:
    """org(p) ∉ H⁺ has a current `shares_leadership_with` some h ∈ H."""
    return outside(problem, peer) and related(problem, peer.organisation, "shares_leadership_with")


@rule("review")
def neighbour(problem: Problem, peer: Peer) -> bool:
    """org(p) ∉ H⁺ has a current `neighbour_of` some h ∈ H."""
    return outside(problem, peer) and related(problem, peer.organisation, "neighbour_of")


@rule("review", years=5)
def reviewed_host(problem: Problem, peer: Peer) -> bool:
    """An engagement of p at some h ∈ H⁺ is current, or past within 5 years; never in a progress review."""
    if folded(problem.challenge.get("purpose", "challenge")) == "progress_review":
        return False
    return has_engagement(problem, peer, problem.hosts_and_predecessors, problem.rules["reviewed_host"]["years"])


@rule("review", years=3)
def reciprocal_review(problem: Problem, peer: Peer) -> bool:
    """A peer q ≠ p with org(q) ∈ H has an engagement at org(p) that is current, or past within 3 years."""
    years = problem.rules["reciprocal_review"]["years"]
    return bool(peer.organisation) and any(
        has_engagement(problem, other, frozenset({peer.organisation}), years)
        for other in problem.peers.values()
        if other.id != peer.id and other.organisation in problem.hosts
    )


@rule("review")
def declaration(problem: Problem, peer: Peer) -> bool:
    """`declared_on` is blank or more than 365 days before `as_of`; without the column the rule does not apply."""
    if not problem.declarations_given:
        return False
    return peer.declared is None or (problem.as_of - peer.declared).days > 365


def between(problem: Problem, one: Peer, two: Peer, *kinds: str) -> bool:
    """An interest of these kinds between the two peers, declared by either, is current."""
    return any(
        tie.kind in kinds and tie.other == other.id and tie.span.current(problem.as_of)
        for declarer, other in ((one, two), (two, one))
        for tie in problem.interests[declarer.id]
    )


@pair_rule("hard")
def pair_tie(problem: Problem, one: Peer, two: Peer) -> bool:
    """A `family`, `line_management`, `business` or `dispute` interest between the two peers is current."""
    return between(problem, one, two, "family", "line_management", "business", "dispute")


@pair_rule("review")
def pair_friendship(problem: Problem, one: Peer, two: Peer) -> bool:
    """A `friendship` between the two, declared by either, is current."""
    return between(problem, one, two, "friendship")


@lru_cache(maxsize=256)
def findings(problem: Problem) -> dict[str, frozenset[frozenset[str]]]:
    """The peers, or pairs of peers, of every finding by rule; a rule that is `off` is left out."""
    on = {rule for rule in (*RULES, *PAIR_RULES) if folded(problem.rules[rule]["strength"]) != "off"}
    people = problem.peers.values()
    found = {
        name: frozenset(frozenset({peer.id}) for peer in people if fires(problem, peer))
        for name, fires in RULES.items()
        if name in on
    }
    pairs = {
        name: frozenset(frozenset({one.id, two.id}) for one, two in combinations(people, 2) if fires(problem, one, two))
        for name, fires in PAIR_RULES.items()
        if name in on
    }
    return found | pairs


@lru_cache(maxsize=256)
def blocked(problem: Problem, rule: str) -> frozenset[frozenset[str]]:
    """The peers or pairs a rule blocks: hard always, review until waived."""
    found = findings(problem).get(rule, frozenset())
    match folded(problem.rules[rule]["strength"]):
        case "hard":
            return found
        case "review":
            return frozenset(who for who in found if (rule, who) not in problem.waived)
    return frozenset()


@lru_cache(maxsize=256)
def costly(problem: Problem, rule: str) -> frozenset[frozenset[str]]:
    """The peers or pairs a soft rule charges for: those not waived."""
    return frozenset(who for who in findings(problem)[rule] if (rule, who) not in problem.waived)


@lru_cache(maxsize=256)
def is_soft(problem: Problem, rule: str) -> bool:
    """The final strength of a conflict rule is soft."""
    return folded(problem.rules[rule]["strength"]) == "soft"
