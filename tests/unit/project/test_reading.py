"""A project file: what it names, from wherever it is looked for, and every fault with its line and field."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from teamforge.demo import FOLDER
from teamforge.errors import InputError
from teamforge.project import find_project, project_schema, read_project
from teamforge.project.finding import FILE, find_file

CHALLENGE = (FOLDER / "challenge.toml").read_text("utf-8")


def challenge(identity: str) -> str:
    return CHALLENGE.replace('id = "plymouth-2027"', f'id = "{identity}"')


def write(folder: Path, project: str, **files: str) -> Path:
    """Write a pool, challenges by their path (`__` for a slash), and the file of the project."""
    (folder / "pool").mkdir(parents=True, exist_ok=True)
    (folder / "pool" / "peers.csv").write_text("peer_id,roles\nP1,vcs_leader\n", "utf-8")
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / FILE).write_text(project, "utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_project(folder)
    return [str(each).removeprefix(f"{folder / FILE}, ") for each in caught.value.faults]


def test_everything_it_names_is_found_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are relative to the file, and not to the folder in which one stands."""
    (tmp_path / "letter.docx").write_bytes(b"")
    (tmp_path / "letters").mkdir()
    project = (
        'pool = "pool"\nchallenges = ["challenges/*.toml", "more/c.toml"]\nprogramme = "year"\n'
        'template = "letter.docx"\nwords = "letters"\n'
        'names = true\ntime_limit = 30\neffort = 2\nsigns = " A. Person, manager "\n'
    )
    write(
        tmp_path,
        project,
        challenges__b=challenge("b-2027"),
        challenges__a=challenge("a-2027"),
        more__c=challenge("c-2027"),
        year__programme='id = "2027"\nas_of = 2027-01-11\n',
        year__d=challenge("d-2027"),
    )
    below = tmp_path / "results" / "of a"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    found = find_project()
    assert found is not None
    assert found == read_project(tmp_path) == read_project(str(tmp_path / FILE))
    assert (found.file, found.pool, found.template) == (tmp_path / FILE, tmp_path / "pool", tmp_path / "letter.docx")
    assert {each: path.relative_to(tmp_path).as_posix() for each, path in found.challenges.items()} == {
        "a-2027": "challenges/a.toml",
        "b-2027": "challenges/b.toml",
        "c-2027": "more/c.toml",
        "d-2027": "year/d.toml",
    }
    assert (found.programme, found.programme_id) == (tmp_path / "year", "2027")
    assert found.words == tmp_path / "letters"
    assert (found.signs, found.names, found.time_limit, found.effort) == ("A. Person, manager", True, 30.0, 2.0)
    assert "Person" not in repr(found)


def test_an_empty_file_names_nothing(tmp_path: Path) -> None:
    found = read_project(write(tmp_path, ""))
    assert (found.pool, dict(found.challenges), found.programme, found.names, found.time_limit) == (
        *(None, {}, None, False, None),
    )


def test_the_nearest_file_counts_and_the_root_ends_the_search(tmp_path: Path) -> None:
    write(tmp_path, "")
    write(tmp_path / "near", 'pool = "pool"')
    assert find_file(tmp_path / "near" / "pool") == tmp_path / "near" / FILE
    assert find_file(tmp_path / "pool") == tmp_path / FILE
    (tmp_path / "pool" / FILE).mkdir()
    assert find_file(tmp_path / "pool") == tmp_path / FILE
    assert find_file(Path(tmp_path.anchor)) is None
    assert find_project(tmp_path.anchor) is None


def test_a_link_that_leads_nowhere_is_not_passed_over(tmp_path: Path) -> None:
    """One further up would be taken instead without a word."""
    write(tmp_path, "")
    near = tmp_path / "near"
    near.mkdir()
    (near / FILE).symlink_to(tmp_path / "gone.toml")
    with pytest.raises(InputError, match="a file that can be read"):
        find_project(near)


