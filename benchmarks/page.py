"""
docs/benchmarks.md from the records: no number on it was typed.

    python -m benchmarks.page [RECORDS]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from string import Template

from benchmarks.answers import ANSWERS, QUESTIONS, slowest
from benchmarks.cases import GENERATED, GIVEN, HARD_ONES
from benchmarks.decide import DECIDED, quick_enough
from benchmarks.figures import Figures, phase, proof, result
from benchmarks.hard import HARD
from benchmarks.plan import COMMAND, READ_CSV
from benchmarks.programme import AIMS, latest, latest_again, nearest, open_after
from benchmarks.programme import RESULTS as YEARS
from benchmarks.reach import RECORDS, targets
from benchmarks.records import OURS, Record, read
from benchmarks.rivals import EXACT, RIVALS
from benchmarks.start import COMMANDS, IMPORTS, PHASES, ratio
from benchmarks.year_rivals import RIVAL_YEARS
from benchmarks.year_workers import YEAR_WORKERS

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
"""The page that is committed."""

_PHASES = ("read", "conflicts", "compile", "search", "price", "bound", "finish", "ties", "verify")
_HUNDREDTHS = 1.0
"""From this many seconds on two decimals are enough; below it, three."""
_VERDICT = {True: "yes", False: "**no**", None: "not measured"}
"""Whether a figure was reached, in words."""
_FAIR_UNITS = 40
"""A fair plan was to be found in this many units of work."""
_AGAIN_GAP, _AGAIN_UNITS = 0.0002, 5
"""A plan made again was to have this gap, after this many units of work."""


def page(  # noqa: PLR0913 -- a keyword each
    records: Sequence[Record],
    answers: Sequence[Record],
    name: str,
    *,
    decided: Sequence[Record] = (),
    whole: Sequence[Record] = (),
    years: Sequence[Record] = (),
    other_years: Sequence[Record] = (),
    several: Sequence[Record] = (),
) -> str:
    """
    Return the page in Markdown.

    Parameters
    ----------
    records
        Of one run of the benchmark.
    answers
        Of the answers about a team.
    name
        Where they are, as the page says it.
    decided
        Of the instances that a plain model decides too.
    whole
        Of whole commands.
    years
        Of plans of programmes.
    other_years
        Of plans that rivals made of them.
    several
        Of plans that several processes made.
    """
    figures = Figures(records)
    one = records[0]
    days = sorted({record["date"][:10] for record in records})
    return Template((Path(__file__).parent / "page.md.in").read_text("utf-8")).substitute(
        records_name=f"`{name}`",
        dates=days[0] if len(days) == 1 else f"from {days[0]} to {days[-1]}",
        cores=one["cores"],
        processor=one["processor"],
        python=one["python"],
        versions=", ".join(f"{library} {version}" for library, version in one["versions"].items()),
        commits=", ".join(sorted({f"`{record['commit']}`" for record in records})),
        targets=_targets(figures),
        answers=_answers(answers),
        results=_by_method(figures, result, _seconds),
        proofs=_by_method(figures, proof, _seconds),
        phases=_phases(figures),
        memory=_memory(figures),
        greedy=_greedy(figures),
        hard=_hard(figures),
        command=_command(figures),
        decided=_decided(decided),
        decided_when=_when(decided),
        whole=_whole(whole),
        whole_when=_when(whole),
        imports=_shares(whole, "imports", (*IMPORTS, "others")),
        large_phases=_shares(whole, "phases", ("start", *PHASES, "digest and check")),
        year_aims=_year_aims(years),
        years=_years(years),
        fair_years=_fair_years(years),
        years_again=_years_again(years),
        other_years=_other_years(other_years, years),
        other_years_when=_when(other_years),
        several=_several(several),
        several_when=_when(several),
        years_when=_when(
            [*latest(years, fair=False).values(), *latest(years, fair=True).values(), *latest_again(years).values()]
        ),
    )


def _answers(records: Sequence[Record]) -> str:
    rows = []
    for question in QUESTIONS:
        seconds = slowest(records, question)
        if seconds is not None:
            rows.append((question.asked, f"{question.most:g}", _seconds(seconds), _VERDICT[seconds <= question.most]))
    return _table(("answer", "to be reached, s", "measured, s", "reached"), rows)


def _decided(records: Sequence[Record]) -> str:
    rows = []
    for record in records:
        pair = record["plain"], record["ours"]
        cells = [cell for each in pair for cell in (each["status"], _seconds(each["seconds"]))]
        claims = str(record["ours"]["claimed"] or "–")
        rows.append([f"`{record['case']}`", *cells, claims, "yes" if quick_enough(record) else "**no**"])
    return _table(("instance", "plain", "s", "ours", "s", "windows claimed", "within 3 times and 1 s"), rows)


def _whole(records: Sequence[Record]) -> str:
    rows = [
        [
            f"`{record['case']}`",
            str(len(record["runs"])),
            _seconds(median(record["runs"])),
            f"{ratio(record, records):.2f}",
            f"{median(record['memory']) / 1e6:,.0f}",
            f"{ratio(record, records, 'memory'):.2f}",
        ]
        for record in records
    ]
    return _table(("command", "runs", "s", "of its reference", "MB", "of its reference"), rows)


def _shares(records: Sequence[Record], of: str, names: Sequence[str]) -> str:
    rows = [
        [f"`{record['case']}`", *(f"{record[of][name]:.0%}" for name in names)] for record in records if of in record
    ]
    return _table(("command", *names), rows)


def _year_aims(records: Sequence[Record]) -> str:
    rows = []
    for aim in AIMS:
        cells, known = ("not measured", "–", "–", "–"), None
        if aim[:2] in latest(records, fair=False):
            cells, known = ("no plan by then", "–", "–", "**no**"), nearest(records, aim)
        if known is not None:
            units, gap, run = known
            measured = f"{100 * gap:.2g}% after {units:.1f} units"
            cells = measured, f"{run['effort']:g}", f"`{run['commit']}`", _VERDICT[gap <= aim.gap]
        rows.append((str(aim.challenges), f"{aim.peers:,}", f"{100 * aim.gap:g}% in {aim.units:g} units", *cells))
    head = ("challenges", "peers", "gap to be reached", "measured", "effort", "commit", "reached")
    return _table(head, rows)


def _years(records: Sequence[Record]) -> str:
    rows = [
        (
            *(str(each["challenges"]), f"{each['peers']:,}", f"{each['points']:,}", f"{each['bound']:,}"),
            *(f"{100 * each['gap']:.2g}%", str(each["without_team"]), f"{each['units']:.1f}"),
            *(_seconds(each["unit_seconds"]), _seconds(each["check_seconds"]), str(each["claims"])),
            f"{each['peak_mib']:,}",
        )
        for each in latest(records, fair=False).values()
    ]
    head = (
        "challenges",
        "peers",
        "points",
        "bound",
        "gap",
        "no team",
        "units",
        "s a unit",
        "s to check",
        "claims",
        "MiB",
    )
    return _table(head, sorted(rows, key=lambda row: int(row[0])))


def _fair_years(records: Sequence[Record]) -> str:
    rows = []
    for each in latest(records, fair=True).values():
        loss, bound = each["greatest_loss"], each["greatest_loss_bound"]
        most = bound * 12 // 10 + 300
        reached = _VERDICT[loss <= most and each["units"] <= _FAIR_UNITS]
        rows.append((str(each["challenges"]), f"{loss:,}", f"{bound:,}", f"{most:,}", f"{each['units']:.1f}", reached))
    return _table(("challenges", "greatest loss", "its bound", "to be reached", "units", "reached"), rows)


def _years_again(records: Sequence[Record]) -> str:
    rows = []
    for each in latest_again(records).values():
        units, gap = open_after(each, _AGAIN_UNITS) or (each["units"], each["gap"])
        reached = _VERDICT[gap <= _AGAIN_GAP and units <= _AGAIN_UNITS]
        counts = (each["challenges"], each["dropped_out"], each["changes"], each["before"], each["points"])
        rows.append((*(f"{own:,}" for own in counts), f"{100 * gap:.2g}%", f"{units:.1f}", reached))
    head = ("challenges", "dropped out", "seats changed", "points before", "points", "gap", "units", "reached")
    return _table(head, rows)


def _other_years(records: Sequence[Record], years: Sequence[Record]) -> str:
    """Return a row for each plan of a rival, beside ours of the same programme."""
    rows = []
    ours = latest(years, fair=False)
    for each in records:
        best = ours.get((each["challenges"], each["peers"]))
        below = "–" if best is None else f"{100 * (1 - each['points'] / best['points']):.2f}%"
        none = each["without_team"] == each["challenges"]
        points, below = ("no plan", "–") if none else (f"{each['points']:,}", below)
        size = "–" if each["rows"] is None else f"{each['variables']:,} × {each['rows']:,}"
        proved = "yes" if each["proved"] else "no"
        rows.append(
            (
                *(str(each["challenges"]), each["way"], points, below, str(each["without_team"])),
                *(str(each["broken"]), proved, size, f"{each['units']:.1f}", f"{each['peak_mib']:,}"),
            )
        )
    head = ("challenges", "way", "points", "below ours", "no team", "rules broken", "proved", "model", "units", "MiB")
    return _table(head, rows)


def _several(records: Sequence[Record]) -> str:
    """Return a row for each plan that several processes made, beside the same plan made by one."""
    rows = []
    for each in records:
        alone, shared = each["seconds_alone"], each["of_which_shareable"]
        least = (alone - shared + shared / each["workers"]) / alone
        seconds = f"{alone:.1f}", f"{shared:.1f}", f"{each['seconds']:.1f}"
        ratios = f"{each['seconds'] / alone:.2f}", f"{least:.2f}"
        rows.append((str(each["challenges"]), str(each["workers"]), *seconds, *ratios))
    head = ("challenges", "processes", "one alone, s", "of that can be shared, s", "several, s", "ratio", "at best")
    return _table(head, rows)


def _when(records: Sequence[Record]) -> str:
    """Return when and at which commit records were made."""
    return ", ".join(sorted({f"{record['date'][:10]} at commit `{record['commit']}`" for record in records}))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds >= _HUNDREDTHS else f"{seconds:.3f}"


def _targets(figures: Figures) -> str:
    rows = [(each.size, each.asked, each.figure, _VERDICT[each.reached]) for each in targets(figures)]
    return _table(("size", "to be reached", "measured", "reached"), rows)


def _groups(figures: Figures) -> list[tuple[str, int, str]]:
    """Return the generated sizes and, first of its size, the pool that was given: its name, size and kind."""
    groups = [(f"{size:,}", size, GENERATED) for size in figures.sizes]
    groups += [(f"`{GIVEN}`", size, GIVEN) for size in {record["size"] for record in figures.of(OURS, kind=GIVEN)}]
    return sorted(groups, key=lambda group: (group[1], group[2] == GENERATED))


def _by_method(figures: Figures, measure: Callable[[Record], float], form: Callable[[float], str]) -> str:
    """Return a row a size and a column a method; in the cells the medians of some measure."""
    methods = [method for method in (OURS, *RIVALS) if figures.of(method)]
    rows = [
        [name, *(_cell(figures.of(method, size, kind=kind), measure, form) for method in methods)]
        for name, size, kind in _groups(figures)
    ]
    return _table(("peers", *methods), rows)


def _cell(records: Sequence[Record], measure: Callable[[Record], float], form: Callable[[float], str]) -> str:
    """Return the cell of some records: the median, or how one of them was stopped."""
    stopped = {"time": "stopped at {limit:g} s", "memory": "stopped for memory", "crashed": "crashed"}
    for record in records:
        if record["outcome"] in stopped:
            return stopped[record["outcome"]].format(**record)
    measured = [measure(record) for record in records if record["outcome"] == "done"]
    return form(median(measured)) if measured else "not run"


def _phases(figures: Figures) -> str:
    rows = []
    for name, size, kind in _groups(figures):
        records = figures.finished(OURS, size, kind=kind)
        rows.append([name, *(_seconds(median(phase(record, each) for record in records)) for each in _PHASES)])
    return _table(("peers", *_PHASES), rows)


def _memory(figures: Figures) -> str:
    return _by_method(figures, lambda record: record["peak_memory"] / 1e6, "{:,.0f}".format)


def _greedy(figures: Figures) -> str:
    rows = []
    for name, size, kind in _groups(figures):
        records = figures.finished("greedy", size, kind=kind)
        lost = [
            ours["points"] - record["points"]
            for record in records
            if record["points"] is not None and (ours := figures.beside(OURS, record["case"])) is not None
        ]
        failed = sum(record["points"] is None for record in records)
        worst = f"{max(lost):,}" if lost else "–"
        rows.append([name, str(len(records)), f"{median(lost):,.0f}" if lost else "–", worst, str(failed)])
    return _table(("peers", "challenges", "points lost, median", "at worst", "no team found"), rows)


def _hard(figures: Figures) -> str:
    """Return a row a hard case: what our engine proved, and the seconds of all."""
    methods = [method for method in (OURS, *EXACT) if figures.of(method, kind=HARD_ONES)]
    rows = []
    for ours in figures.of(OURS, kind=HARD_ONES):
        of_case = [[each for each in figures.of(method) if each["case"] == ours["case"]] for method in methods]
        proved = ours["status"] if ours["status"] != "feasible" else f"{ours['points']:,}, at most {ours['bound']:,}"
        words = HARD[ours["case"].split("-")[1]].words
        rows.append([words, f"{ours['size']:,}", proved, *(_cell(records, result, _seconds) for records in of_case)])
    return _table(("what is hard", "peers", "we prove", *methods), rows)


def _command(figures: Figures) -> str:
    rows = []
    for command in figures.finished(COMMAND):
        theirs = figures.beside(READ_CSV, command["case"])
        if theirs is None:
            continue
        cells = [f"{command['size']:,}"]
        for record in (command, theirs):
            cells += [f"{median(record['runs']):.2f}", f"{record['peak_memory'] / 1e6:,.0f}"]
        rows.append(cells)
    return _table(("peers", "command, s", "command, MB", "`read_csv`, s", "`read_csv`, MB"), rows)


def main() -> None:
    """Write the page."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    name = f"benchmarks/results/{path.name}"
    PAGE.write_text(
        page(
            read(path),
            read(ANSWERS),
            name,
            decided=read(DECIDED),
            whole=read(COMMANDS),
            years=read(YEARS),
            other_years=read(RIVAL_YEARS),
            several=read(YEAR_WORKERS),
        ),
        "utf-8",
    )


if __name__ == "__main__":
    main()
