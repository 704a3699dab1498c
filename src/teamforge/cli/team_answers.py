"""`teamforge why`, `teamforge sensitivity`, `teamforge pareto` and `teamforge compare`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from teamforge.cli.options import ChallengePath, Format, PoolPath, Seed, TimeLimit
from teamforge.cli.progress import progress
from teamforge.cli.reading import read_both
from teamforge.cli.showing import show_answer
from teamforge.cli.streams import tell
from teamforge.errors import InfeasibleError, UnknownError

__all__ = ["compare", "no_team", "pareto", "sensitivity", "why"]

_INFEASIBLE, _UNKNOWN = 3, 4


@contextmanager
def no_team() -> Iterator[None]:
    """End the command with its exit status where there is no team, or the time ran out."""
    try:
        yield
    except (InfeasibleError, UnknownError) as error:
        tell(f"error: {error}")
        raise typer.Exit(_INFEASIBLE if isinstance(error, InfeasibleError) else _UNKNOWN) from None


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
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        from teamforge.explain import why as answer  # noqa: PLC0415 -- OR-Tools is slow to import
        from teamforge.forge import compose  # noqa: PLC0415 -- likewise

        with no_team():
            result = compose(given, wanted, time_limit=time_limit, seed=seed, progress=say)
            found = answer(result, time_limit=time_limit, progress=say)
    from teamforge.report.team_answers import why_page, why_rows  # noqa: PLC0415 -- likewise

    show_answer(found.to_dict(), lambda: why_rows(found), lambda: why_page(found), form)


def sensitivity(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    form: Format = "table",
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Tell how far each weight can move with the team still best.

    And which team takes over where it is not.

    Exit status: 0 a team; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge sensitivity pool challenge.toml
    """  # noqa: D301 -- \b keeps the lines of the example apart
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        from teamforge.explain import sensitivity as answer  # noqa: PLC0415 -- OR-Tools is slow to import
        from teamforge.forge import compose  # noqa: PLC0415 -- likewise

        with no_team():
            result = compose(given, wanted, time_limit=time_limit, seed=seed, progress=say)
            if result.status == "feasible":
                raise UnknownError("the time ran out before the team was proved to be the best", result.bound)
            found = answer(result, time_limit=time_limit, progress=say)
    from teamforge.report.team_answers import sensitivity_page, sensitivity_rows  # noqa: PLC0415 -- likewise

    show_answer(found.to_dict(), lambda: sensitivity_rows(found), lambda: sensitivity_page(found), form)


def pareto(
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
      teamforge pareto pool challenge.toml --first coverage --second fresh
    """  # noqa: D301 -- \b keeps the lines of the example apart
    with progress("reading the files") as say:
        given, wanted = read_both(pool, challenge)
        from teamforge.explain import pareto as answer  # noqa: PLC0415 -- OR-Tools is slow to import

        with no_team():
            try:
                found = answer(given, wanted, first, second, time_limit=time_limit, seed=seed, progress=say)
            except ValueError as error:
                raise typer.BadParameter(str(error), param_hint="--first, --second") from None
    from teamforge.report.team_answers import trade_offs_page, trade_offs_rows  # noqa: PLC0415 -- likewise

    show_answer(found.to_dict(), lambda: trade_offs_rows(found), lambda: trade_offs_page(found), form)


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
        from teamforge.explain import compare as answer  # noqa: PLC0415 -- OR-Tools is slow to import
        from teamforge.forge import compose  # noqa: PLC0415 -- likewise

        results = [compose(*each, time_limit=time_limit, seed=seed, progress=say) for each in both]
        found = answer(*results)
    from teamforge.report.team_answers import comparison_page, comparison_rows  # noqa: PLC0415 -- likewise

    show_answer(found.to_dict(), lambda: comparison_rows(found), lambda: comparison_page(found), form)
    if not any(result.members for result in results):
        raise typer.Exit(_INFEASIBLE if all(result.status == "infeasible" for result in results) else _UNKNOWN)