def test_a_linked_file_names_what_lies_beside_the_link(tmp_path: Path) -> None:
    write(tmp_path / "shared", 'pool = "pool"')
    here = tmp_path / "here"
    (here / "pool").mkdir(parents=True)
    (here / FILE).symlink_to(tmp_path / "shared" / FILE)
    assert read_project(here).pool == here / "pool"
    (tmp_path / "link").symlink_to(here)
    assert read_project(tmp_path / "link").pool == tmp_path / "link" / "pool"


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters='/\\"'), min_size=1, max_size=20
).filter(lambda text: text.strip() and text not in {".", ".."} and not text.startswith("~") and text != FILE)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(name="a\u00a0folder", file="2027\u202fmay")
@given(name=NAMES, file=NAMES)
def test_any_name_of_a_folder_or_file_will_do(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, name: str, file: str
) -> None:
    """Spaces, other letters, and what a pattern would read otherwise; the same from every folder."""
    root = tmp_path_factory.mktemp("any")
    folder = root / name
    folder.mkdir()
    path = folder / f"{file}.toml"
    if not _writable(path, challenge("x")):
        return
    quoted = [json.dumps(each, ensure_ascii=False) for each in (name, f"{name}/{file}.toml")]
    (root / FILE).write_text(f"pool = {quoted[0]}\nchallenges = [{quoted[1]}]", "utf-8")
    for stands in (root, folder):
        monkeypatch.chdir(stands)
        found = find_project()
        assert found is not None
        assert found.pool == folder
        assert dict(found.challenges) == {"x": path}


def _writable(path: Path, text: str) -> bool:
    try:
        path.write_text(text, "utf-8")
    except OSError:  # a name that is too long for this system
        return False
    return True


@pytest.mark.parametrize(
    ("project", "told"),
    [
        ('pool = "pol"', ["1, field pool: | that is there; did you mean 'pool'?"]),
        ('pool = "pool\\\\peers.csv"', ["1, field pool: | a path with forward slashes; write pool/peers.csv"]),
        ("challenges = ['no\\*.toml']", ["1, field challenges[0]: | forward slashes; write no/*.toml"]),
        (
            'pool = "pool/peers.csv"',
            ["1, field pool: found 'pool/peers.csv', | expected a folder or an .xlsx workbook"],
        ),
        ('pool = "x/y"', ["1, field pool: | that is there; there is no folder {folder}/x"]),
        ("pool = 1", ["1, field pool: found '1', | expected a path"]),
        ('\n# ours\npool = " "', ["3, field pool: found ' ', | text that is not blank"]),
        ('pool = "a\\nb"', ["1, field pool: | that is there"]),
        ('challenges = "a.toml"', ["1, field challenges: | a list of paths or patterns"]),
        (
            'challenges = [\n  "a.toml",\n  "b.toml",\n  "c*",\n]',
            [
                "1, field challenges[1]: found 'b.toml', | did you mean 'a.toml'?",
                "1, field challenges[2]: found 'c*', | a pattern that fits a .toml, .json or .xlsx file",
            ],
        ),
        ('challenges = ["a.toml", "a.toml"]', ["1, field challenges[1]: found 'a.toml', | each of them once"]),
        ('challenges = ["teamforge.toml"]', ["1, field challenges[0]: | a file with a challenge: its id and hosts"]),
        ('programme = "pool/peers.csv"', ["1, field programme: | a folder, or a .toml, .json or .xlsx file"]),
        ('template = "a.toml"', ["1, field template: found 'a.toml', | a .docx file"]),
        ('names = "perhaps"', ["1, field names: found 'perhaps', | true or false"]),
        ("time_limit = -1", ["1, field time_limit: found '-1', | a number of seconds from 0 to 1,000,000"]),
        ("time_limit = nan", ["1, field time_limit: found 'nan', | a number"]),
        ("time_limit = true", ["1, field time_limit: found 'true', | a number of seconds"]),
        ("effort = 0", ["1, field effort: found '0', | a number above 0, at most 1,000,000"]),
        ("[signs]\nname = 3", ["1, field signs: | text that is not blank"]),
        (
            'pool = "pol"\nnmes = true\ntime_limit = ""',
            [
                "1, field pool: | did you mean 'pool'?",
                "2, field nmes: found 'nmes', | did you mean 'names'?",
                "3, field time_limit: found '', | a number of seconds",
            ],
        ),
        ("pool = ", ["1: expected TOML; | Invalid value"]),
        ("names = true\nnames = false", ["2: expected TOML; | Cannot overwrite a value"]),
    ],
)
def test_every_fault_has_its_line_and_field(tmp_path: Path, project: str, told: list[str]) -> None:
    """And what was expected there."""
    found = faults(write(tmp_path, project, a=challenge("a")))
    assert len(found) == len(told)
    for fault, (begins, _, words) in zip(found, (each.partition(" | ") for each in told), strict=True):
        assert fault.startswith(f"line {begins}")
        assert words.replace("{folder}", str(tmp_path)) in fault


