"""
The seeded mutants: a small wrong change each, by the file it is in, the text as it is and as it would be wrong.

Every conflict rule, criterion and rule of a valid team is dropped, and most are loosened or tightened; so are the
search's proofs, the ties, the cliques, the windows, the digest, the warnings, and the verifier's own rules. The mutants
of a rule's own file stand in its test, `tests/rules/test_<rule>.py`. `run.py` applies them one at a time. Where one
survives, a test is missing.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from teamforge.spec.rulebook import RULEBOOK
from tests.mutants.life import LIFE
from tests.mutants.mutant import Mutant, mutants_of
from tests.mutants.programme import PROGRAMME

_RULES = "conflicts/rules/"
_CRITERIA = "problem/criteria/"

_TESTS = (
    import_module(f"tests.rules.{path.stem}") for path in sorted(Path(__file__).parents[1].glob("rules/test_*.py"))
)

MUTANTS: tuple[Mutant, ...] = (
    # What the test of each rule says of its own file.
    *(mutant for test in _TESTS for mutant in getattr(test, "MUTANTS", ())),
    # Conflict rules: each dropped, then loosened or tightened.
    *(
        Mutant(f"{rule} dropped", f"{_RULES}__init__.py", f'    "{rule}": {rule}.find,\n', "")
        for rule in tuple(RULEBOOK.conflicts)
    ),
    *mutants_of(
        f"{_RULES}related_to_host.py",
        ("neighbour: hosts too", "            if node not in graph.lineage:\n", "            if True:\n"),
        ("neighbour: of the lead host alone", "for host in graph.hosts:", "for host in graph.hosts[:1]:"),
    ),
    *mutants_of(
        f"{_RULES}pairs.py",
        ("pairs: begun by now", "table.start <= as_of + CURRENT_DAYS", "table.start <= as_of"),
        ("pairs: for ever", " & (table.end >= as_of)", ""),
        (
            "pairs: blocked by the first declaration alone",
            "np.flatnonzero((table",
            "np.flatnonzero((table.peer < table.other_peer) & (table",
        ),
    ),
    *mutants_of(
        "conflicts/graph.py",
        ("current: a day short at the end", "start <= self.as_of + CURRENT_DAYS", "start < self.as_of + CURRENT_DAYS"),
        ("current: a day short at the beginning", "end >= self.as_of", "end > self.as_of"),
        ("past: a day short", "self.floors[years] <= end", "self.floors[years] < end"),
        ("past: ends today", "<= end < self.as_of", "<= end <= self.as_of"),
        (
            "symmetric relations one way round",
            "(*self.ties.incoming.get(node, ()), *self.ties.outgoing.get(node, ()))",
            "self.ties.incoming.get(node, ())",
        ),
        ("symmetric relations undated", " and self.horizon.current(tie.start, tie.end):", ":"),
        ("proposed engagements count in conflicts", '("done", "confirmed")', '("done", "confirmed", "proposed")'),
        (
            "predecessors of predecessors forgotten",
            "shortest_paths(replaced.back, host)",
            "shortest_paths({host: replaced.back.get(host, {})}, host)",
        ),
        (
            "successors instead of predecessors",
            "shortest_paths(replaced.back, host)",
            "shortest_paths(replaced.onward, host)",
        ),
        ("predecessors of the lead host alone", "    for host in hosts:\n", "    for host in hosts[:1]:\n"),
        ("the longest chain is shown", "len(chain) < len(lineage[node])", "len(chain) > len(lineage[node])"),
        ("part_of undated", "self.horizon)\n\n    def neighbours_by", "None)\n\n    def neighbours_by"),
    ),
    *mutants_of(
        "conflicts/matches.py",
        ("evidence in the wrong row", "graph.pool.peers.row[peer]", "graph.pool.peers.row[peer] + 1"),
    ),
    *mutants_of(
        "spec/catalogue.py",
        ("rest binds the manager", "of_members=True,\n        rest_days=14", "of_members=False,\n        rest_days=14"),
        (
            "the cap binds the manager",
            'of_members=True,\n        to_peer="You have',
            'of_members=False,\n        to_peer="You have',
        ),
    ),
    *mutants_of(
        "spec/rules.py",
        ("review blocks nobody", "in {Strength.HARD, Strength.REVIEW}", "in {Strength.HARD}"),
        ("soft blocks", "in {Strength.HARD, Strength.REVIEW}", "in {Strength.HARD, Strength.REVIEW, Strength.SOFT}"),
        ("hard is waived", "in {Strength.REVIEW, Strength.SOFT}", "in {Strength.REVIEW, Strength.SOFT, Strength.HARD}"),
        ("soft is not waived", "in {Strength.REVIEW, Strength.SOFT}", "in {Strength.REVIEW}"),
        (
            "a host reads of conflicts",
            "    pair: bool = False\n    for_host: bool = False",
            "    pair: bool = False\n    for_host: bool = True",
        ),
    ),
    *mutants_of(
        "conflicts/findings.py",
        ("a challenge of another pool has no conflicts", "    require_fit(pool, challenge)\n", ""),
        (
            "waivers of peers lift nothing",
            "        mask[[places[0] for places in self.waived.get(rule, ())]] = False\n",
            "",
        ),
        (
            "waivers of pairs lift nothing",
            "keep = [tuple(pair) not in waived for pair in pairs.tolist()] if waived else slice(None)",
            "keep = slice(None)",
        ),
        (
            "waivers of pairs in one order",
            "tuple(sorted(pool.peers.position[peer] for peer in named))",
            "tuple(pool.peers.position[peer] for peer in named)",
        ),
        ("a waiver of today is too late", "waiver.on <= challenge.as_of and", "waiver.on < challenge.as_of and"),
        ("a waiver until today is over", "challenge.as_of <= waiver.until)", "challenge.as_of < waiver.until)"),
        (
            "waivers are for ever",
            "waiver.on <= challenge.as_of and (waiver.until is None or challenge.as_of <= waiver.until)",
            "waiver.on <= challenge.as_of",
        ),
        (
            "a progress review is a challenge",
            'never = name == "reviewed_host" and challenge.purpose == "progress_review"',
            "never = False",
        ),
        ("findings of half a pair", "chosen &= among[matches.others]", "chosen |= among[matches.others]"),
    ),
    *mutants_of(
        "conflicts/cliques.py",
        (
            "cliques: a component is a clique",
            "maximal = islice(nx.find_cliques(part), most)",
            "maximal = [list(component)]",
        ),
        ("cliques: pairs lost where cliques meet", "if not edges <= held:", "if not edges & held:"),
        (
            "cliques: pairs lost beyond the first cliques",
            "[*cliques, *sorted(tuple(sorted(edge)) for edge in part.edges)]",
            "cliques",
        ),
    ),
    # Criteria: each dropped, then weighed wrongly.
    *(
        Mutant(f"{name} dropped", f"{_CRITERIA}__init__.py", f'    "{name}": {name}.add,\n', "")
        for name in tuple(RULEBOOK.criteria)
    ),
    *mutants_of(
        "problem/instance.py",
        ("outside_region: of unknown hosts", "known - at_host if at_host else frozenset()", "known - at_host"),
    ),
    *mutants_of(
        "spec/rounding.py",
        ("rounding half down", "(2 * numerator + denominator) //", "(2 * numerator + denominator - 1) //"),
        ("rounding down", "(2 * numerator + denominator) //", "(2 * numerator) //"),
    ),
    # Tallies.
    *mutants_of(
        "problem/tallies.py",
        ("tallies: a cost does not repeat", "beyond = min(0, self.gains[-1]) if self.gains else 0", "beyond = 0"),
        (
            "tallies: a gain repeats",
            "beyond = min(0, self.gains[-1]) if self.gains else 0",
            "beyond = self.gains[-1] if self.gains else 0",
        ),
        ("tallies: a number is a place", "if self.numbers is None:", "if number < len(self):"),
        (
            "tallies: a minimum needs somebody",
            "np.flatnonzero(sizes) if not self.minimum else np.arange(len(self))",
            "np.flatnonzero(sizes)",
        ),
        ("tallies: pairs are too small", "smallest: int = 2", "smallest: int = 3"),
        (
            "restrict: those left out are counted",
            "np.flatnonzero(kept.take(self.members))",
            "np.arange(len(self.members))",
        ),
        (
            "restrict: numbers begin anew",
            "(here if self.numbers is None else self.numbers[here])",
            "here",
        ),
        (
            "restrict: points are not",
            "None if self.points is None else self.points[kept]",
            "None if self.points is None else self.points[: len(kept)]",
        ),
    ),
    *mutants_of(
        "problem/problem.py",
        (
            "seated: the seat stays optional",
            "place == seat or needed for place",
            "needed for place",
        ),
        (
            "seated: others are left for the seat",
            "(self.seat != seat) | (np.arange(len(self)) == candidate)",
            "self.seat >= 0",
        ),
        ("holds: two on a seat", "bool((filled <= 1).all())", "bool((filled <= 2).all())"),
        ("holds: an empty seat", "bool((filled >= np.array(self.required)).all())", "True"),
        ("holds: who cannot serve", "bool(self.serves[places, choice.window].all())", "True"),
        ("holds: a bound broken", "(counts >= tallies.minimum) & (counts <= most)", "counts <= most"),
        (
            "least points: the most of a seat",
            "self.points[self.seat == seat].min(initial=0)",
            "self.points[self.seat == seat].max(initial=0)",
        ),
        (
            "least points: tallies cost nothing",
            "                least += min(len(tallies), touched) * lowest\n",
            "                least += 0 * touched\n",
        ),
        ("score: no constant", " + self.constant\n", "\n"),
    ),
    # A valid team.
    *mutants_of(
        "problem/eligibility.py",
        ("trained dropped", '        "trained": ~pool.peers.trained[peers],\n', ""),
        ("active dropped", '        "active": ~pool.peers.active[peers],\n', ""),
        ("excluded dropped", '        "excluded": excluded(pool, challenge)[peers],\n', ""),
        ("pin dropped", '        "pin": off_pin(pool, challenge, peers, seat),\n', ""),
        ("availability dropped", '        "availability": ~free(instance, peers),\n', ""),
        ("overlap dropped", '        "overlap": overlaps(instance, peers),\n', ""),
        ("outside_region hard dropped", "is Strength.HARD:", "is None:"),
        ("outside_region hard binds the manager", "counts[seat] & at_host", "at_host"),
        ("conflicts do not stop", "and conflicts.blocking(rule):", "and not conflicts.blocking(rule):"),
    ),
    *mutants_of(
        "problem/rules/eligible.py",
        ("the worst role counts", "[max((seat", "[min((seat"),
        ("anybody may hold a seat", "get(role, 0)", "get(role, 1)"),
        ("a pinned peer may sit elsewhere", "other_peer | other_seat", "other_peer"),
        ("a pinned seat takes another", "other_peer | other_seat", "other_seat"),
    ),
    *mutants_of(
        "problem/rules/availability.py",
        (
            "free on any day",
            "(on_days & need == need).all(axis=0)",
            "(on_days & need != 0).any(axis=0)",
        ),
        ("free on the first day", "start + windows.days,", "start + 1,"),
        (
            "the last day of a row is not covered",
            'places_among(days, table.end[rows], "right")',
            "places_among(days, table.end[rows])",
        ),
        ("unavailable rows ignored", "    result &= ~covered(~available)\n", ""),
        ("the unknown are free", '== "busy"', '== "never"'),
        ("only unavailable rows: never free", "    result[:, ~chosen] = ~np.uint64(0)\n", ""),
    ),
    *mutants_of(
        "problem/rules/engagements.py",
        ("rest: a day less", "instance.challenge.rulebook.rest_days)", "instance.challenge.rulebook.rest_days - 1)"),
        (
            "rest dropped",
            "_, sooner, later = _met(instance, peers, instance.challenge.rulebook.rest_days)",
            "_, sooner, later = _met(instance, peers, 0)",
        ),
        ("the window mask is a window too long", "first, past, (len(peers)", "first, past + 1, (len(peers)"),
        ("cap: one more", "booked >= most", "booked > most"),
        ("cap: of every year", "instance.bookings.peer[booked_years == year]", "instance.bookings.peer"),
        (
            "overlap: not on the first day",
            'visits[:, 2]]).astype(np.int64) + days, side="right"',
            'visits[:, 2]]).astype(np.int64) + days, side="left"',
        ),
    ),
    *mutants_of(
        "problem/rules/beside.py",
        ("beside: the other's rest dropped", "rest = visit.challenge.rulebook.rest_days", "rest = 0"),
        ("beside: the other's cap dropped", "near | (full & _is_full(instance, visit))", "near"),
        ("beside: one more team", "teams >= most", "teams > most"),
        ("beside: met there dropped", "own.hosts[0] in _system(instance.pool, visit.challenge)", "False"),
        ("beside: going back dropped", "    back = here >= 0 and", "    back = False and here >= 0 and"),
        ("beside: a waiver lifts nothing", "strength is Strength.REVIEW and not waived", "strength is Strength.REVIEW"),
        ("beside: a full week is open", "        if room <= 0:", "        if room < 0:"),
    ),
    *mutants_of(
        "problem/rules/__init__.py",
        ("one_seat dropped", '    "one_seat": one_seat.add,\n', ""),
        ("first_timers dropped", '    "first_timers": first_timers.add,\n', ""),
        ("pairs dropped", '    "blocked_pairs": conflicts.blocked_pairs,\n', ""),
        ("hard team rules dropped", '    "team_rules": team_rules.hard,\n', ""),
    ),
    *mutants_of(
        "problem/compile.py",
        ("rules left out stay", " if name not in without", ""),
        (
            "soft rules dropped",
            "conflicts.soft_rules(compilation) | team_rules.soft(compilation)",
            "team_rules.soft(compilation)",
        ),
        (
            "soft team rules dropped",
            "conflicts.soft_rules(compilation) | team_rules.soft(compilation)",
            "conflicts.soft_rules(compilation)",
        ),
        (
            "no seat is required",
            "seat.required or seat.id in instance.challenge.pins",
            "seat.id in instance.challenge.pins",
        ),
        ("every seat is required", "tuple(seat.required or seat.id in instance.challenge.pins", "tuple(True"),
        ("a pinned seat may stay empty", "seat.required or seat.id in instance.challenge.pins", "seat.required"),
    ),
    *mutants_of(
        "problem/rules/conflicts.py",
        ("pairs: not with the manager", "groups, everybody, maximum=1)", "groups, compilation.members, maximum=1)"),
        ("soft rules cost the manager", "fires = compilation.members & compilation", "fires = compilation"),
        ("soft pairs cost once a peer", "gains=(0, -cost)", "gains=(-cost,)"),
        ("pairs of one candidate", "left[pairs].all(axis=1)", "left[pairs].all(axis=1) & (pairs[:, 0] > 0)"),
    ),
    # The search and its proofs.
    *mutants_of(
        "search/state.py",
        (
            "a window of one more point is closed",
            "self.ceilings // SCALE >= self.target\n",
            "self.ceilings // SCALE > self.target\n",
        ),
        ("one better is no news", "return self.points + 1 if", "return self.points + 2 if"),
        ("one closed window closes all", "open_[list(self.closed)] = False", "open_[:] &= not self.closed"),
        ("closed windows take other prices", "if window not in self.closed or", "if True or"),
        ("a copy keeps the bounds of another problem", "Bounds]] = field(init=False, ", "Bounds]] = field("),
    ),
    *mutants_of(
        "search/prove.py",
        ("a window without a proof is closed", "    if branched.closure is not None:\n", "    if True:\n"),
        ("a window with no slack is closed", "slack, needed = -1,", "slack, needed = 0,"),
    ),
    *mutants_of(
        "search/tie_break.py",
        (
            "the latest window of equals",
            "np.flatnonzero(state.ceilings // SCALE >= state.points).tolist()",
            "np.flatnonzero(state.ceilings // SCALE >= state.points).tolist()[::-1]",
        ),
    ),
    *mutants_of(
        "search/engine.py",
        (
            "an interrupt between steps loses the team",
            "        if state.budget.interrupted.is_set():\n            raise\n",
            "        raise\n",
        ),
        ("a second interrupt is ignored", "        if state.budget.interrupted.is_set():\n            raise\n", ""),
        ("ties are not broken", "state.proved and state.incumbent is not None:", "state.incumbent is None:"),
        (
            "a proved bound is a point off",
            "None if infeasible else state.ceiling",
            "None if infeasible else state.ceiling + state.proved",
        ),
        ("time out is a proof", "status = Status.FEASIBLE", "status = Status.OPTIMAL"),
        ("no team yet is infeasible", "status, ended = Status.UNKNOWN,", "status, ended = Status.INFEASIBLE,"),
    ),
    *mutants_of(
        "search/bound.py",
        ("prices carried over need not fit", "fitting(new, tuple(grown))", "tuple(grown)"),
        ("totals in 32 bits", "np.cumsum(gains, dtype=np.int64)", "np.cumsum(gains, dtype=np.int32)"),
        ("bound: optional seats lose", "best if required else np.maximum(best, 0)", "best"),
        ("bound: tallies pay nothing", " + sum(paid) + ", " + "),
        (
            "bound: the top of a seat is all of it",
            "        if (best > NEVER).all():\n            return best\n",
            "        return best\n",
        ),
        (
            "fixing drops one too many",
            "<= self.slack(window, target))",
            "< self.slack(window, target))",
        ),
        (
            "fixing keeps the best alone",
            "<= self.slack(window, target))",
            "<= 0)",
        ),
        ("bound: unpriced tallies pay their least", "int(gains.max())", "int(gains.min())"),
        (
            "bound: the first gain alone",
            "most = seats if tallies.maximum is None",
            "most = 1 if tallies.maximum is None",
        ),
        ("bound: prices are not charged", "gains[:, None] - counts", "gains[:, None] + 0 * counts"),
    ),
    Mutant("solver: never stopped", "search/solver.py", "self._wrapper.stop_search()", "pass"),
    *mutants_of(
        "tables/sheet.py",
        ("a range is from its first corner", "max(top, bottom)", "bottom"),
        ("of two values in a cell the last counts", "self.is_strange |= self.has_value", "pass"),
    ),
    Mutant(
        "an event within something else is lost",
        "tables/calendars/lines.py",
        '(value == "VEVENT" and stack[-1].name != "VCALENDAR")',
        "False",
    ),
    *mutants_of(
        "search/totals.py",
        ("totals: a broken minimum is fine", "points[counts < tallies.minimum] = _BROKEN\n", "pass\n"),
        ("totals: a maximum one more", "counts > tallies.maximum", "counts > tallies.maximum + 1"),
        (
            "totals: a candidate brings what they bring alone",
            "self._total[shared], np.arange",
            "0 * self._total[shared], np.arange",
        ),
        ("totals: the most is the least", "steps.max(axis=1, initial=0)", "steps.min(axis=1, initial=0)"),
    ),
    *mutants_of(
        "search/enumerate.py",
        (
            "enumeration: those at the edge of the slack are left out",
            'slack - spent, side="right"',
            'slack - spent, side="left"',
        ),
        (
            "enumeration: an optional seat must be filled",
            "    if not problem.required[seat]:\n",
            "    if False:\n",
        ),
        (
            "enumeration: what just reaches the target is left out",
            "partials_at_once) >= target",
            "partials_at_once) > target",
        ),
        ("enumeration: the first of the equals", "first = int(sums.argmin())", "first = 0"),
        (
            "enumeration: the last piece is forgotten",
            "range(0, len(partials), step)",
            "range(0, len(partials) - 1, step)",
        ),
    ),
    *mutants_of(
        "search/dominance.py",
        (
            "dominance: the worse dominates the better",
            "problem.points[rows][:, None] >= problem.points[rows]",
            "problem.points[rows][:, None] <= problem.points[rows]",
        ),
        ("dominance: tallies that help do not matter", "(lacking == 0) & (burden == 0)", "(burden == 0)"),
        ("dominance: tallies that harm do not matter", "(lacking == 0) & (burden == 0)", "(lacking == 0)"),
        ("dominance: costs do not matter", "dominates &= costs[rows][:, None] <= costs[rows]", "pass"),
        ("dominance: a minimum helps nobody", "tallies.minimum > 0 or gains.max() > 0", "gains.max() > 0"),
        ("dominance: a maximum harms nobody", "least | (tallies.maximum < span)", "least"),
        (
            "dominance: a cost harms nobody",
            "least = np.minimum.accumulate(gains)[span] < 0",
            "least = np.minimum.accumulate(gains)[0 * span] < 0",
        ),
    ),
    *mutants_of(
        "search/queries/unsettled.py",
        (
            "each: no team is some team",
            "NEVER, (self.ceilings - self.tried - 1) // SCALE)",
            "NEVER, self.ceilings - self.tried - 1) // SCALE",
        ),
    ),
    *mutants_of(
        "search/queries/best_with_each.py",
        (
            "each: the first window is enough",
            "tried[rows, batch.window] = np.where(stuck[rows], batch.tried, slack)",
            "tried[rows] = slack",
        ),
        (
            "each: what was tried is no better",
            "(first > self.points[unsettled.candidates]) & (first",
            "(first > self.points[unsettled.candidates] + 1) & (first",
        ),
        (
            "each: the others are left without prices",
            "[(reduced_costs <= slack) & (rows != EMPTY)]",
            "[(reduced_costs <= 0) & (rows != EMPTY)]",
        ),
    ),
    *mutants_of(
        "search/queries/priced_window.py",
        (
            "each: partial teams of the slack before",
            "found[0][found[1] > beyond]",
            "found[0][found[1] >= found[1].max(initial=0)]",
        ),
        (
            "each: an optional seat is never empty",
            "np.where(problem.required, NEVER, 0)",
            "np.where(problem.required, NEVER, NEVER)",
        ),
    ),
    *mutants_of(
        "search/certify.py",
        ("certify: who is let go is split", "if not len(found):", "if False:"),
        (
            "certify: the target of the search",
            "count(bounds.slack(0, self.target))",
            "count(bounds.slack(0, self.target - 1))",
        ),
    ),
    *mutants_of(
        "certificate/teams.py",
        ("teams: points do not matter", "self.points >= other.points and", "True and"),
        ("teams: tallies that help do not matter", "self.helpful >= other.helpful and", "True and"),
        ("teams: tallies that harm do not matter", "and self.harmful <= other.harmful", "and True"),
        ("teams: another seat stands for one", "if kind.seat == seat}", "if True}"),
        ("teams: any seat is left out", "last = able.index(max(able))", "last = 0"),
        (
            "teams: those at the edge of the slack are left out",
            "rows[reduced_costs <= slack]) if",
            "rows[reduced_costs < slack]) if",
        ),
        (
            "teams: partial teams at the edge of the slack are left out",
            'slack - spent, side="right"',
            'slack - spent, side="left"',
        ),
        ("teams: teams cost no work", "            work.spend(len(teams))\n", ""),
        ("teams: as many as there are", "if len(partials) == expected else None", "if True else None"),
        ("teams: nobody brings anything", "in_them * (*tallies.gains_to(1), 0)[0]", "0 * in_them"),
        ("teams: minimums bind too early", "tallies.minimum if whole else 0", "tallies.minimum"),
        ("teams: minimums do not bind", "tallies.minimum if whole else 0", "0"),
        ("teams: tallies are counted by hand alone", "if not touched[members].any():", "if touched[members].any():"),
    ),
    *mutants_of(
        "certificate/check.py",
        ("certificate: any format", "if certificate.format != FORMAT:", "if False:"),
        ("certificate: any relation", "if certificate.relation != proved:", "if False:"),
        ("certificate: any reason", "if window.reason != reason:", "if False:"),
        ("bounds: prices may be any", "abs(price.price) > _LARGEST", "abs(price.price) < 0"),
        ("bounds: windows are taken on trust", "if starts != problem.starts.tolist():", "if False:"),
        ("bounds: a window's bound is as told", "if window.bound != highest:", "if False:"),
        (
            "bounds: a window with the target is closed",
            "if highest is None or highest < self.target:\n            self.proof.by_bound += 1\n            if w",
            "if highest is None or highest <= self.target:\n            self.proof.by_bound += 1\n            if w",
        ),
        (
            "bounds: an open window is none",
            "            self.proof.open.append((window.start, highest))\n            return None",
            "            return None",
        ),
        (
            "bounds: one side is enough",
            "        self._node(start, most, part.fixed(int(np.argmax(this)))[0], split.included)\n",
            "",
        ),
        (
            "bounds: the other side is enough",
            "        self._node(start, most, part.restrict(np.flatnonzero(~this), np.array([0])), split.excluded)\n",
            "",
        ),
        ("bounds: a claim is a proof", "            self.proof.claims.append(Claim(start, len(part), most))\n", ""),
        (
            "bounds: what is too much work is proved",
            "claims.append(Claim(window.start, len(survivors), highest, unchecked=True))",
            "steps += 0",
        ),
        (
            "bounds: a list that is too much work is proved",
            "claims.append(Claim(window.start, left, highest, unchecked=True))",
            "steps += 0",
        ),
        ("bounds: an unchecked window is open to nobody", "elif window.reason is None:", "elif False:"),
        ("bounds: places in tallies cost no work", "+ places // _PRICED)", ")"),
        (
            "bounds: a step costs no work",
            "            self._spend(part)\n            bounds",
            "            bounds",
        ),
        (
            "bounds: teams are not enumerated",
            "if better_team(bounds.problem, *found, self.target, self._work):",
            "if False:",
        ),
    ),
    *mutants_of(
        "certificate/format.py",
        ("certificate: a claim below is no claim", "node.claimed is not None for node in self.nodes()):", "[]):"),
    ),
    *mutants_of(
        "certificate/bounds.py",
        ("bounds: prices are not charged", "total - price * count for count", "total for count"),
        ("bounds: tallies without a price pay nothing", "return free + sum(", "return sum("),
        ("bounds: an optional seat costs", "else max(0, value or 0)", "else value"),
        (
            "bounds: fixing drops one too many",
            "self._values >= least[self.problem.seat]",
            "self._values > least[self.problem.seat]",
        ),
    ),
    *mutants_of(
        "explain/why_not.py",
        ("why not: the first seat is the best", "elif before is None or points > before[0]:", "elif before is None:"),
        ("why not: everybody at a cost is tied", "Verdict.OUTSCORED if cost else Verdict.TIED", "Verdict.TIED"),
        (
            "why not: whoever is blocked is unplaceable",
            "Verdict.BLOCKED if found else Verdict.UNPLACEABLE",
            "Verdict.UNPLACEABLE",
        ),
    ),
    *mutants_of(
        "explain/reasons.py",
        (
            "reasons: a seat that is stopped counts",
            "open_ = pairs if stopped.all() else pairs[~stopped]",
            "open_ = pairs",
        ),
        ("reasons: the manager rests", "if members or rule not in self._eligibility.member_rules", "if True"),
        (
            "reasons: one closed window closes all",
            "if np.any(list(closed.values()), axis=0).all():",
            "if np.any(list(closed.values()), axis=0).any():",
        ),
        (
            "reasons: hard conflicts can be waived",
            "if finding.strength is Strength.REVIEW else None",
            "if True else None",
        ),
    ),
    *mutants_of(
        "records/verification.py",
        ("verification: no seal", 'if record.get("seal") != seal_of(record):', "if False:"),
        ("verification: any status", "if written.status != status:", "if False:"),
        ("verification: any bound", "if written.bound != bound:", "if False:"),
        ("verification: any stop", "if written.stopped not in _STOPS[status] and not of_repair:", "if False:"),
        (
            "verification: broken rules",
            "        if written.team is not None:\n            self.faults +=",
            "        if False:\n            self.faults +=",
        ),
        (
            "verification: of all rows",
            "pool = pool.first_assignments(written.assignments)",
            "pool = pool.first_assignments(99)",
        ),
        ("verification: news of everybody", "if row.peer_id in members and not recorded:", "if not recorded:"),
        ("verification: fields are not compared", "and not same(value, self.record.get(key, 0))", "and False"),
        ("verification: any digest", 'if true["input_digest"] != written.input_digest:', "if False:"),
        (
            "verification: true is one",
            "return json.dumps(value, sort_keys=True) == json.dumps(other, sort_keys=True)",
            "return value == other",
        ),
    ),
    *mutants_of(
        "search/model.py",
        ("model: absent candidates serve", "model.at_most_one([chosen, *absent])", "pass"),
        ("model: absent candidates serve on like seats", "model.at_most_one([chosen, each])", "pass"),
        ("model: no minimum", "        model.limit(count, least=tallies.minimum)\n", "        pass\n"),
        ("model: maximum one more", "most=tallies.maximum)", "most=tallies.maximum + 1)"),
        (
            "model: an optional seat takes two",
            "    else:\n        model.at_most_one(members)\n",
            "",
        ),
        ("model: the free step is none", "free = width", "free = 0"),
        (
            "model: steps are one wide",
            "step = model.variable(width)",
            "step = model.variable()",
        ),
        ("model: an impossible minimum is fine", "        model.never()  #", "        pass  #"),
        (
            "model: windows have no points",
            "model.points.add(model.windows, problem.window_points.tolist())",
            "pass",
        ),
    ),
    *mutants_of(
        "search/relax.py",
        ("prices: loose where only the seats bound", "    if limit == most:\n", "    if limit < 0:\n"),
        ("prices: a minimum has none", "(artificial_cost if place < tallies.minimum else 0)", "0"),
    ),
    *mutants_of(
        "search/ties.py",
        (
            "lots by row",
            "peers = as_bytes(problem.peer_ids, problem.peers[candidates]).tolist()",
            "peers = [str(each).encode() for each in candidates.tolist()]",
        ),
        ("lots without the seed", "{seed}\\x1f{seat}", "{seat}"),
        ("candidates in the order of rows", "candidates[np.lexsort((ids, problem.seat[candidates]))]", "candidates"),
    ),
    *mutants_of(
        "search/solver.py",
        ("the work of CP-SAT is not counted", "budget.share -= run.solved.solver.work", "pass"),
    ),
    *mutants_of(
        "search/budget.py",
        ("interrupts ignored", "self.interrupted.is_set() or self.left <= 0", "self.left <= 0"),
        ("an interrupt is called time", "return Stop.INTERRUPT", "return Stop.TIME"),
        ("work that is spent is called time", "return Stop.EFFORT if self.spent() else Stop.TIME", "return Stop.TIME"),
        ("a time limit below 0 is none left", "(isfinite(seconds) and seconds >= 0)", "isfinite(seconds)"),
    ),
    # Windows and bookings.
    *mutants_of(
        "challenge/windows.py",
        ("bank holidays ignored", "closed = {day_number(day) for day in holidays}", "closed: set[int] = set()"),
        ("weekends: Saturday is fine", "> _SATURDAY:", "> _SATURDAY + 1:"),
        ("avoided: not on its first day", "first <= window[-1]", "first < window[-1]"),
        ("avoided: not on its last day", "start <= last", "start < last"),
        ("lead time: a day more", "elif start < first_start:", "elif start <= first_start:"),
        ("advised: a day more", "valid >= advised_start", "valid > advised_start"),
        ("the latest start is lost", "- on_site.days + 2))", "- on_site.days + 1))"),
        ("holidays to the last start alone", "date_of(possible[-1] + days - 1)", "date_of(possible[-1])"),
        (
            "listed windows in their order, twice",
            "sorted({day_number(start) for start in on_site.windows})",
            "[day_number(start) for start in on_site.windows]",
        ),
    ),
    *mutants_of(
        "spec/dates.py",
        ("29 February becomes 1 March", "day.year - years, day=28)", "day.year - years, month=3, day=1)"),
        ("current: a day more", "CURRENT_DAYS = 365", "CURRENT_DAYS = 366"),
        ("programme years from January", "(months - 3) // 12", "months // 12"),
    ),
    *mutants_of(
        "pool/bookings.py",
        ("cancelled rows count", 'table.status.isin("cancelled") | stale', "stale"),
        ("stale proposals count", 'table.status.isin("cancelled") | stale', 'table.status.isin("cancelled")'),
        ("this challenge's own rows count", "dropped |= table.challenge_id.isin(own)", "pass"),
        ("a proposal from today is stale", "table.start < day_number", "table.start <= day_number"),
        ("the latest start of one engagement", "np.lexsort((start, *key))", "np.lexsort((-start, *key))"),
        ("rows are engagements", "np.any([column[1:] != column[:-1] for column in ordered], axis=0)", "True"),
        ("one engagement for several peers", "code, peer)\n", "code, np.zeros_like(peer))\n"),
    ),
    # The digest.
    *mutants_of(
        "problem/digest.py",
        ("digest: by the order of rows", "order = _order(words)", "order = np.arange(len(words[0]))"),
        ("digest: ids by the order of rows", "order = _order(list(words.T))", "order = np.arange(len(words))"),
        ("digest: the last word left out", "        yield word\n\n    def _ranks", "\n    def _ranks"),
        (
            "digest: values left out",
            "        self._add_texts(words)\n        ranks = np.full",
            "        ranks = np.full",
        ),
        ("digest: levels left out", "            *(peers.levels[theme] for theme in scope.themes),\n", ""),
        (
            "digest: holidays left out",
            "    digest.add(json.dumps([str(day) for day in windows.holidays]))\n",
            "",
        ),
        (
            "digest: roles in their order",
            "_as_sets(column) if any(isinstance(each, tuple) for each in column.values) else column",
            "column",
        ),
    ),
    # The warnings and the notes.
    *mutants_of(
        "problem/warnings.py",
        ("warnings: short notice a day too long", "window.start < challenge.as_of", "window.start <= challenge.as_of"),
        ("warnings: far windows a day too early", "window.end > challenge.as_of", "window.end >= challenge.as_of"),
        ("warnings: bookings elsewhere", "unnamed & at_host & (first < past)", "unnamed & (first < past)"),
        ("warnings: bookings with an id", "unnamed & at_host & (first < past)", "at_host & (first < past)"),
        ("warnings: bookings at any time", "unnamed & at_host & (first < past)", "unnamed & at_host"),
        ("warnings: waivers of the day", "waiver.on < latest", "waiver.on <= latest"),
        ("warnings: pins of the blocked", '        *_found("pins", lambda: _pins(instance, eligibility)),\n', ""),
        ("warnings: preset and purpose", '        *_found("purpose", lambda: _purpose(instance.challenge)),\n', ""),
        ("warnings: refused dates", '        *_found("listed dates", lambda: _refused_dates(instance)),\n', ""),
        (
            "warnings: unknown availability",
            '        *_found("availability", lambda: _unknown_availability(instance)),\n',
            "",
        ),
    ),
    *mutants_of(
        "explain/notes.py",
        ("advice: two candidates will do", "_FEWEST_CANDIDATES = 3", "_FEWEST_CANDIDATES = 2"),
        ("advice: trained or active", "peers.trained & peers.active", "peers.trained | peers.active"),
        ("advice: a day short", "as_of - DAYS > declared", "as_of - DAYS >= declared"),
    ),
    *mutants_of(
        "explain/year_demand.py",
        ("check: time for a visit more", "most = 1 + max(0, days - visit)", "most = 2 + max(0, days - visit)"),
        ("check: a lack of peers is no crowd", "or sum(free.values()) < len(within)", ""),
        ("check: any week will do", "first <= n.first and n.last <= last", "first <= n.first"),
        ("check: wanted by as many as can", "if len(each[2]) > each[3]", "if len(each[2]) >= each[3]"),
        ("check: managers have a yearly limit", "if counts else most", "if True else most"),
    ),
    *mutants_of(
        "problem/shortage.py",
        ("shortage: a place less", "< self.places[person]:", "< self.places[person] - 1:"),
        ("shortage: other empty seats stand alone", "(holding | sharing) - seats", "holding - seats"),
    ),
    # The verifier: blinded, rule by rule.
    *mutants_of(
        "verify/__init__.py",
        *(
            (f"verifier: blind to {rule.partition('.')[2] or rule}", f"    {rule},\n", "")
            for rule in (
                *("rules.window", "rules.peer_twice", "rules.required", "rules.trained", "rules.active"),
                *("rules.eligible", "rules.excluded", "rules.pin", "rules.availability", "rules.overlap"),
                *("rules.rest", "rules.max_per_year", "conflict_violations", "team_rules.first_timers"),
                *("team_rules.outside_region", "team_rules.team_rule"),
            )
        ),
        ("verifier: any points will do", "if points is not None and points != total:", "if points is None:"),
    ),
    *mutants_of(
        "verify/ground.py",
        ("verifier: past a day short", "years)) <= end < self.as_of", "years)) < end < self.as_of"),
        (
            "verifier: hosts without predecessors",
            "frozenset(_closure(self.hosts, start=links.target, step=links.source))",
            "frozenset(self.hosts)",
        ),
    ),
    *mutants_of(
        "verify/case.py",
        ("verifier: rounds down", "(2 * numerator + denominator) //", "(2 * numerator) //"),
    ),
    *mutants_of(
        "verify/ties.py",
        ("verifier: pairs by the first alone", "in ((one, other), (other, one))", "in ((one, other),)"),
    ),
    *mutants_of(
        "search/queries/counting.py",
        ("count: the best team is not counted", "(part, 0) <= slack", "(part, 0) < slack"),
        ("count: more than the cap is exact", "if total > most:", "if total >= most:"),
        ("count: more points only", ">= points).sum()", "> points).sum()"),
    ),
    *mutants_of(
        "search/queries/substitutes.py",
        ("stand-ins: themselves", "& (part.peers != part.peers[candidate])", ""),
        (
            "drop-outs: an empty seat is no way out",
            "empty = Choice(0, partial)\n        if part.holds(empty) and",
            "empty = Choice(0, partial)\n        if False and",
        ),
        ("drop-outs: the worse way out", "part.score(empty) > best.points", "part.score(empty) < best.points"),
    ),
    *mutants_of(
        "search/queries/robust.py",
        ("robust: the best drop-out", "np.maximum(worst[filled]", "np.minimum(worst[filled]"),
        ("robust: the member stands in", "second[which], first[which])", "first[which], first[which])"),
        (
            "robust: an empty seat is no way out",
            "if not self.part.required[seat]:\n            candidates",
            "if False:\n            candidates",
        ),
        ("robust: any points among equals", "least[self.points[least] == self.points[least].max()]", "least"),
    ),
    *mutants_of(
        "explain/why.py",
        ("why: regret with the member", "solved.problem.peers != position", "solved.problem.peers > -1"),
        ("why: themes rest on the aware", "PRACTITIONER = 2", "PRACTITIONER = 1"),
        ("why: two carry it alone", "if len(self.carried_by) == 1 else None", "if self.carried_by else None"),
        ("why: the manager knows too", "if member.seat in counting]", "]"),
    ),
    *mutants_of(
        "forge/repair.py",
        ("repair: any dates", "    if not any_dates:\n        windows", "    if False:\n        windows"),
        ("repair: what is known though pins were lifted", "        return None\n    stops", "        pass\n    stops"),
    ),
    *mutants_of(
        "challenge/history.py",
        ("repair: objections are forgotten", "| dict.fromkeys(answers.objected, OBJECTED)", ""),
        ("repair: who confirmed may go", "{**pins, **stay}", "pins"),
        ("repair: pins of those who left hold", "if peer not in reasons and", "if"),
        ("history: who is out comes back", "out = {row.peer_id: row.reason for row in rows if row.out}", "out = {}"),
        ("history: who confirmed may go", "fixed = {row.seat: row.peer_id for row in confirmed}", "fixed = {}"),
        ("history: confirmed days may move", "    if confirmed:\n        on_site", "    if False:\n        on_site"),
        ("history: a confirmed row wins over an argument", "not (row.live and row.peer_id in dropped) and ", ""),
        (
            "history: a refusal wins over an argument",
            " and not (row.out and row.peer_id in challenge.answers.confirmed)",
            "",
        ),
        ("history: two may have a seat", "for row, expected in clashes(rows)]", "for row, expected in ()]"),
        ("history: any seat will do", "if row.live and row.seat not in challenge.seat_ids:", "if False:"),
    ),
    *mutants_of(
        "pool/columns.py",
        (
            "history: the last row is in force",
            "(np.arange(len(self)), self.on, self.peer",
            "(np.arange(len(self)), self.peer",
        ),
    ),
    *mutants_of(
        "verify/history.py",
        (
            "verify, history: the last row is in force",
            "if key not in found or table.on[row] >= table.on[found[key]]:",
            "if True:",
        ),
        (
            "verify, history: who objected is not out",
            '"declined", "objected", "withdrawn"}',
            '"declined", "withdrawn"}',
        ),
    ),
    *mutants_of(
        "assignments.py",
        ("rows: who goes is not released", '"released" if there.live else there.state', "there.state"),
        ("rows: who stays is proposed again", "stands = last is not None and last.live and", "stands = False and"),
        ("rows: other days are the same", "(last.seat, last.start, last.end) == place", "last.seat == place[0]"),
        ("rows: another seat is the same", "(last.seat, last.start, last.end) == place", "last.start == place[1]"),
        ("rows: who is out may be on the team", "if row.out and peer in members", "if False and peer in members"),
        ("rows: who confirmed may be left out", 'elif row.state == "confirmed" and', "elif False and"),
        ("rows: who said otherwise is still bound", "and peer not in states and members", "and members"),
        ("rows: the team that was is forgotten", "seats.get(peer) or _any_seat", "_any_seat"),
        ("rows: asked on the days of the new team", "asked_on = before or team", "asked_on = team"),
        ("rows: own notes are forgotten", "remark = remarks.get(peer) or note", "remark = note"),
        ("rows: days that people confirmed are forgotten", "next((row.end for row in rows),", "next(iter(()),"),
        ("rows: a plan records its first challenge", "faults += error.faults", "raise"),
        ("rows: a plan leaves out who has no team", "if challenge.id in teams:", "if teams.get(challenge.id):"),
        (
            "rows: who was released stands",
            "if row.live or (row.out and row.start == start)}",
            "if True}",
        ),
    ),
    *mutants_of(
        "pool/assignments/history.py",
        ("rows: two on one seat is fine", "        for row in here[1:]:", "        for row in here[2:]:"),
        ("rows: other days are fine", "if (row.start, row.end) != (live[0].start, live[0].end):", "if False:"),
        (
            "rows: visits that touch do not overlap",
            "one.start <= other.end and other.start <= one.end",
            "one.start < other.end and other.start < one.end",
        ),
        (
            "rows: who is out is on two teams",
            "        if row.live:\n            by_peer",
            "        if True:\n            by_peer",
        ),
        (
            "rows: who had agreed declines",
            'before in {"accepted", "confirmed"} else "declined"',
            'False else "declined"',
        ),
        ("rows: who declined withdraws", 'stays = before in {"declined", "withdrawn"}', "stays = False"),
    ),
    *mutants_of(
        "pool/assignments/adding.py",
        ("rows: older ones are fine", "if key in latest and row.on < latest[key]:", "if False:"),
        ("rows: not two on one day", "row.on < latest[key]:", "row.on <= latest[key]:"),
        ("rows: an old clash stops everybody", "if (row, expected) not in before:", "if True:"),
        ("rows: a blank seat is fine", "        if not text\n", "        if False\n"),
        ("rows: the end may be before the start", "if row.end < row.start:", "if False:"),
    ),
    *mutants_of(
        "pool/assignments/log.py",
        ("rows: written before they are judged", "        found = judged(pool, rows)\n", "        found = pool\n"),
        ("rows: a remark without a column is dropped", "(*_REQUIRED, *used) if name", "_REQUIRED if name"),
    ),
    *mutants_of(
        "records/verification.py",
        (
            "news: of any day",
            "(row.challenge_id, row.seat, row.peer_id, row.start) in proposed",
            "row.peer_id in members",
        ),
    ),
    *mutants_of(
        "pool/bookings.py",
        ("history: who accepted is not booked", '    "accepted": "proposed",\n', ""),
        (
            "history: booked twice",
            "own = np.where(replaced, np.int32(cancelled), booked.status.codes)",
            "own = booked.status.codes",
        ),
    ),
    *mutants_of(
        "explain/sensitivity.py",
        ("sensitivity: 0 is not tried", "range(weight - 1, -1, -1)", "range(weight - 1, 0, -1)"),
        ("sensitivity: 10 is not tried", "range(weight + 1, _HIGHEST + 1)", "range(weight + 1, _HIGHEST)"),
        ("sensitivity: the last good weight is not counted", "            last = weight\n", ""),
        ("sensitivity: the old term", "**self.problem.terms, criterion: term", "criterion: term, **self.problem.terms"),
    ),
    *mutants_of(
        "explain/trade_off.py",
        (
            "trade_off: nothing in the middle",
            "waiting += [(low, middle), (middle, high)]",
            "waiting += [(low, middle)]",
        ),
        (
            "trade_off: the strongest emphasis is shown",
            "key=lambda place: max(EMPHASES[place])",
            "key=lambda place: -max(EMPHASES[place])",
        ),
    ),
    *mutants_of(
        "explain/nearest_change.py",
        ("changes: free though at another challenge", ' & ~closed["overlap"][at]', ""),
        ("changes: rest binds the manager", " & counts[:, None])", ")"),
        ("changes: a level too far", "(levels + more <= TOP_LEVEL)", "(levels + more < TOP_LEVEL)"),
        ("changes: the manager may learn", "rows = rows[counts[problem.seat[rows]]]\n        for theme", "for theme"),
        ("changes: the lightest theme first", "key=lambda theme: (-solved", "key=lambda theme: (solved"),
    ),
    *mutants_of(
        "explain/alternatives.py",
        ("alternatives: one person less", "len(people) - min_changes)", "len(people) - min_changes + 1)"),
    ),
    *mutants_of(
        "explain/reserves.py",
        ("windows: the deepest reserve", "return min(depths, default=0)", "return max(depths, default=0)"),
    ),
    *mutants_of(
        "explain/why_none/core.py",
        ("core: everything stays", "            left = fewer\n", "            pass\n"),
        ("core: rules are never given up", 'if kind == "rule" and (kind, name) not in asked', "if False"),
        ("core: dates to avoid stay", 'if ("dates", "avoid") not in asked:', "if False:"),
        ("core: pairs stay", "conflicts=self.wide.conflicts.without(given_up)", "conflicts=self.wide.conflicts"),
        ("core: states stay", "eligibility.without(given_up).in_windows", "eligibility.in_windows"),
        ("core: a core that holds is shown", " is Status.OPTIMAL:\n        raise", " is None:\n        raise"),
        ("core: an empty core is shown", "if not left and len(asking.wide.windows):", "if False:"),
    ),
    *mutants_of(
        "explain/why_none/funnel.py",
        ("funnel: rest binds the manager", "if counts or rule not in eligibility.member_rules:", "if True:"),
        ("funnel: each rule by itself", "        left = stayed\n", ""),
    ),
    *mutants_of(
        "explain/why_none/shortage.py",
        ("shortage: one seat is enough", "seats = {seat, *(holder[peer] for peer in seen)}", "seats = {seat}"),
        ("shortage: optional seats too", "if needed]", "]"),
    ),
    *mutants_of(
        "explain/why_none/relaxations.py",
        ("relaxations: the loosest step", "best, high = found, middle", "high = middle"),
        (
            "relaxations: the first of the core alone",
            "for ladder in self.ladders[: self.needed]:\n            yield from self._tightest(challenge, ladder)",
            "for ladder in self.ladders[:1]:\n            yield from self._tightest(challenge, ladder)",
        ),
    ),
    *mutants_of(
        "explain/why_none/waivers.py",
        ("waivers: points come first", "declared = most * big_m(problem)", "declared = most"),
        ("waivers: as good as declarations", "waived = declared + big_m(problem)", "waived = declared"),
        ("waivers: declarations are offered with others alone", "frozenset({_RENEWED}))", "None)"),
        (
            "waivers: hard rules too",
            "(rulebook[rule].strength is Strength.REVIEW or",
            "(rulebook[rule].strength is not Strength.SOFT or",
        ),
        (
            "waivers: pairs need none",
            "yield from ((rule, tuple(sorted(str(ids[peer])",
            "yield from () and ((rule, tuple(sorted(str(ids[peer])",
        ),
    ),
    *mutants_of(
        "report/letters/content.py",
        (
            "letters: who agreed is invited again",
            'row.state in {"accepted", "confirmed"}',
            'row.state in {"confirmed"}',
        ),
        (
            "letters: by name always",
            'pool.peers.name_of(peer) if names and peer is not None else ""',
            'pool.peers.name_of(peer) if peer is not None else ""',
        ),
        ("letters: without the day that is given", "day = on or date.today()", "day = date.today()"),
    ),
    *mutants_of(
        "report/sheet/reasons.py",
        ("letters: rules that are off were checked too", "if rule.strength is not Strength.OFF]", "]"),
    ),
    *mutants_of(
        "explain/why_none/causes.py",
        (
            "causes: unheard dates are no dates",
            '"unknown_availability" if unknown and',
            '"unknown_availability" if False and',
        ),
        ("causes: a waiver is not named", "if decided else", "if False else"),
    ),
    *mutants_of(
        "explain/why_none/relaxations.py",
        ("relaxations: the most points alone", '("declaration" not in each.kinds, -each.points', "(0, -each.points"),
    ),
    *mutants_of(
        "explain/why_none/dates.py",
        ("dates: known windows again", "if start not in known", "if start in known"),
        (
            "dates: the farthest first",
            "key=lambda place: (far[place], -place)",
            "key=lambda place: (-far[place], -place)",
        ),
    ),
    *mutants_of(
        "explain/why_none/changes.py",
        ("changes of a challenge: another date to avoid", "if at != place)", "if at == place)"),
    ),
    *mutants_of(
        "result/diagnosis.py",
        (
            "host: waivers that would help",
            "in self.relaxations if each.for_host",
            "in self.relaxations",
        ),
        (
            "host: conflict rules of the core",
            "each.hidden() for each in self.core",
            "each for each in self.core",
        ),
    ),
    *mutants_of(
        "result/counts.py",
        (
            "host: conflict rules of the funnel",
            'rule if rulebook.for_host(rule) else "conflicts of interest": left',
            "rule: left",
        ),
    ),
    # A year under stress.
    *mutants_of(
        "search/queries/mending.py",
        ("repair: who stays is worth nothing", "points[list(held)] = worth", "points[list(held)] = 0"),
        ("repair: filling a seat is free", "dtype=part.seat.dtype)), -worth, 0)", "dtype=part.seat.dtype)), 0, 0)"),
        ("mended: any seats change", "search(keeping(part, here.candidates, empty), ", "search(part, "),
        ("mended: whoever comes first by id", "astype(str), -points))", "astype(str),))"),
        ("mended: no seat stays empty", "if part.holds(here) and", "if False and"),
        ("mended: tallies of the others forgotten", "(*self.problem.rules, *self.more)", "self.problem.rules"),
    ),
    *PROGRAMME,
    *LIFE,
)
"""Every mutant; names are unique."""

FAST = ("rounding half down", "pair_tie: disputes forgotten", "bank holidays ignored")
"""Three whose killing takes no time: they are run with the ordinary tests."""
