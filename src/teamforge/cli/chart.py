"""`teamforge chart`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from teamforge.cli.asking import best_team, kept_in_sight
from teamforge.cli.options import (
    ChallengePath,
    For,
    Names,
    PoolPath,
    Seed,
    TimeLimit,
    option,
    peer_option,
    refuse_without,
)
from teamforge.cli.places import refuse_unwritable
from teamforge.cli.progress import progress
from teamforge.cli.reading import Inputs, known_peers, read_both
from teamforge.cli.statuses import no_team
from teamforge.cli.streams import write
from teamforge.spec.audience import Audience

if TYPE_CHECKING:
    from teamforge.charts import Chart
    from teamforge.search import Progress

_FOR_HOSTS = ("coverage", "windows")

ChartKind = Literal["coverage", "windows", "ledger", "availability", "conflicts", "use"]


def chart(  # noqa: PLR0913 -- an argument an option
    kind: Annotated[
        ChartKind, typer.Argument(metavar="KIND", help="coverage, windows, ledger, availability, conflicts, use.")
    ],
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A file that ends in .svg, .png, .pdf or .html.")],
    seat: Annotated[str | None, option("--seat", "ID", "availability: of this seat alone.")] = None,
    peer: Annotated[
        list[str] | None, peer_option("conflicts: of this peer alone, by id or name; may be repeated.")
    ] = None,
    by: Annotated[
        Literal["role", "region"] | None, typer.Option("--by", show_default="role", help="use: what to group by.")
    ] = None,
    names: Names = False,
    audience: For = Audience.TEAM,
    time_limit: TimeLimit = 60.0,
    seed: Seed = 0,
) -> None:
    """
    Draw a picture of a team, of its dates or of the pool.

    coverage: the scope, theme by member. windows: every valid window, with points and reserves. ledger: where the
    points come from. availability: the candidates as a calendar. conflicts: the paths from peers to the hosts. use:
    who is over- and under-used. Peers are shown by id, or by name with --names. It needs the extra charts: pip install
    'teamforge[charts]'.

    Exit status: 0 a picture; 2 something is wrong with the files; 3 there is no valid team; 4 the time ran out first.

    \b
    Example:
      teamforge chart coverage pool challenge.toml --out coverage.svg
    """  # noqa: D301 -- \b keeps the lines of the example apart
    if audience is Audience.HOST and kind not in _FOR_HOSTS:
        raise typer.BadParameter(f"a host may see {' and '.join(_FOR_HOSTS)} alone", param_hint="--audience")
    refuse_without(seat, "--seat", "availability", given=kind == "availability")
    refuse_without(peer, "--peer", "conflicts", given=kind == "conflicts")
    refuse_without(by, "--by", "use", given=kind == "use")
    try:
        from teamforge import charts
    except ModuleNotFoundError as error:
        raise typer.BadParameter(str(error)) from None
    if out.suffix.removeprefix(".").lower() not in charts.FORMATS:
        raise typer.BadParameter(f"a name that ends in one of {', '.join(charts.FORMATS)}", param_hint="--out")
    refuse_unwritable(out, "--out")
    with progress("reading the files") as say:
        inputs = read_both(pool, challenge)
        if seat is not None and seat not in inputs.challenge.seat_ids:
            raise typer.BadParameter(
                f"no seat has the id {seat!r}; the seats are {', '.join(inputs.challenge.seat_ids)}",
                param_hint="--seat",
            )
        asked = None if peer is None else known_peers(inputs.pool, peer)
        say("drawing")
        with no_team():
            match kind:
                case "availability":
                    drawn = charts.availability(*inputs, seat, names=names)
                case "conflicts":
                    drawn = charts.conflict_graph(*inputs, asked, names=names)
                case "use":
                    drawn = charts.use(inputs.pool, inputs.challenge.as_of, by or "role", names=names)
                case _:
                    drawn = _of_a_search(kind, inputs, audience, (time_limit, seed, say), names=names)
    charts.save(drawn, out)
    write(f"wrote {out}\n")


def _of_a_search(
    kind: str, inputs: Inputs, audience: Audience, how: tuple[float, int, Progress], *, names: bool
) -> Chart:
    from teamforge import charts

    time_limit, _, say = how
    result = best_team(inputs, *how)
    with kept_in_sight(result, names=names):
        if kind == "windows":
            return charts.windows(result.windows(time_limit=time_limit, progress=say), audience)
        return charts.coverage(result, names=names) if kind == "coverage" else charts.ledger(result)
