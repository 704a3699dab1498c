"""Organisations, peers and their availability."""

from __future__ import annotations

from .draft import GROUPS, KINDS, REGIONS, THEMES, Draft, Row, chance, moved


def organisations(draft: Draft) -> None:
    """One or two hosts, at times with predecessors, a system above them, and a few others."""
    rng = draft.rng
    draft.hosts = ["H1", "H2"] if chance(rng, 0.35) else ["H1"]
    draft.ancestors = [["OLD"], ["OLD", "OLDER"], []][rng.choice((0, 1, 2, 2))]
    draft.others = ["A", "B", "C", "D"][: min(rng.choice((2, 3, 4, 4)), 6 - len(draft.hosts) - len(draft.ancestors))]
    host_region = rng.choice((*REGIONS, REGIONS[0], ""))
    for host in draft.hosts:
        region = host_region if chance(rng, 0.7) else rng.choice(("", *REGIONS))
        control = rng.choice((*GROUPS, *GROUPS, "No overall control", ""))
        organisation(draft, host, rng.choice(("county", "unitary", "county", "icb", "")), region, control)
    for other in draft.others:
        region = rng.choice((host_region, *REGIONS, ""))
        organisation(draft, other, rng.choice((*KINDS, "county", "")), region, rng.choice((*GROUPS, "")))
    for ancestor, heir in zip(draft.ancestors, (rng.choice(draft.hosts), "OLD"), strict=False):
        organisation(draft, ancestor, "county", host_region, "")
        end = rng.choice((None, None, moved(draft.as_of, -3000)))
        draft.add("relations", source=ancestor, kind="predecessor_of", target=heir, start=None, end=end)
    system_kind = rng.choice(("icb", "ics", "system", "system", "ccg", "vcs"))
    organisation(draft, "SYS", system_kind, "", "")
    for column in ("name", "region", "political_control"):
        if chance(rng, 0.03):
            drop_column(draft, "organisations", column)


def organisation(draft: Draft, identity: str, kind: str, region: str, control: str) -> None:
    """One row of `organisations`."""
    spelt = draft.spelt
    cells = {"kind": spelt(kind), "region": spelt(region), "political_control": spelt(control)}
    draft.add("organisations", organisation_id=identity, name=f"Organisation {identity}", **cells)


def peers(draft: Draft) -> None:
    """Two peers or so for each seat, some able to take several."""
    rng = draft.rng
    accepted = [list(seat["accepts"]) for seat in draft.seats]
    count = rng.randint(min(9, 2 * len(accepted) + 1), 10)
    if len(accepted) == 7:
        count = rng.randint(8, 10)
    for index in range(count):
        roles = {rng.choice(accepted[index % len(accepted)]).strip().lower()}
        for share in (0.7, 0.15):
            if chance(rng, share):
                roles.add(rng.choice(rng.choice(accepted)).strip().lower())
        if chance(rng, 0.1):
            roles.add("journalist")
        draft.add("peers", peer_id=f"P{index}", name=f"Peer {index}", **peer_cells(draft, sorted(roles)))
    for column in ("name", "trained", "active", "political_group", "challenges_done", "max_per_year", "declared_on"):
        if chance(rng, 0.05):
            drop_column(draft, "peers", column)


def peer_cells(draft: Draft, roles: list[str]) -> Row:
    """The cells of one peer."""
    rng, spelt = draft.rng, draft.spelt
    today = draft.as_of
    organisation_id = rng.choice((*draft.others, *draft.others, *draft.others, ""))
    if chance(rng, 0.03):
        organisation_id = draft.touching_host()
    declared = moved(today, -rng.randint(0, 300))
    if chance(rng, 0.04):
        declared = moved(today, -rng.choice((365, 366)))
    cells = {
        "organisation_id": organisation_id,
        "roles": "; ".join(spelt(role) for role in roles),
        "trained": rng.choice(("yes", "true", "1", "Yes", "TRUE")) if chance(rng, 0.95) else rng.choice(("no", "")),
        "active": rng.choice(("yes", "true", "1", "YES")) if chance(rng, 0.95) else rng.choice(("0", "", "false")),
        "political_group": spelt(rng.choice((*GROUPS, *GROUPS, ""))),
        "challenges_done": rng.choice(("0", "0", "1", "2", "2.0", "3", "", "7")),
        "max_per_year": rng.choice(("", "1", "1", "2", "2", "3", "4")) if chance(rng, 0.985) else "0",
        "declared_on": "" if chance(rng, 0.01) else declared.isoformat(),
        "sex": rng.choice(("F", "M", "F", "M", "")),
        "languages": rng.choice(("Welsh", "Welsh; Urdu", "Urdu", "urdu;WELSH;", "", "")),
    }
    return cells | {f"theme:{theme}": rng.choice(("", "0", "1", "2", "3", "4")) for theme in THEMES}


