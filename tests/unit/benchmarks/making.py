"""Records as a run would write them, made by hand."""

from __future__ import annotations

from typing import Any

from benchmarks.records import Record

_CIRCUMSTANCES: Record = {
    "date": "2027-01-11T09:00:00+00:00",
    "commit": "abc",
    "cores": 2,
    "processor": "a processor",
    "python": "3.11.7",
    "versions": {"teamforge": "0.1.0", "ortools": "9.15"},
}


def bare(method: str, size: int, *, seed: int | None = 0, **fields: Any) -> dict[str, Any]:
    """Return a record of an optimal team of 7 points, of a generated pool unless `seed` is None."""
    kind = "lga-2200" if seed is None else "generated"
    case = f"generated-{size}-{seed}" if seed is not None else "lga-2200-norfolk"
    found = {
        "outcome": "done",
        "status": "optimal",
        "points": 7,
        "bound": 7,
        "peak_memory": 100_000_000,
        "limit": 600.0,
    }
    return {
        "method": method,
        "case": case,
        "kind": kind,
        "size": size,
        "seed": seed,
        **found,
        **_CIRCUMSTANCES,
        **fields,
    }


def measured(method: str, size: int, *seconds: float, **fields: Any) -> dict[str, Any]:
    """Return such a record whose runs take these seconds from problem to proof, 0.25 s more from pool to result."""
    runs = [
        {"read": 9.0, "conflicts": 0.1, "compile": 0.1, "search": each, "verify": 0.05, "build": each / 4}
        | {"solve": each - each / 4}
        for each in seconds
    ]
    return bare(method, size, runs=runs, inner=[{"price": 0.01}] * len(runs), **fields)
