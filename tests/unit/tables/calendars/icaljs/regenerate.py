"""Work out `cases.json` with ical.js: `python -m tests.unit.tables.calendars.icaljs.regenerate`, with Node and npm."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.unit.tables.calendars.icaljs import CASES, ical_js
from tests.unit.tables.calendars.icaljs.events import ALIKE, OTHERWISE
from tests.unit.tables.calendars.test_icaljs import FIRST, LAST, file


def main() -> None:
    """Write the days that ical.js finds in each case."""
    cases = ALIKE | {name: events for name, (_, events, _) in OTHERWISE.items()}
    with tempfile.TemporaryDirectory() as folder, ical_js(Path(folder)) as independent:
        found = {name: independent.days(file(*events), FIRST, LAST) for name, events in cases.items()}
    CASES.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