def drop_column(draft: Draft, table: str, column: str) -> None:
    """Take a column out of a table."""
    for row in draft.tables[table]:
        row.pop(column, None)


def availability(draft: Draft) -> None:
    """Each peer free in one of several ways."""
    rng = draft.rng
    for peer in draft.peers:
        way = rng.random()
        if way < 0.55:
            offer(draft, peer, -40, 40, "available")
        elif way < 0.63:
            offer(draft, peer, -40, 40, "available")
            clash(draft, peer)
        elif way < 0.74:
            some_windows(draft, peer)
        elif way < 0.86:
            clash(draft, peer)
        elif way < 0.95:
            far_away(draft, peer)


def offer(draft: Draft, peer: str, before: int, after: int, status: str) -> None:
    """One row from some days before the first candidate to some days after the last."""
    start, end = moved(min(draft.starts), before), moved(max(draft.starts), after)
    draft.add("availability", peer_id=peer, start=start, end=end, status=draft.spelt(status))


def clash(draft: Draft, peer: str) -> None:
    """Not free on days at the edge of a window, or just beside it."""
    rng = draft.rng
    start, end = draft.window()
    assert start
    assert end
    first, last = rng.choice(
        (
            (end, moved(end, 3)),
            (moved(start, -4), start),
            (moved(end, 1), moved(end, 2)),
            (moved(start, -2), moved(start, -1)),
        )
    )
    status = draft.spelt(rng.choice(("unavailable", "tentative")))
    draft.add("availability", peer_id=peer, start=first, end=last, status=status)


def some_windows(draft: Draft, peer: str) -> None:
    """Free for some windows only, at times in two pieces, at times a day short."""
    rng = draft.rng
    for start in rng.sample(draft.starts, rng.randint(1, len(draft.starts))):
        end = moved(start, draft.days - 1 - (1 if chance(rng, 0.12) else 0))
        if end > start and chance(rng, 0.3):
            draft.add("availability", peer_id=peer, start=start, end=start, status="available")
            draft.add("availability", peer_id=peer, start=moved(start, 1), end=end, status="available")
        else:
            draft.add("availability", peer_id=peer, start=min(start, end), end=end, status=draft.spelt("available"))
    if chance(rng, 0.3):
        clash(draft, peer)


def far_away(draft: Draft, peer: str) -> None:
    """Only known not to be free long after."""
    start = moved(max(draft.starts), 90)
    draft.add("availability", peer_id=peer, start=start, end=moved(start, 5), status="unavailable")


DATES = {"start", "end", "declared_on"}


def spelling(draft: Draft) -> None:
    """Rows in any order; now and then day-first dates, a column in capitals, or no organisations at all."""
    rng = draft.rng
    for name, rows in draft.tables.items():
        rng.shuffle(rows)
        if chance(rng, 0.05):
            for row in rows:
                row.update({column: day_first(row[column]) for column in DATES & row.keys()})
        if name == "peers" and chance(rng, 0.05):
            draft.tables[name] = [{column.upper(): cell for column, cell in row.items()} for row in rows]
    if chance(rng, 0.03):
        draft.tables["organisations"] = []


def day_first(cell: str) -> str:
    """31/01/2027 for 2027-01-31."""
    return "/".join(reversed(cell.split("-"))) if cell else cell
