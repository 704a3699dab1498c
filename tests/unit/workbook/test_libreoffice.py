"""The workbooks in LibreOffice: they open, keep their drop-down lists, and mean the same once saved from there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import teamforge
import teamforge.records
import teamforge.workbook
from teamforge.challenge.windows import find_windows
from teamforge.problem.digest import input_digest
from teamforge.workbook.team import team_workbook
from teamforge.workbook.untouched import is_untouched

from .package import MAIN, formulas_of, parts_of, sheet_part


@pytest.fixture(scope="module", name="saved")
def saved_from_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the template and a team as LibreOffice saves them, and as pages; `written` has the originals."""
    program = shutil.which("soffice") or ""
    if not program:
        reason = "LibreOffice is absent: apt-get install --no-install-recommends libreoffice-calc, as .ci/run does"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("libreoffice")
    written = folder / "written"
    written.mkdir()
    teamforge.workbook.write_template(written / "pool.xlsx")
    result = teamforge.compose(
        teamforge.read_pool(written / "pool.xlsx"), teamforge.read_challenge(written / "pool.xlsx")
    )
    (written / "team.xlsx").write_bytes(team_workbook(result))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for form in ("xlsx", "pdf"):
        subprocess.run(
            [program, profile, "--headless", "--convert-to", form, "--outdir", folder, *written.glob("*.xlsx")],
            check=True,
            capture_output=True,
            timeout=300,
        )
    return folder


def test_the_template_saved_there_means_the_same(saved: Path) -> None:
    digests, challenges = set(), []
    for path in (saved / "written" / "pool.xlsx", saved / "pool.xlsx"):
        pool, challenge = teamforge.read_pool(path), teamforge.read_challenge(path)
        digests.add(input_digest(pool, challenge, find_windows(challenge)))
        challenges.append(challenge)
        assert pool.warnings == ()
    assert len(digests) == 1
    assert challenges[0] == challenges[1]
    assert formulas_of(saved / "pool.xlsx") == []


def test_the_team_saved_there_is_the_same(saved: Path) -> None:
    assert teamforge.workbook.read_team(saved / "team.xlsx") == teamforge.workbook.read_team(
        saved / "written" / "team.xlsx"
    )


def test_what_was_saved_there_may_have_been_filled_in(saved: Path) -> None:
    assert is_untouched(saved / "written" / "team.xlsx")
    assert not is_untouched(saved / "team.xlsx")


def test_the_record_saved_there_is_the_same_and_hidden(saved: Path) -> None:
    written, read = saved / "written" / "team.xlsx", saved / "team.xlsx"
    assert teamforge.records.read_record(read) == teamforge.records.read_record(written)
    assert teamforge.workbook.read_team(read).changes == ()
    sheets = parts_of(read)["xl/workbook.xml"].iter(f"{MAIN}sheet")
    assert [sheet.get("name") for sheet in sheets if sheet.get("state") == "hidden"] == ["written", "kept"]


def lists_of(path: Path) -> dict[str, list[str]]:
    """The sources of the drop-down lists of each sheet that has any."""
    parts = parts_of(path)
    found = {}
    for sheet in parts["xl/workbook.xml"].iter(f"{MAIN}sheet"):
        name = sheet.get("name", "")
        checks = sheet_part(parts, name).iter(f"{MAIN}dataValidation")
        sources = sorted(check.findtext(f"{MAIN}formula1", "") for check in checks if check.get("type") == "list")
        if sources:
            found[name] = sources
    return found


@pytest.mark.parametrize("name", ["pool.xlsx", "team.xlsx"])
def test_the_drop_down_lists_are_understood_there(saved: Path, name: str) -> None:
    """LibreOffice writes out the lists that it has read; one it did not understand would be gone or empty."""
    written, read = lists_of(saved / "written" / name), lists_of(saved / name)
    assert written
    assert read == written


def test_every_sheet_is_a_page(saved: Path) -> None:
    for name in ("pool.pdf", "team.pdf"):
        assert (saved / name).stat().st_size > 10_000
