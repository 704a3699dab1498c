"""What the page has read is read again once a file has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from teamforge.app.opened import copy_example
from tests.unit.app.conftest import desk_of

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize("name", ["calendars", "Calendars"])
def test_a_calendar_that_has_changed_is_read_again(tmp_path: Path, name: str) -> None:
    """Whatever the case of the folder's name, as every reader finds it."""
    copy_example(tmp_path)
    (tmp_path / "pool" / name).mkdir()
    calendar = tmp_path / "pool" / name / "P001.ics"
    calendar.write_text(CALENDAR, encoding="utf-8")
    files = desk_of(tmp_path).files
    first = files.now()
    assert files.now() is first
    calendar.write_text(CALENDAR.replace("x", "another"), encoding="utf-8")
    assert files.now() is not first
