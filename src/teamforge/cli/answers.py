"""The questions about the best team: `teamforge why`, `why-not`, `alternatives`, `windows`, `reserves` and others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from teamforge.cli.asking import best_team, kept_in_sight
from teamforge.cli.options import ChallengePath, For, Format, Names, PoolPath, Seed, TimeLimit, argument, peer_option
from teamforge.cli.progress import progress
from teamforge.cli.project import complete_challenge
from teamforge.cli.reading import known_peers, read_both
from teamforge.cli.showing import Answer, refuse_names_for_programs, show_answer
from teamforge.cli.statuses import no_team, without_team
from teamforge.cli.streams import to_stderr
from teamforge.errors import UnknownError
from teamforge.spec.audience import Audience
from teamforge.spec.status import Status

if TYPE_CHECKING:
    from teamforge.api import Result
    from teamforge.explain.sensitivity import Sensitivity
    from teamforge.explain.trade_off import TradeOffs
    from teamforge.explain.why_not import WhyNot
    from teamforge.search import Progress

Given = TypeVar("Given", bound=Answer)


def _answer(
    paths: tuple[Path, Path | None],
    how: tuple[str, bool, float, int],
    question: Callable[[Result, Progress], Given],
) -> Given:
    """Show and return the answer to a question about the best team."""
    form, names, time_limit, seed = how
    refuse_names_for_programs(form, names=names)
    with progress("reading the files") as say:
        inputs = read_both(*paths)
        say("starting")
        result = best_team(inputs, time_limit, seed, say)
        with no_team(), kept_in_sight(result, names=names):
            answer = question(result, say)
    show_answer(answer, form, inputs.pool if names else None)
    return answer


def why(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    names: Names = False,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Say why the best team is as it is.

    What the best team without each member would lose, who carries which theme, what rests on one person, and how many
    teams are as good.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge why pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    _answer(
        (pool, challenge),
        (form, names, time_limit, seed),
        lambda result, say: result.why(time_limit=time_limit, progress=say),
    )


def why_not(  # noqa: PLR0913 -- an argument an option
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    peer: Annotated[list[str] | None, peer_option("Only this peer, by id or name; may be repeated.")] = None,
    form: Format = "table",
    names: Names = False,
    audience: For = Audience.TEAM,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Say why each peer is on the best team, or is not.

    For a blocked peer: which rule or state blocks them, with the evidence, and what would lift it. For the others: what
    the best team with them would cost in points, on which seat and when; 0 is a tie.

    Exit status: 0 everything is answered; 2 something is wrong with the files; 4 the time ran out first.

    \b
    Example:
      teamforge why-not pool challenge.toml --peer P012
    """  # noqa: D301 -- \b keeps the lines of the example apart

    def question(result: Result, say: Progress) -> WhyNot:
        asked = None if peer is None else known_peers(result.pool, peer)
        answers = result.why_not(asked, time_limit=time_limit, progress=say)
        return answers.for_host() if audience is Audience.HOST else answers

    _answer((pool, challenge), (form, names, time_limit, seed), question)


def alternatives(  # noqa: PLR0913 -- an argument an option
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, help="How many teams.")] = 5,
    min_changes: Annotated[
        int, typer.Option("--min-changes", metavar="N", min=1, help="How many people each team changes at least.")
    ] = 1,
    form: Format = "table",
    names: Names = False,
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
    found = _answer(
        (pool, challenge),
        (form, names, time_limit, seed),
        lambda result, say: result.alternatives(count, min_changes, time_limit=time_limit, progress=say),
    )
    if not found.complete:
        to_stderr("the time ran out before all were found: a longer --time-limit may help")
    if not len(found):
        raise without_team(proved=found.complete)


def windows(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    names: Names = False,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List every valid window with the points of its best team.

    It also shows how many people could step in for any member.

    Exit status: 0 teams; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge windows pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    found = _answer(
        (pool, challenge),
        (form, names, time_limit, seed),
        lambda result, say: result.windows(time_limit=time_limit, progress=say),
    )
    proved = all(each.status in {Status.OPTIMAL, Status.INFEASIBLE} for each in found)
    if not proved:
        to_stderr("the time ran out before every window was proved: a longer --time-limit may help")
    if not any(each.team for each in found):
        raise without_team(proved=proved)


def reserves(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    per_seat: Annotated[
        int, typer.Option("--per-seat", metavar="N", min=1, help="How many reserves for each seat.")
    ] = 3,
    form: Format = "table",
    names: Names = False,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List who could step in on each seat of the best team.

    Everybody else and the dates stay.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge reserves pool challenge.toml --per-seat 2
    """  # noqa: D301 -- \b keeps the lines of the example apart
    _answer((pool, challenge), (form, names, time_limit, seed), lambda result, _say: result.reserves(per_seat=per_seat))


def sensitivity(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    names: Names = False,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Say how far each weight can move before another team is best.

    It also says which team that is.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge sensitivity pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart

    def question(result: Result, say: Progress) -> Sensitivity:
        if result.status is Status.FEASIBLE:
            raise UnknownError("the time ran out before the team was proved to be the best", result.bound)
        return result.sensitivity(time_limit=time_limit, progress=say)

    _answer((pool, challenge), (form, names, time_limit, seed), question)


def trade_off(  # noqa: PLR0913 -- an argument an option
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    first: Annotated[str, typer.Option("--first", metavar="CRITERION", help="Such as coverage.")],
    second: Annotated[str, typer.Option("--second", metavar="CRITERION", help="Such as fresh.")],
    form: Format = "table",
    names: Names = False,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    List the teams that trade one criterion for another.

    Everything else keeps its weight.

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

    _answer((pool, challenge), (form, names, time_limit, seed), question)


def compare(
    pool: PoolPath,
    challenge: Annotated[Path, argument("CHALLENGE", "The first challenge.", autocompletion=complete_challenge)],
    other: Annotated[Path, argument("OTHER", "The second challenge.", autocompletion=complete_challenge)],
    *,
    form: Format = "table",
    names: Names = False,
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
    refuse_names_for_programs(form, names=names)
    with progress("reading the files") as say:
        both = [read_both(pool, each) for each in (challenge, other)]
        first = best_team(both[0], time_limit, seed, say)
        with kept_in_sight(first, names=names):
            second = best_team(both[1], time_limit, seed, say)
            with kept_in_sight(second, names=names):
                found = first.compare(second)
    show_answer(found, form, first.pool if names else None)
    if not first.members and not second.members:
        raise without_team(proved=first.status is second.status is Status.INFEASIBLE)
