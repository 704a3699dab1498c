"""The conflicts of interest around a host, as readable paths."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import altair as alt

from teamforge.challenge import Challenge
from teamforge.conflicts import Evidence, Finding, find_conflicts
from teamforge.page.words import counted, dates_in_words, visible
from teamforge.pool import Pool
from teamforge.report.charts.finish import finished
from teamforge.report.charts.style import AMBER, GREY, RED, VIOLET, Chart, Row, data, people, wrapped
from teamforge.report.charts.subjects import pool_and_challenge
from teamforge.result.data import ResultData
from teamforge.spec.rulebook import RULEBOOK

_EFFECTS = {"blocks": RED, "costs": AMBER, "waived": VIOLET}
_DASHES = {"blocks": [1, 0], "costs": [2, 3], "waived": [7, 4]}
_TYPES = {"peers": "circle", "on the way": "square", "host": "diamond"}
_MOST = 60
_NAMED = 2
_COLUMN, _LABEL, _ROW, _LETTERS, _TIE = 320, 270, 46, 38, 56


def conflict_rows(pool: Pool, challenge: Challenge, peers: Collection[str] | None = None) -> list[Row]:
    """
    Return every path from a peer to a host that makes a conflict rule fire.

    Parameters
    ----------
    pool, challenge
        As in `compose`.
    peers
        Only paths from these peer ids; by default from everybody.

    Returns
    -------
    list of mappings
        ``peer_id``, ``rule``, ``effect`` (blocks, costs, waived) and ``path`` in words, by rule and then by peer.
        Findings that lead to no host are left out: pairs of peers, and missing declarations.

    Raises
    ------
    InputError
        If the challenge does not fit the pool.
    KeyError
        If no peer has one of the ids; the message names the closest.
    """
    _, found = _findings(pool, challenge, peers)
    return [
        {"peer_id": finding.peers[0], "rule": finding.rule, "effect": finding.effect, "path": str(path)}
        for finding in found
        for path in finding.evidence
    ]


def _findings(
    pool: Pool, challenge: Challenge, peers: Collection[str] | None
) -> tuple[frozenset[str], tuple[Finding, ...]]:
    """Return the names of the hosts, and the findings that lead to them."""
    found = find_conflicts(pool, challenge)
    hosts = frozenset(found.graph.label(host) for host in found.graph.hosts)
    apart = {*(name for name, rule in RULEBOOK.conflicts.items() if rule.pair), "declaration"}
    return hosts, tuple(finding for finding in found.findings(peers) if finding.rule not in apart)


@dataclass
class _Mark:
    """
    A place on the way from peers to a host; each leads to one other place.

    Parameters
    ----------
    name, tie
        The name of the place, and its tie to the next.
    effect
        The gravest effect on the peers behind it.
    """

    name: str
    tie: str
    effect: str
    behind: dict[tuple[str, ...], _Mark] = field(default_factory=dict)
    peers: dict[str, str] = field(default_factory=dict)
    x: int = 0
    y: float = 0

    @property
    def kind(self) -> str:
        """Whether it stands for peers, for something on the way, or for a host."""
        return "peers" if self.peers else "on the way" if self.tie else "host"

    @property
    def label(self) -> str:
        """The name, or the first few peers."""
        ids = sorted(self.peers)
        more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
        return ", ".join(ids[:_NAMED]) + more if ids else self.name


def _on_paths(found: Iterable[Finding], pool: Pool) -> Iterator[str]:
    """Yield the ids of the peers on some paths: at the start, and on the way."""
    for path in (path for finding in found for path in finding.evidence):
        yield from (each for each in (path.origin, *(step.node for step in path.steps)) if each in pool.peers.position)


def _steps(path: Evidence, hosts: frozenset[str]) -> list[tuple[str, str]]:
    """Return the places of a path up to the first host, each with its tie to the next."""
    places, ties = [path.origin], []
    for step in path.steps:
        ties.append(dates_in_words(step.tie))
        places.append(step.node)
        if step.node in hosts:
            break
    return list(zip(places, [*ties, ""], strict=True))


def _trees(found: Iterable[Finding], hosts: frozenset[str], called: Mapping[str, str]) -> list[_Mark]:
    """Return the paths as trees that grow from the hosts; peers with the same ties share one place."""
    rank = list(_EFFECTS)
    root = _Mark("", "", rank[-1])
    for finding in found:
        for path in finding.evidence:
            steps = _steps(path, hosts)
            node = root
            for name, tie in reversed(steps[1:]):
                node = node.behind.setdefault((name, tie), _Mark(called.get(name, name), tie, finding.effect))
                node.effect = min(node.effect, finding.effect, key=rank.index)
            _, tie = steps[0]
            leaf = node.behind.setdefault(("", tie, finding.effect), _Mark("", tie, finding.effect))
            leaf.peers[called[path.origin]] = finding.rule
    return [root.behind[key] for key in sorted(root.behind)]


def _laid_out(trees: Iterable[_Mark]) -> tuple[list[tuple[_Mark, _Mark | None]], int]:
    """
    Return every node, in its place, with the node it leads to; and how many places of peers are left out.

    Peers stand in rows; other nodes stand amid the peers behind them.
    """
    placed: list[tuple[_Mark, _Mark | None]] = []
    rows = 0

    def place(node: _Mark, towards: _Mark | None, depth: int) -> bool:
        nonlocal rows
        branches = sorted(node.behind.items(), key=lambda item: (bool(item[1].peers), item[0]))
        there = [branch for _, branch in branches if place(branch, node, depth + 1)]
        node.x = depth
        if node.peers:
            node.y, rows = rows, rows + 1
        elif there:
            node.y = sum(branch.y for branch in there) / len(there)
        if there or (node.peers and rows <= _MOST):
            placed.append((node, towards))
            return True
        return False

    for tree in trees:
        place(tree, None, 0)
    return placed, max(0, rows - _MOST)


def conflict_graph(
    pool: Pool | ResultData,
    challenge: Challenge | None = None,
    peers: Collection[str] | None = None,
    *,
    names: bool = False,
) -> Chart:
    """
    Return the conflicts of interest around the hosts: from the peers on the left along each path to a host.

    Peers with the same ties stand together. Pairs of peers and missing declarations are not drawn: they lead to no
    host.

    Parameters
    ----------
    pool, challenge
        As in `compose`; or a result, for its pool and challenge.
    peers
        Only paths from these peer ids, a team's for example; by default from everybody, or the first 60 if there are
        more. The picture shows the details of conflicts: it is not for the host.
    names
        Whether peers are shown by name instead of by id.

    Raises
    ------
    TypeError
        If `pool` is neither a pool nor a result, or the challenge is missing.
    InputError
        If the challenge does not fit the pool.
    KeyError
        If no peer has one of the ids; the message names the closest.

    Examples
    --------
    >>> import teamforge
    >>> pool, challenge = teamforge.load_demo()
    >>> print(conflict_rows(pool, challenge, ["P015"])[0]["path"])
    P015 — works at — Cornwall Council — neighbour of — Plymouth City Council
    """
    pool, challenge = pool_and_challenge(pool, challenge, "conflict_graph")
    hosts, found = _findings(pool, challenge, peers)
    called = people(pool.peers, _on_paths(found, pool), names=names)
    placed, left_out = _laid_out(_trees(found, hosts, called))
    if not placed:
        return _nothing(challenge)
    deepest = max(node.x for node, _ in placed)
    height = int(_ROW * (max(node.y for node, _ in placed) + 1))
    about = {id(node): _about(node, deepest) for node, _ in placed}
    effects = [effect for effect in _EFFECTS if any(node.effect == effect for node, towards in placed if towards)]
    lines: list[Row] = []
    texts: list[Row] = []
    for place, (node, towards) in enumerate(placed):
        texts += _texts(node, about[id(node)])
        if towards is not None:
            lines += _line(place, about[id(node)], about[id(towards)])
    width = _COLUMN * (deepest + 1)
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    tooltips = [alt.Tooltip(name, type="nominal") for name in ("what", "tie", "effect", "rules")]
    colour = alt.Color(
        "effect:N",
        scale=alt.Scale(domain=effects, range=[_EFFECTS[effect] for effect in effects]),
        legend=alt.Legend(title="what follows for the peers", orient="top", symbolType="stroke", symbolStrokeWidth=3),
    )
    dash = alt.StrokeDash("effect:N", scale=alt.Scale(domain=effects, range=[_DASHES[effect] for effect in effects]))
    shape = alt.Shape(
        "kind:N",
        scale=alt.Scale(domain=list(_TYPES), range=list(_TYPES.values())),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    paths = (
        alt.Chart(data(lines))
        .mark_line(strokeWidth=1.5)
        .encode(x=x, y=y, detail="line:N", order="step:O", color=colour, strokeDash=dash)
    )
    points = (
        alt.Chart(data(about.values()))
        .mark_point(filled=True, size=80, opacity=1, color=GREY)
        .encode(x=x, y=y, shape=shape, tooltip=tooltips)
    )
    words = alt.Chart(data(texts)).mark_text(align="left", baseline="alphabetic").encode(x=x, y=y, text="text:N")
    named = words.transform_filter("datum.name")
    ties = words.mark_text(align="left", baseline="alphabetic", fontSize=10, fontStyle="italic")
    ties = ties.transform_filter("!datum.name")
    tied = len({finding.peers[0] for finding in found})
    paths_in_words = "; ".join(f"{row['what']}: {row['tie']}, {row['effect']}" for row in about.values() if row["tie"])
    return finished(
        alt.layer(paths, points, named, ties).properties(width=width, height=height),
        "Conflicts of interest around the hosts",
        [
            f"{_called(challenge)}: {counted(tied, 'peer')} with a path to a host; read from the left, the words",
            "below a line say how what stands on it is tied to what comes next",
            *([f"{left_out:,} more places of peers are not drawn: ask for some peers alone"] if left_out else []),
        ],
        f"Paths from peers to hosts. {paths_in_words}.",
    )


def _about(node: _Mark, deepest: int) -> Row:
    what = ", ".join(sorted(node.peers)) or node.name
    return {
        "x": (deepest - node.x) * _COLUMN,
        "y": node.y * _ROW + _ROW / 2,
        "kind": node.kind,
        "what": visible(what),
        "tie": visible(node.tie),
        "effect": node.effect if node.tie else None,
        "rules": ", ".join(sorted(set(node.peers.values()))) or None,
    }


def _texts(node: _Mark, about: Row) -> Iterator[Row]:
    """Yield the lines of a name, above its line or next to a host, and the tie below."""
    x, y = about["x"], about["y"]
    lines = wrapped(visible(node.label), _LETTERS, 2).split("\n")
    at_host = not node.tie
    for place, line in enumerate(reversed(lines)):
        yield {"x": x + 9, "y": y - 5 - 13 * place + 9 * at_host, "text": line, "name": True}
    if node.tie:
        yield {"x": x + 9, "y": y + 12, "text": wrapped(visible(node.tie), _TIE, 1), "name": False}


def _line(line: int, start: Row, end: Row) -> Iterator[Row]:
    """Yield the corners of a line, which is level below the words."""
    corners = (start["x"], start["y"]), (start["x"] + _LABEL, start["y"]), (end["x"], end["y"])
    for step, (x, y) in enumerate(corners):
        yield {"line": line, "step": step, "x": x, "y": y, "effect": start["effect"]}


def _called(challenge: Challenge) -> str:
    return visible(challenge.title or f"challenge {challenge.id}")


def _nothing(challenge: Challenge) -> Chart:
    words = "no conflict of interest leads to a host"
    text = alt.Chart(data([{"text": words}])).mark_text(fontSize=13).encode(text="text:N")
    chart = alt.layer(text).properties(width=320, height=40)
    return finished(chart, "Conflicts of interest around the hosts", [_called(challenge)], f"There are none: {words}.")
