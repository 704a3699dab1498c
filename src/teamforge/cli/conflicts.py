"""`teamforge conflicts`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

from teamforge.cli.options import ChallengePath, Format, Names, PoolPath, peer_option
from teamforge.cli.progress import progress
from teamforge.cli.reading import known_peers, read_both
from teamforge.cli.showing import refuse_names_for_programs, show
from teamforge.cli.streams import to_stderr

if TYPE_CHECKING:
    from teamforge.conflicts import Conflicts, Finding


def conflicts(
    pool: PoolPath,
    challenge: ChallengePath = None,
    *,
    peer: Annotated[
        list[str] | None, peer_option("Only this peer, by id or name, alone and in pairs; may be repeated.")
    ] = None,
    form: Format = "table",
    names: Names = False,
) -> None:
    """
    List every conflict of interest, with its evidence in words.

    Each shows the peer or pair, the rule, whether it blocks, costs points or was waived, the path from the peer to the
    host, and the rows it comes from.

    \b
    Example:
      teamforge conflicts pool challenge.toml --peer P012
    """  # noqa: D301 -- \b keeps the lines of the example apart
    refuse_names_for_programs(form, names=names)
    with progress("reading the files") as say:
        inputs = read_both(pool, challenge)
        asked = None if peer is None else known_peers(inputs.pool, peer)
        say("finding conflicts of interest")
        from teamforge.conflicts import find_conflicts

        found = _findings(find_conflicts(*inputs), asked)
    from teamforge.report.pages.listings import finding_rows, findings_page

    if form == "csv":
        for warning in inputs.pool.warnings:
            to_stderr(f"warning: {warning}")
    show(
        lambda: {
            "challenge_id": inputs.challenge.id,
            "findings": [finding.to_dict() for finding in found],
            "warnings": list(inputs.pool.warnings),
        },
        lambda: finding_rows(found),
        lambda: findings_page(inputs.challenge, found, inputs.pool.warnings),
        form,
        inputs.pool if names else None,
    )


def _findings(conflicts: Conflicts, asked: Collection[str] | None) -> tuple[Finding, ...]:
    """Return the findings about some peers, and about every pair that includes one of them."""
    if asked is None:
        return conflicts.findings()
    ids, position = conflicts.graph.pool.peers.ids, conflicts.graph.pool.peers.position
    places = {position[peer] for peer in asked}
    partners = set(asked)
    for entries in (entries for found in conflicts.matches.values() for entries in found):
        others = entries.peers if entries.others is None else entries.others
        for pair in zip(entries.peers.tolist(), others.tolist(), strict=True):
            if not places.isdisjoint(pair):
                partners.update(str(ids[place]) for place in pair)
    return tuple(finding for finding in conflicts.findings(partners) if not set(asked).isdisjoint(finding.peers))
