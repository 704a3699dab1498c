"""Mutants of the commands of a team's life: propose, answer, repair, assignments, letters, review, sheet."""

from __future__ import annotations

from tests.mutants.mutant import Mutant, mutants_of

LIFE = (
    Mutant(
        "Ctrl-C before the commands has another status", "cli/running.py", "INTERRUPTED\n    except", "OURS\n    except"
    ),
    Mutant("a dropped Ctrl-C is forgotten", "cli/running.py", "if dropped.exc_type is KeyboardInterrupt:", "if False:"),
    *mutants_of(
        "cli/asking.py",
        (
            "what was found is asked about though Ctrl-C ended the search",
            "if result.stopped is Stop.INTERRUPT:",
            "if False:",
        ),
        ("a question that fails loses the team", "if result.window is not None:", "if False:"),
    ),
    Mutant(
        "a robust team that is not found loses the best",
        "cli/compose.py",
        "    try:\n        if robust:\n            result = _robust(result, loss)\n    finally:",
        "    if robust:\n        result = _robust(result, loss)\n    if True:",
    ),
    *mutants_of(
        "assignments.py",
        (
            "rows: the team in the order of the table",
            "key=lambda row: order.get(row.seat, len(order))",
            "key=lambda row: 0",
        ),
    ),
    *mutants_of(
        "cli/propose.py",
        (
            "propose: a result of another challenge",
            'require_same(str(record["challenge_id"]), asked.id, "RESULT")',
            "pass",
        ),
        (
            "propose: a team that is no longer valid",
            "violations(pool, with_answers(asked, team, responses), team)",
            "()",
        ),
    ),
    *mutants_of(
        "cli/answer.py",
        ("answer: --all of nobody", "if everybody is not None and not standing:", "if False:"),
        ("answer: states as typed", "state.strip().casefold()))\n    known", "state))\n    known"),
    ),
    *mutants_of(
        "cli/repair.py",
        ("repair: always recorded", "        if record:\n", "        if True:\n"),
        ("repair: nothing leads to the reason", 'if in_history else ""', 'if False else ""'),
        ("repair: the wrong team", 'require_same(str(record["challenge_id"]), challenge.id, "TEAM")', "pass"),
    ),
    *mutants_of(
        "cli/assignments.py",
        ("assignments: weeks that a visit begins on their Monday alone", "monday_of(row.start)", "row.start"),
        ("assignments: the next week", "monday = monday_of(day)", "monday = day"),
    ),
    *mutants_of(
        "cli/letters.py",
        ("letters: over what is there", "for place in places if place.exists()", "for place in places if False"),
        ("letters: nobody says who gets none", "row.peer_id in members and not row.live", "False"),
    ),
    *mutants_of(
        "cli/review.py",
        ("review: over what is there", "if value.exists():", "if False:"),
        ("review: on today", "if on is None else day_of(on)", ""),
    ),
    *mutants_of(
        "cli/sheet.py",
        ("sheet: who said no since is a reserve", "kept.team is None else no_reserves(", "True else no_reserves("),
        ("sheet: no states of the workbook", "before = read_team(result) if filled_in else None", "before = None"),
    ),
    Mutant(
        "a repaired challenge replaces what is read",
        "cli/places.py",
        ', "challenge_out": "--challenge-out"}',
        "}",
    ),
    Mutant(
        "decisions: days as programs have them",
        "page/words.py",
        '{day.day} {_MONTHS[day.month - 1]} {day.year}"\n\n',
        '{day}"\n\n',
    ),
    *mutants_of(
        "explain/why_none/relaxations.py",
        ("why none: several pins never", " or list(trying.without_pins())", ""),
        (
            "why none: every pin at once",
            "for seat in lifted.copy() if best is not None else ():",
            "for seat in ():",
        ),
    ),
    Mutant(
        "why none: no other days for a yearly limit",
        "explain/why_none/causes.py",
        "if rule not in eligibility.stops and known.remedy is None:",
        "if False:",
    ),
    *mutants_of(
        "records/plan.py",
        (
            "verify: a plan made anew rests on nothing else",
            '(given := plan.parameters.get("replan")) is not None',
            "False",
        ),
        (
            "verify: a plan of few changes is proved",
            "if plan.programme.change_budget is not None:\n        if",
            "if False:\n        if",
        ),
    ),
    Mutant("year: anything is drawn", "report/charts/year.py", 'plan_of(plan, "year")', "plan"),
    Mutant("template: the id of the example", "workbook/template.py", "id=_id_at(name, base), ", ""),
)
"""Every mutant of these commands."""
