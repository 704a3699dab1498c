"""
The seeded mutants of a programme: the planner's rows, the reading of them by the checker of certificates, the verifier.

Each family of rows is dropped, loosened and tightened in the planner; the same rule is in the verifier and the checker.
"""

from __future__ import annotations

from tests.mutants.mutant import Mutant, mutants_of

_ROWS = "forge/programme/rows/"
_CHECKED = "certificate/plan_rows.py"
_VERIFIED = "verify/plan/"
_FAMILIES = ("year", "day", "met_twice", "reciprocal", "per_peer", "per_organisation")
_ALL = f"_FAMILIES = ({', '.join(_FAMILIES)})"

PROGRAMME: tuple[Mutant, ...] = (
    *(
        Mutant(
            f"rows: {name} dropped",
            f"{_ROWS}__init__.py",
            _ALL,
            _ALL.replace(f"{name}, ", "").replace(f", {name})", ")"),
        )
        for name in _FAMILIES
    ),
    *mutants_of(
        f"{_ROWS}year.py",
        (
            "rows: year: one place more",
            "max(0, whole.places(peer, year)), members",
            "1 + whole.places(peer, year), members",
        ),
        (
            "rows: year: every seat counts",
            "each.counts & (each.year == year))\n    return",
            "each.year == year)\n    return",
        ),
        (
            "rows: year: beside others alone",
            "> places + EPSILON:\n                yield _counting",
            "> 99:\n                yield _counting",
        ),
        (
            "rows: year: no others",
            "                yield from _with_others(whole, peer, year, here, places)",
            "                pass",
        ),
    ),
    *mutants_of(
        f"{_ROWS}day.py",
        (
            "rows: day: no rest after",
            "_full(starts, starts, ends + rests, shares)",
            "_full(starts, starts, ends, shares)",
        ),
        ("rows: day: no rest before", "_full(ends, starts - rests, ends, shares)", "_full(ends, starts, ends, shares)"),
        (
            "rows: day: a day more of rest",
            "(day <= each.end + after * each.rest)",
            "(day <= each.end + after * (each.rest + 1))",
        ),
    ),
    *mutants_of(
        f"{_ROWS}met_twice.py",
        ("rows: met_twice: wherever the rule is on", "whole.blocks[other].lead_host in block.system and ", ""),
        ("rows: met_twice: waived or not", ' and block.barring("reviewed_host", peer)', ""),
        ("rows: met_twice: twice", "return Row(key, 1, ", "return Row(key, 2, "),
    ),
    *mutants_of(
        f"{_ROWS}reciprocal.py",
        ("rows: reciprocal: waived or not", ' and block.barring("reciprocal_review", peer)', ""),
        ("rows: reciprocal: any seat", " & (away.problem.seat == seat)", ""),
        ("rows: reciprocal: anybody", "able = from_hosts & ", "able = "),
    ),
    *mutants_of(
        f"{_ROWS}per_peer.py",
        ("rows: per_peer: one more", "Row(key, limit, ", "Row(key, limit + 1, "),
    ),
    *mutants_of(
        f"{_ROWS}per_organisation.py",
        ("rows: per_organisation: one more", "Row(key, limit, ", "Row(key, limit + 1, "),
        ("rows: per_organisation: weeks from Sunday", "_MONDAY = 4", "_MONDAY = 3"),
        ("rows: per_organisation: the first week alone", "(end - _MONDAY) // 7 + 1)", "(start - _MONDAY) // 7 + 1)"),
        (
            "rows: per_organisation: visits, not peers",
            "sum(share for _, share in days.values())",
            "sum(v.share for v in here)",
        ),
    ),
    *mutants_of(
        f"{_ROWS}change.py",
        ("rows: change: one more", "budget - standing.seats, ", "budget + 1 - standing.seats, "),
        ("rows: change: whatever the days", "(problem.starts == start) & (end", "(end"),
        ("rows: change: on any seat", "(problem.peers == peer) & (problem", "(problem.peers == peer) | (problem"),
        ("rows: change: at most", ", sign=-1)", ")"),
    ),
    *mutants_of(
        "forge/programme/blocks.py",
        ("year: what is booked is forgotten", "self.booked.get((peer, year), 0) + self.beside", "self.beside"),
        ("rows: day: rest on every seat", "(counts * block.rest)", "np.full(len(counts), block.rest)"),
        ("year: in the order of the pool", "in_order(problem, np.arange(len(problem)))", "np.arange(len(problem))"),
        (
            "year: a limit within one team is forgotten",
            "alone if limit is None else within",
            "alone if True else within",
        ),
        ("year: nobody must have a team", "confirmed=challenge.id in confirmed)", "confirmed=False)"),
    ),
    *mutants_of(
        "forge/programme/planning.py",
        ("plan: proved whatever it scores", "points == bound and first", "first"),
        ("plan: gave way without proof", "with_team <= points else", "True else"),
        ("plan: costs that are none", "(alone.bound or 0) < -block.without", "(alone.bound or 0) < block.without"),
    ),
    *mutants_of(
        "forge/programme/plan_search.py",
        ("plan: without those who confirmed", "if any(block.confirmed and place not in plan for", "if any(False for"),
        ("plan: lost to a fault", "            return Stop.FAILURE\n", "            raise\n"),
        ("plan: all together whatever it costs", " and left >= together", ""),
        ("plan: never all together", "if all_at_once and not self._done:", "if False:"),
        ("plan: a fault is not said", "            return Stop.FAILURE\n", "            return None\n"),
    ),
    *mutants_of(
        "forge/programme/column_generation.py",
        ("plan: lost to Ctrl-C", "except (KeyboardInterrupt, TimeUpError):", "except TimeUpError:"),
        (
            "plan: lost as it is priced once more",
            """log_failure("plan", error)\n        return""",
            "raise\n        return",
        ),
    ),
    *mutants_of(
        "forge/programme/workers.py",
        ("plan: lost with the processes", "if self.executor is None:\n                raise", "raise"),
    ),
    *mutants_of(
        "forge/programme/fair.py",
        ("fair: teams that lose too much", "serves=serves), least=least)", "serves=serves))"),
        (
            "fair: too few candidates are left",
            "_most_with(block, alone) >= least)",
            "_most_with(block, alone) > least)",
        ),
        (
            "fair: more without a team than there need be",
            "return self.without(plan), self.loss(plan)",
            "return 0, self.loss(plan)",
        ),
        (
            "fair: losses do not matter",
            "self.without(plan), self.loss(plan), -points",
            "self.without(plan), 0, -points",
        ),
        ("fair: a bound for more candidates than it is of", "min(following, limit + 1 +", "max(following, limit + 1 +"),
        (
            "fair: few without a team is proved whatever is",
            "return self.first.generation.bound < worth -",
            "return True or worth -",
        ),
        ("fair: what weights prove is forgotten", "max(self.least, self.weighted.bound)", "self.least"),
        ("fair: lost to a fault", "                stopped = Stop.FAILURE\n", "                raise\n"),
        ("fair: a fault is not said", "                stopped = Stop.FAILURE\n", "                pass\n"),
        ("fair: forced to go without, and counted twice", "without -= block.priority", "without -= 0"),
    ),
    *mutants_of(
        _CHECKED,
        ("checked: year: places that are booked", " - self._booked[peer, year]", ""),
        ("checked: year: as many others as there are", "if len(others) != places or ", "if "),
        (
            "checked: day: rest on every seat",
            "return _of(challenge, peer, on_site, resting)",
            "return _of(challenge, peer, on_site | resting)",
        ),
        ("checked: day: a day more of rest", "(day <= challenge.last + rest)", "(day <= challenge.last + rest + 1)"),
        ("checked: met_twice: whoever it is", "if one is other or not meets:", "if one is other:"),
        ("checked: met_twice: in its own team", "if one is other or not meets:", "if not meets:"),
        ("checked: reciprocal: whatever is off", 'not here.stops("reciprocal_review", str(peer_id))', "False"),
        ("checked: reciprocal: oneself", "hosts) & (away.problem.peers != peer)", "hosts)"),
        ("checked: per_organisation: a peer twice", " or peer in seen:", ":"),
        ("checked: per_organisation: any week", "(day - 4) // 7 != week or ", ""),
        ("checked: per_peer: none where there is none", "if ground.per_peer is None:", "if False:"),
        ("checked: change: a smaller budget", " or budget < ground.budget:", ":"),
    ),
    *mutants_of(
        "certificate/plan_check.py",
        ("checked: prices below nothing", "if any(price < 1 for price in prices) or ", "if "),
        ("checked: a row twice", "if len({(row.kind, row.ids) for row in rows}) < ", "if 0 > "),
        ("checked: any bound", "if certificate.bound != total:", "if False:"),
        ("checked: going without is no choice", "bound if must else max(without, bound)", "bound"),
        ("checked: losses: any bound", "if not 1 <= losses.bound <= least:", "if False:"),
        ("checked: losses: other challenges", "if weighted != [own for own", "if False and [own for own"),
        ("checked: losses: no team alone, not proved", "elif not never.issuperset(", "elif not {*never}.isdisjoint("),
        ("checked: losses: more teams than there are", "(most + losses.cost * fair.without)", "most"),
        (
            "checked: losses: who never has a team",
            "        most -= losses.cost * programme",
            "        most -= 0 * programme",
        ),
        ("checked: fewest: as few are as good", "- cost * (without - 1)", "- cost * without"),
        (
            "checked: charges forgotten",
            "own.problem.priced(priority, charges)",
            "own.problem.priced(priority, 0 * charges)",
        ),
    ),
    *mutants_of(
        f"{_VERIFIED}__init__.py",
        *(
            (f"verified: {name} dropped", f"    {name},\n", "")
            for name in (
                "beside.valid",
                "met_twice.reviewed_host",
                "reciprocal.reciprocal_review",
                "per_organisation.per_organisation",
                "per_peer.per_peer",
                "planned.unknown_challenge",
                "planned.over",
                "planned.confirmed",
            )
        ),
    ),
    *mutants_of(
        f"{_VERIFIED}case.py",
        ("verified: each team by itself", "if visit.challenge.id != challenge_id:", "if False:"),
    ),
    *mutants_of(
        f"{_VERIFIED}met_twice.py",
        ("verified: progress reviews too", 'one.challenge.purpose == "progress_review" or ', ""),
        (
            "verified: the lead host alone",
            "lead_host in case.system(one.challenge.id)",
            "lead_host == one.challenge.hosts[0]",
        ),
    ),
    *mutants_of(
        f"{_VERIFIED}per_organisation.py",
        (
            "verified: visits, not peers",
            "tuple(dict.fromkeys(visit.person.peer_id for visit in visits))",
            "tuple(visit.person.peer_id for visit in visits)",
        ),
    ),
    *mutants_of(
        f"{_VERIFIED}points.py",
        ("verified: priorities of those without alone", "priority[each] * sum(parts", "sum(parts"),
    ),
    *mutants_of(
        "forge/programme/fixed_plan.py",
        ("vacancy: who has left comes back", "[int(problem.peers[left]), *out]", "[int(problem.peers[left])]"),
        (
            "vacancy: the others are forgotten",
            "free_beside(self.year, place, others)",
            "free_beside(self.year, place, [])",
        ),
    ),
    *mutants_of(
        "forge/programme/barred.py",
        ("room: as if nobody were there", "maximum=limit - count", "maximum=limit"),
    ),
    *mutants_of(
        "forge/programme/drop_outs.py",
        (
            "stress: those who are left of a lost team serve elsewhere",
            "if other != place for visit",
            "if other not in {place, *self.lost} for visit",
        ),
        ("stress: the lowest number first", "drawn.append((number / rate,", "drawn.append((number,"),
    ),
    *mutants_of(
        "forge/programme/reserves.py",
        ("reserves: caps of the year forgotten", 'frozenset({"year", "day",', 'frozenset({"day",'),
        ("reserves: overlapping visits", 'frozenset({"year", "day",', 'frozenset({"year",'),
        ("reserves: where they serve already is forgotten", "row.limit - used, members", "row.limit, members"),
        ("reserves: cost before number", "worth = 1 + 2 * sum(", "worth = 1 + 0 * sum("),
        ("reserves: not weighted", "plan.block(seat[0]).priority * each.cost", "each.cost"),
    ),
)
"""Every mutant of a programme."""