def test_a_name_of_a_person_is_in_no_fault(tmp_path: Path) -> None:
    write(tmp_path, 'signs = ["Canaryname One"]\nnames = []')
    assert "Canaryname" not in "".join(faults(tmp_path))


def test_two_challenges_with_one_id_are_a_fault_with_both_files(tmp_path: Path) -> None:
    write(tmp_path, 'challenges = ["?.toml"]', a=challenge("x"), b=challenge("x"))
    (told,) = faults(tmp_path)
    assert "line 1, field challenges[0]: found 'x', expected an id that no other challenge has" in told
    assert f"{tmp_path / 'a.toml'} and {tmp_path / 'b.toml'} have this id" in told


def test_one_file_found_twice_is_one_challenge(tmp_path: Path) -> None:
    write(tmp_path, 'challenges = ["?.toml", "a.toml"]\nprogramme = "p.toml"', a=challenge("x"))
    (tmp_path / "p.toml").write_text(
        'id = "2027"\nas_of = 2027-01-11\nchallenges = ["a.toml", "gone.toml", 3]', "utf-8"
    )
    assert dict(read_project(tmp_path).challenges) == {"x": tmp_path / "a.toml"}


def test_a_challenge_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    found = read_project(write(tmp_path, 'challenges = ["*.toml"]', a=challenge("a"), broken="id = [", other="x = 1"))
    assert list(found.challenges) == ["a"]
    assert list(found.unread) == [tmp_path / "broken.toml"]
    assert "expected TOML" in str(found.unread[tmp_path / "broken.toml"][0])


def test_a_workbook_is_a_pool_and_its_challenge(tmp_path: Path) -> None:
    from teamforge.workbook import write_template

    write_template(tmp_path / "pool.xlsx")
    found = read_project(write(tmp_path, 'pool = "pool.xlsx"\nchallenges = ["*.xlsx"]'))
    assert found.pool == tmp_path / "pool.xlsx"
    assert list(found.challenges.values()) == [tmp_path / "pool.xlsx"]


def test_absolute_paths_and_those_above_will_do(tmp_path: Path) -> None:
    write(tmp_path, "", a=challenge("a"))
    write(
        tmp_path / "in",
        f'pool = "{tmp_path.as_posix()}/pool"\nchallenges = ["../a.toml", "{tmp_path.as_posix()}/?.toml"]',
    )
    found = read_project(tmp_path / "in")
    assert found.pool == tmp_path / "pool"
    assert found.challenges["a"].samefile(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("document", "valid"),
    [
        ({}, True),
        ({"pool": "a b/ü", "challenges": ["*.toml"], "names": True, "time_limit": 0.5, "signs": "A"}, True),
        ({"pool": "a\\b"}, False),
        ({"pool": " "}, False),
        ({"pol": "a"}, False),
        ({"challenges": ["a", "a"]}, False),
        ({"time_limit": -1}, False),
        ({"signs": " "}, False),
        ({"effort": 0}, False),
    ],
)
def test_the_schema_says_what_is_read(document: dict[str, object], valid: bool) -> None:  # noqa: FBT001 -- a column of the table
    schema = project_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema.Draft202012Validator(schema).is_valid(document) == valid
