"""`reviewed_host` and `reciprocal_review`: who reviewed whom before, or is booked to."""

from __future__ import annotations

import pytest

from tests.world import World

EDGES = {
    "current": (("2020-01-01", "2027-01-11"), ("2028-01-11", "2028-01-13")),
    "too late": (("2028-01-12", "2028-01-13"),),
}


def hosted(start: str, end: str, host: str = "H", status: str = "done", of: str | None = None) -> World:
    """Return the world in which A reviewed a host."""
    return World().peer(at="X").booking("A", start, end, host, status, of)


def returned(start: str, end: str, host: str = "X", status: str = "done", of: str | None = None) -> World:
    """Return the world in which Q of the host reviewed A's organisation."""
    return World().peer(at="X").peer("Q", at="H").booking("Q", start, end, host, status, of)


@pytest.mark.parametrize(
    ("rule", "build", "past", "too_long_ago"),
    [
        ("reviewed_host", hosted, "2022-01-11", "2022-01-10"),
        ("reciprocal_review", returned, "2024-01-11", "2024-01-10"),
    ],
)
def test_dates(rule: str, build: object, past: str, too_long_ago: str) -> None:
    """Current, or ended within five years (three for the reciprocal)."""
    assert callable(build)
    for start, end in (*EDGES["current"], (past, past), ("2020-01-01", past), ("2027-01-08", "2027-01-10")):
        assert build(start, end).fired(rule) == ["A"]
    for start, end in (*EDGES["too late"], (too_long_ago, too_long_ago), ("2020-01-01", too_long_ago)):
        assert build(start, end).fired(rule) == []


@pytest.mark.parametrize(("rule", "build"), [("reviewed_host", hosted), ("reciprocal_review", returned)])
def test_only_done_and_confirmed_count(rule: str, build: object) -> None:
    """Neither cancelled nor proposed ones, nor those of this challenge."""
    assert callable(build)
    days = ("2027-05-03", "2027-05-05")
    host = "H" if rule == "reviewed_host" else "X"
    for status, of, expected in (
        ("done", None, ["A"]),
        ("confirmed", "other", ["A"]),
        ("proposed", None, []),
        ("cancelled", None, []),
        ("confirmed", "this", []),
    ):
        assert expected == build(*days, host, status, of).fired(rule)


def test_reviewed_host_in_words() -> None:
    """The review, and the way from a predecessor to the host."""
    world = hosted("2024-02-05", "2024-02-07", "G").relation("G", "predecessor_of", "H")
    assert world.paths("reviewed_host") == ["A — reviewed 2024-02-05…2024-02-07 — G — predecessor of — H"]
    assert world.sources("reviewed_host") == [[("engagements", 2), ("relations", 2)]]


def test_reviewed_host_elsewhere() -> None:
    """Reviews of others do not count, nor those that others did."""
    world = hosted("2024-02-05", "2024-02-07", "Y").peer("B").booking("B", "2024-02-05", "2024-02-07", "H", "done")
    assert world.fired("reviewed_host") == ["B"]


def test_a_progress_review_may_be_done_by_the_same() -> None:
    """Never when the purpose is a progress review, whatever `rules` says; always otherwise unless it is off."""
    for purpose, strength, expected in (
        ("challenge", "hard", ["A"]),
        ("progress_review", "hard", []),
        ("progress_review", "review", []),
        ("challenge", "off", []),
    ):
        world = World(purpose=purpose, rules={"reviewed_host": {"strength": strength}}).peer()
        assert expected == world.booking("A", "2024-02-05", "2024-02-07", "H", "done").fired("reviewed_host")


def test_reciprocal_review_in_words() -> None:
    """Where the peer works, who of the host was there, when."""
    world = returned("2025-02-03", "2025-02-05")
    assert world.paths("reciprocal_review") == [
        "A — works at — X — reviewed by 2025-02-03…2025-02-05 — Q — works at — H"
    ]
    assert world.sources("reciprocal_review") == [[("peers", 2), ("engagements", 2)]]


def test_reciprocal_review_by_whom() -> None:
    """Q may be untrained or not active, but works at a host, not at a predecessor, and reviewed org(p) itself."""
    days = ("2026-02-03", "2026-02-05", "X", "done")
    for at, expected in (("H", ["A"]), ("I", ["A"]), ("G", []), ("Y", []), (None, [])):
        world = World(hosts=["H", "I"]).peer(at="X").peer("Q", at=at, trained=False, active=False)
        assert expected == world.relation("G", "predecessor_of", "H").booking("Q", *days).fired("reciprocal_review")
    assert returned("2026-02-03", "2026-02-05", "Y").fired("reciprocal_review") == []
    # A review of the host by somebody of a predecessor is known to the graph, and is none of a host's staff.
    world = World().peer(at="H").peer("Q", at="G").relation("G", "predecessor_of", "H")
    assert world.booking("Q", "2026-02-03", "2026-02-05", "H", "done").fired("reciprocal_review") == []


def test_nobody_reviews_themselves() -> None:
    """Q is another than p: of a reviewed host its own reviewer is clear of this rule, their colleagues are not."""
    world = World().peer("Q", at="H").booking("Q", "2026-02-03", "2026-02-05", "H", "done")
    assert world.fired("reciprocal_review") == []
    world = World().peer("Q", at="H").peer("A", at="H").booking("Q", "2026-02-03", "2026-02-05", "H", "done")
    assert world.fired("reciprocal_review") == ["A"]
    world = World().peer("Q", at="H").peer("R", at="H").booking("Q", "2026-02-03", "2026-02-05", "H", "done")
    assert world.booking("R", "2026-02-03", "2026-02-05", "H", "done").fired("reciprocal_review") == ["Q", "R"]
    assert len(world.paths("reciprocal_review")) == 2


def test_independents_have_no_organisation_to_review() -> None:
    """Neither as the reviewed nor as the reviewer."""
    world = World().peer("B").peer("Q", at="H").booking("Q", "2026-02-03", "2026-02-05", "X", "done")
    assert world.fired("reciprocal_review") == []
