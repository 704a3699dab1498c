"""An option that would change nothing is refused: whoever gave it meant something by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command

CHART = ("chart", "{pool}", "{challenge}", "--out", "{out}")


@pytest.mark.parametrize(
    ("arguments", "option", "goes_with"),
    [
        (("compose", "{pool}", "{challenge}", "--loss", "100"), "--loss", "--robust"),
        (("generate", "300", "{out}", "--challenges", "20"), "--challenges", "--year"),
        (("chart", "coverage", *CHART[1:], "--seat", "lead_peer"), "--seat", "availability"),
        (("chart", "use", *CHART[1:], "--peer", "P1"), "--peer", "conflicts"),
        (("chart", "conflicts", *CHART[1:], "--by", "region"), "--by", "use"),
    ],
)
def test_an_option_without_what_it_goes_with(
    arguments: tuple[str, ...], option: str, goes_with: str, small: list[str], command: Command, tmp_path: Path
) -> None:
    out = tmp_path / "new.svg"
    pool, challenge = small
    done = command(*(each.format(pool=pool, challenge=challenge, out=out) for each in arguments))
    assert (done.status, done.out) == (2, "")
    assert f"{option}: it goes with {goes_with}" in done.err.replace("'", "")
    assert not out.exists()


def test_a_rate_of_no_role(small: list[str], command: Command) -> None:
    """`=0.1` is not the rate of everybody."""
    done = command("stress", "plan.json", *small, "--rate", "=0.1")
    assert done.status == 2
    assert "neither a share, such as 0.1, nor ROLE=SHARE" in done.err


def test_a_challenge_that_the_history_does_not_know(small: list[str], command: Command) -> None:
    """Nothing to show is a good answer, but a typing mistake is not passed over."""
    done = command("assignments", small[0], "--challenge", "NOSUCH", "--format", "csv")
    assert done.status == 0
    assert len(done.out.splitlines()) == 1
    assert "the history has no row of challenge 'NOSUCH'" in done.err
