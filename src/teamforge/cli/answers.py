"""The questions about the best team: `teamforge why`, `why-not`, `alternatives`, `windows`, `reserves` and others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from teamforge.cli.options import ChallengePath, For, Format, PoolPath, Seed, TimeLimit
from teamforge.cli.progress import progress
from teamforge.cli.reading import known_peers, read_both
from teamforge.cli.showing import Answer, show_answer
from teamforge.cli.streams import to_stderr
from teamforge.errors import InfeasibleError, UnknownError
from teamforge.spec.audience import Audience
from teamforge.spec.status import Stop

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.explain.sensitivity import Sensitivity
    from teamforge.explain.trade_off import TradeOffs
    from teamforge.explain.why_not import WhyNot
    from teamforge.search import Progress

__all__ = ["INFEASIBLE", "QUESTIONS", "UNKNOWN", "no_team"]

INFEASIBLE, UNKNOWN = 3, 4
"""Exit statuses (SPEC.md section 8): proved that there is no team; nothing proved in the time."""

Given = TypeVar("Given", bound=Answer)


@contextmanager
def no_team() -> Iterator[None]:
    """End the command with its exit status where there is no team, or the time ran out."""
    try:
        yield
    except (InfeasibleError, UnknownError) as error:
        hint = "; a longer --time-limit may help" if isinstance(error, UnknownError) else ""
        to_stderr(f"error: {error}{hint}")
        raise typer.Exit(INFEASIBLE if isinstance(error, InfeasibleError) else UNKNOWN) from None


def _ask(
    paths: tuple[Path, Path | None],
    how: tuple[float, int],
    question: Callable[[Result, Progress], Given],
) -> Given:
    """Read the files, compose the best team and return the answer to a question about it."""
    time_limit, seed = how
    with progress("reading the files") as say:
        given, wanted = read_both(*paths)
        say("starting")
        from teamforge.api import compose

        with no_team():
            result = compose(given, wanted, time_limit=time_limit, seed=seed, progress=say)
            if result.stopped is Stop.INTERRUPT:
                raise KeyboardInterrupt
            return question(result, say)


def why(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Say why the best team is as it is.

    What the best team without each member would lose, who carries which theme and what rests on one person, and how
    many teams are as good.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge why pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    found = _ask(
        (pool, challenge), (time_limit, seed), lambda result, say: result.why(time_limit=time_limit, progress=say)
    )
    show_answer(found, form)


def why_not(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    peer: Annotated[
        list[str] | None,
        typer.Option("--peer", metavar="ID", help="Only this peer; may be repeated."),
    ] = None,
    form: Format = "table",
    audience: For = Audience.TEAM,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Say why each peer is on the best team, or is not.

    For a peer who is blocked: by which rule or state, with the evidence, and what would lift it. For the others: what
    the best team with them would cost in points, on which seat and when; 0 is a tie.

    Exit status: 0 everything is answered; 2 something is wrong with the files; 4 the time ran out first.

    \b
    Example:
      teamforge why-not pool challenge.toml --peer P012
    """  # noqa: D301 -- \b keeps the lines of the example apart

    def question(result: Result, say: Progress) -> WhyNot:
        asked = None if peer is None else known_peers(result.pool, peer)
        return result.why_not(asked, time_limit=time_limit, progress=say)

    answers = _ask((pool, challenge), (time_limit, seed), question)
    show_answer(answers.for_host() if audience is Audience.HOST else answers, form)


def alternatives(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, help="How many teams.")] = 5,
    min_changes: Annotated[
        int,
        typer.Option("--min-changes", metavar="N", min=1, help="How many people each team changes at least."),
    ] = 1,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List the best teams, each with other people.

    Each team differs from every one before it in at least --min-changes people.

    Exit status: 0 teams; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge alternatives pool challenge.toml --count 3 --min-changes 2
    """  # noqa: D301 -- \b keeps the lines of the example apart
    found = _ask(
        (pool, challenge),
        (time_limit, seed),
        lambda result, say: result.alternatives(count, min_changes, time_limit=time_limit, progress=say),
    )
    show_answer(found, form)
    if not found.complete:
        to_stderr("the time ran out before all were found: a longer --time-limit may help")
    if not len(found):
        raise typer.Exit(INFEASIBLE if found.complete else UNKNOWN)


def windows(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List every valid window with the points of its best team.

    Beside it stands how many people could step in for any member.

    Exit status: 0 teams; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge windows pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    found = _ask(
        (pool, challenge), (time_limit, seed), lambda result, say: result.windows(time_limit=time_limit, progress=say)
    )
    show_answer(found, form)
    proved = all(each.status in {"optimal", "infeasible"} for each in found)
    if not proved:
        to_stderr("the time ran out before every window was proved: a longer --time-limit may help")
    if not any(each.team for each in found):
        raise typer.Exit(INFEASIBLE if proved else UNKNOWN)


def reserves(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    per_seat: Annotated[
        int, typer.Option("--per-seat", metavar="N", min=1, help="How many reserves for each seat.")
    ] = 3,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List who could step in on each seat of the best team.

    Everybody else and the dates are kept.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge reserves pool challenge.toml --per-seat 2
    """  # noqa: D301 -- \b keeps the lines of the example apart
    found = _ask((pool, challenge), (time_limit, seed), lambda result, _say: result.reserves(per_seat=per_seat))
    show_answer(found, form)


def sensitivity(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Say how far each weight can move before another team is best.

    And which team that is.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge sensitivity pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart

    def question(result: Result, say: Progress) -> Sensitivity:
        if result.status == "feasible":
            raise UnknownError("the time ran out before the team was proved to be the best", result.bound)
        return result.sensitivity(time_limit=time_limit, progress=say)

    show_answer(_ask((pool, challenge), (time_limit, seed), question), form)


def trade_off(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    first: Annotated[str, typer.Option("--first", metavar="CRITERION", help="Such as coverage.")],
    second: Annotated[str, typer.Option("--second", metavar="CRITERION", help="Such as fresh.")],
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List the teams that trade one criterion for another.

    Everything else is kept at its weight.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge trade-off pool challenge.toml --first coverage --second fresh
    """  # noqa: D301 -- \b keeps the lines of the example apart

    def question(result: Result, say: Progress) -> TradeOffs:
        try:
            return result.trade_off(first, second, time_limit=time_limit, progress=say)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--first, --second") from None

    show_answer(_ask((pool, challenge), (time_limit, seed), question), form)


def compare(
    pool: PoolPath,
    challenge: Annotated[Path, typer.Argument(metavar="CHALLENGE", help="The first challenge.", show_default=False)],
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="The second challenge.", show_default=False)],
    *,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Compare the best teams of two challenges.

    By people, by criteria, and by who carries which theme.

    \b
    Example:
      teamforge compare pool challenge.toml what-if.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    with progress("reading the files") as say:
        both = [read_both(pool, each) for each in (challenge, other)]
        from teamforge.api import compose

        first, second = (compose(*each, time_limit=time_limit, seed=seed, progress=say) for each in both)
        found = first.compare(second)
    show_answer(found, form)
    if not first.members and not second.members:
        raise typer.Exit(INFEASIBLE if first.status == second.status == "infeasible" else UNKNOWN)


QUESTIONS = (why, why_not, alternatives, windows, sensitivity, trade_off, compare, reserves)
"""The commands of this module, in the order in which `teamforge --help` lists them."""
