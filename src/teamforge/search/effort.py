"""How much work each step of the search does before the next step takes over."""

from __future__ import annotations

from dataclasses import dataclass

from teamforge.search.bound import SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """
    How much work each step does before the next step takes over.

    No value changes which team is best or what may be claimed about it: a later step closes what an earlier one leaves
    open, and CP-SAT comes last. The values decide how long that takes, and how much of the proof rests on CP-SAT.

    Parameters
    ----------
    first_columns
        Pricing starts from this many candidates of each seat.
    more_columns
        A round of pricing adds at most this many candidates of each seat.
    rounds
        Pricing of one window takes at most this many rounds.
    relaxed_whole
        In branching, a relaxation of up to this many candidates has all of them from the start.
    partial_teams
        At most this many partial teams near a bound are enumerated.
    first_slack
        Enumeration begins with teams within this slack, in units of 1/`SCALE` point; then within four times that, and
        so on.
    few_candidates
        If known prices leave at most this many candidates in a window, its teams are enumerated before it is priced
        anew.
    enumerated_candidates
        With more candidates than this, nothing is enumerated.
    enumerated_entries
        With more members of all tallies than this, nothing is enumerated.
    table_cells
        No table of candidates × tallies has more cells than this.
    teams
        At most this many teams are enumerated.
    teams_at_once, partials_at_once
        This many teams, and partial teams, are held in memory at once.
    nodes_to_find
        Branching solves at most this many relaxations to find a good team.
    nodes_to_close
        Branching solves at most this many relaxations to close what is left of a window.
    pricing_work, branching_work
        Pricing of one window, and branching, end after relaxations of this size: candidates, rows and entries.
    first_turn
        After relaxations of this size, CP-SAT has its first turn on everything that is left.
    large_relaxation
        Before a single relaxation of this size, CP-SAT has its first turn at once if no team is known.
    early_turn
        In a window at least this large, CP-SAT has a turn before branching if no team is known.
    first_share
        How much CP-SAT may do in its first turn, in its deterministic time; later turns may do more.
    turn_candidates
        CP-SAT has no turn on more candidates than this.
    tied_candidates
        CP-SAT breaks ties among at most this many candidates; among more, a search with lots for points does.
    tied_work, tied_share
        The most work of relaxations, and of CP-SAT in its deterministic time, for breaking all ties of a result. When
        either is spent the result stays proved, and says that its ties are not broken.
    shared_partials
        The best team with each candidate is sought among at most this many partial teams of a seat and window.
    each_slack
        That search begins with partial teams within this slack; then within twice that, and so on.
    each_nodes
        Branching solves at most this many relaxations for one candidate and window.
    near_windows
        Duals are averaged in windows whose bound is at most this far below the highest.
    windows_beside
        New prices of a window are tried in this many other windows.
    counted_partials
        Teams are counted among at most this many partial teams of a window.
    counted_at_once
        This many of these partial teams are held in memory at once.
    """

    first_columns: int = 15
    more_columns: int = 8
    rounds: int = 40
    relaxed_whole: int = 300
    partial_teams: int = 50_000
    first_slack: int = 8 * SCALE
    few_candidates: int = 100
    enumerated_candidates: int = 100_000
    enumerated_entries: int = 20_000
    table_cells: int = 20_000_000
    teams: int = 5_000_000
    teams_at_once: int = 1 << 20
    partials_at_once: int = 1 << 13
    nodes_to_find: int = 25
    nodes_to_close: int = 150
    pricing_work: int = 60_000
    branching_work: int = 30_000
    first_turn: int = 100_000
    large_relaxation: int = 30_000
    early_turn: int = 2_000
    first_share: float = 1.0
    turn_candidates: int = 20_000
    tied_candidates: int = 400
    tied_work: int = 3_000_000
    tied_share: float = 30.0
    shared_partials: int = 2_000
    each_slack: int = 16 * SCALE
    each_nodes: int = 200
    near_windows: int = 300 * SCALE
    windows_beside: int = 8
    counted_partials: int = 100_000
    counted_at_once: int = 1 << 12


DEFAULT_EFFORT = Effort()
