"""A pool under pseudonyms: nobody is named, and it is the same problem."""

from __future__ import annotations

import csv
import hashlib
import hmac
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

import teamforge
from teamforge import Challenge, InputError, Pool, Status, read_challenge, read_pool
from teamforge.demo import FOLDER
from teamforge.pseudonyms import Key, pseudonymise
from tests.cli.files import CHALLENGE, NAMES, PRIVATE, TABLES, save

KEY, OTHER = Key(bytes(range(32))), Key(bytes(32))
INTERESTS = pd.DataFrame(
    {
        "peer_id": ["P1", "P2"],
        "kind": ["family", "job_application"],
        "organisation_id": ["O1", "O2"],
        "start": ["", "2020-01-31"],
    }
)
_TOLD = {"start", "end", "status", "kind"}
GROUPS = ("political_group", "place_experience")
DATA = Path(__file__).parents[3] / "shared" / "data" / "lga-2200"


@pytest.fixture(scope="module")
def demo() -> tuple[Path, Challenge]:
    return FOLDER / "pool", teamforge.load_demo()[1]


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.*")}


def written(
    tmp_path: Path, tables: Mapping[str, Sequence[Sequence[str]]] = TABLES, keep: Sequence[str] = ()
) -> dict[str, str]:
    """Return the files of a small pool under pseudonyms."""
    pool, challenge = save(tmp_path / "given", tables)
    pseudonymise(read_pool(pool), KEY, read_challenge(challenge), keep).write(tmp_path / "safe")
    return content(tmp_path / "safe")


def test_a_pseudonym_is_a_keyed_hash() -> None:
    """HMAC-SHA-256 of kind and id, as its definition writes it out; no other key makes it."""
    block = KEY.secret.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + b"peer:P1").digest()
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).hexdigest()
    assert KEY.pseudonym("peer", "P1") == f"peer-{outer[:20]}"
    assert OTHER.pseudonym("peer", "P1") != KEY.pseudonym("peer", "P1")
    assert hmac.new(KEY.secret, b"peer:P1", "sha256").hexdigest() == outer


def test_nothing_private_is_written(tmp_path: Path) -> None:
    """No name, note, group, attribute or reason; no id of a peer, an organisation or the challenge."""
    tables = {
        **TABLES,
        "peers": [[*TABLES["peers"][0], "canarycolumn"], *([*row, "canaryvalue"] for row in TABLES["peers"][1:])],
        "organisations": [[*row, "canaryvalue"] for row in TABLES["organisations"]],
        "interests": [[*row, "canaryvalue"] for row in TABLES["interests"]],
    }
    hosts = [[cell.replace("canarygroup", "") for cell in row] for row in tables["organisations"]]
    files = written(tmp_path, {**tables, "organisations": hosts})
    text = "\n".join(files.values())
    for private in (*NAMES, *PRIVATE, "canarycolumn", "Council", "small", "the chair"):
        assert private not in text, private
    for table in ("peers.csv", "interests.csv", "organisations.csv"):
        for identity in ("Q1", "Q2", "V1", "V2", "H1", "O1", "O2"):
            assert f"{identity}," not in files[table]


def test_the_small_challenge_has_the_same_answer(tmp_path: Path) -> None:
    """Pins, exclusions and waivers name the same people: the same team under pseudonyms, with the same points."""
    pool, _ = save(tmp_path)
    challenge = read_challenge({**CHALLENGE, "pins": {"vcs": "V1"}})
    safe = pseudonymise(read_pool(pool), KEY, challenge, ["political_group"])
    assert safe.challenge is not None
    before, after = teamforge.compose(read_pool(pool), challenge), teamforge.compose(safe.pool, safe.challenge)
    assert [member.peer_id for member in before.members] == ["Q1", "V1"]
    assert [member.peer_id for member in after.members] == [KEY.pseudonym("peer", each) for each in ("Q1", "V1")]
    assert (after.points, after.breakdown, after.status) == (before.points, before.breakdown, Status.OPTIMAL)
    assert [finding.rule for finding in after.findings] == ["friendship"]


def test_the_example_has_the_same_answer(demo: tuple[Path, Challenge], tmp_path: Path) -> None:
    """Written and read again: points, bound, window, and the team, which has no equal."""
    path, challenge = demo
    before = teamforge.compose(read_pool(path), challenge)
    safe = pseudonymise(read_pool(path), KEY, challenge, GROUPS)
    safe.write(tmp_path / "safe")
    after = teamforge.compose(
        read_pool(tmp_path / "safe" / "pool"), read_challenge(tmp_path / "safe" / "challenge.json")
    )
    assert (after.points, after.bound, after.window) == (before.points, before.bound, before.window)
    assert after.breakdown == before.breakdown
    assert {safe.pseudonyms[member.peer_id] for member in before.members} == {each.peer_id for each in after.members}


def test_every_peer_has_the_same_answer(demo: tuple[Path, Challenge]) -> None:
    """Verdict, cost and the rules behind them, for everybody: no table lost anything that counts."""
    path, challenge = demo
    pool = read_pool(path)
    safe = pseudonymise(pool, KEY, challenge, GROUPS)
    assert safe.challenge is not None
    before, after = teamforge.compose(pool, challenge).why_not(), teamforge.compose(safe.pool, safe.challenge).why_not()
    assert len(after) == len(before) == len(pool)
    for peer, answer in before.items():
        other = after[KEY.pseudonym("peer", peer)]
        assert (other.verdict, other.cost) == (answer.verdict, answer.cost), peer
        assert [reason.rule for reason in other.reasons] == [reason.rule for reason in answer.reasons], peer


def test_what_a_pool_does_not_say_is_not_made_up() -> None:
    """Columns and tables that are not there stay away; what is blank stays blank."""
    cells = {"peer_id": ["P2", "P1"], "roles": ["vcs_leader; chief_executive", "vcs_leader"]}
    pool = Pool.from_frames(pd.DataFrame(cells), interests=INTERESTS)
    tables = pseudonymise(pool, KEY).tables
    assert list(tables["peers"].columns) == ["peer_id", "roles"]
    assert "organisations" not in tables
    told = {
        tuple(column.text(row) for name, column in tables["interests"].columns.items() if not name.endswith("_id"))
        for row in range(len(tables["interests"]))
    }
    assert told == {("family", "", ""), ("job_application", "2020-01-31", "2020-01-31")}
    again = pseudonymise(pool, KEY).pool
    assert again.peers.challenges_done is None
    assert again.peers.declared_on is None
    assert again.peer(KEY.pseudonym("peer", "P2")).roles == ("vcs_leader", "chief_executive")


@pytest.mark.skipif(not DATA.exists(), reason="the shared data is not there")
def test_every_challenge_of_a_real_size_scores_the_same() -> None:
    """2,200 peers, three challenges: ties may name others, points and bound stay."""
    pool = read_pool(DATA / "pool")
    for path in sorted([*DATA.rglob("*.toml")]):
        challenge = read_challenge(path)
        before = teamforge.compose(pool, challenge)
        attributes = {rule.attribute for rule in challenge.team_rules} & set(pool.peers.attributes)
        safe = pseudonymise(pool, KEY, challenge, ["political_group", *attributes])
        assert safe.challenge is not None
        after = teamforge.compose(safe.pool, safe.challenge)
        assert (after.points, after.status) == (before.points, before.status), path.name


def test_rules_on_ids_are_of_the_pseudonyms(tmp_path: Path) -> None:
    """A team rule may name a peer or an organisation."""
    pool, _ = save(tmp_path)
    challenge = read_challenge(
        {
            **CHALLENGE,
            "team_rules": [
                {"attribute": "peer_id", "value": "Q1", "min": 1},
                {"attribute": "organisation_id", "value": "O1", "min": 1},
            ],
        }
    )
    safe = pseudonymise(read_pool(pool), KEY, challenge, ["political_group"])
    assert safe.challenge is not None
    assert [rule.value for rule in safe.challenge.team_rules] == [
        KEY.pseudonym("peer", "Q1"),
        KEY.pseudonym("organisation", "O1"),
    ]
    lead = teamforge.compose(safe.pool, safe.challenge).members[0]
    assert lead.peer_id == KEY.pseudonym("peer", "Q1")


def test_its_own_engagements_stay_its_own(tmp_path: Path) -> None:
    """A booking under the challenge's own id counts for nothing, under its pseudonym too."""
    engagements = [
        ["peer_id", "host_organisation_id", "start", "end", "status", "challenge_id"],
        ["V1", "O1", "2027-04-13", "2027-04-15", "confirmed", "small"],
    ]
    pool, path = save(tmp_path, {**TABLES, "engagements": engagements})
    safe = pseudonymise(read_pool(pool), KEY, read_challenge(path))
    assert safe.challenge is not None
    assert teamforge.compose(safe.pool, safe.challenge).status is Status.OPTIMAL


def test_the_same_key_gives_the_same_files_in_any_order(tmp_path: Path) -> None:
    """Rows stand in the order of the pseudonyms: where somebody stood in the pool cannot be seen."""
    tables = {name: [rows[0], *random.Random(1).sample(rows[1:], len(rows) - 1)] for name, rows in TABLES.items()}
    one, two = written(tmp_path / "one"), written(tmp_path / "two", tables)
    assert one["peers.csv"] == two["peers.csv"]
    assert one["interests.csv"] == two["interests.csv"]
    first = [line.partition(",")[0] for line in one["peers.csv"].splitlines()[1:]]
    assert first == sorted(first)
    pool, challenge = save(tmp_path / "three")
    assert pseudonymise(read_pool(pool), OTHER, read_challenge(challenge)).pseudonyms["Q1"] not in first


def test_what_is_asked_for_is_kept_and_no_more(tmp_path: Path) -> None:
    """`political_group` and attributes by name, whatever their case."""
    peers = written(tmp_path, keep=["Faith "])["peers.csv"]
    assert "faith" in peers.splitlines()[0]
    assert "canaryvalue" in peers
    assert "political_group" not in peers


@pytest.mark.parametrize(("name", "mend"), [("name", "never kept"), ("fiath", "did you mean 'faith'?"), ("roles", "")])
def test_what_cannot_be_kept_is_a_fault(tmp_path: Path, name: str, mend: str) -> None:
    """A name, a column that there is not, one that is there anyway."""
    pool, challenge = save(tmp_path)
    with pytest.raises(InputError, match=f"found '{name}', expected a column of peers.*{mend}"):
        pseudonymise(read_pool(pool), KEY, read_challenge(challenge), [name])


@pytest.mark.parametrize("table", ["relations", "engagements"])
def test_every_date_and_kind_is_kept(demo: tuple[Path, Challenge], tmp_path: Path, table: str) -> None:
    """Row for row what the file has, but for the ids."""
    pseudonymise(read_pool(demo[0]), KEY).write(tmp_path / "safe")

    def told(folder: Path) -> list[tuple[str, ...]]:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [{name: cell for name, cell in row.items() if name in _TOLD} for row in csv.DictReader(file)]
        return sorted(tuple(row[name] for name in sorted(row)) for row in rows)

    assert told(tmp_path / "safe") == told(demo[0])
    assert len(told(demo[0])) > 40


def test_a_rule_on_political_groups_asks_for_them(tmp_path: Path) -> None:
    """They are a column like any other that is left out."""
    pool, _ = save(tmp_path)
    rule = {"attribute": "political_group", "max": 1}
    with pytest.raises(InputError, match="keep political_group, or leave the rule out"):
        pseudonymise(read_pool(pool), KEY, read_challenge({**CHALLENGE, "team_rules": [rule]}))


def test_a_rule_on_what_is_left_out_is_a_fault(demo: tuple[Path, Challenge]) -> None:
    """It could not be kept, and to drop it would be another problem."""
    with pytest.raises(InputError, match="keep place_experience, or leave the rule out"):
        pseudonymise(read_pool(demo[0]), KEY, demo[1])


def test_faults_of_the_challenge_are_told(tmp_path: Path) -> None:
    """A challenge must fit the pool."""
    pool, _ = save(tmp_path)
    with pytest.raises(InputError, match="Q9"):
        pseudonymise(read_pool(pool), KEY, read_challenge({**CHALLENGE, "pins": {"vcs": "Q9"}}))


def test_a_key_is_kept_as_it_is(tmp_path: Path) -> None:
    """Made once, for its owner alone, never written over, and shown by no repr."""
    path, key = tmp_path / "secret.key", Key.new()
    key.save(path)
    assert Key.read(path) == key
    assert path.stat().st_mode & 0o077 == 0
    assert key.secret.hex() not in repr(key)
    with pytest.raises(InputError, match="not there yet"):
        Key.new().save(path)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")  # as an editor may save it
    assert Key.read(path) == key
    assert Key.new() != Key.new()


@pytest.mark.parametrize("text", ["", "password", "0" * 63, "0" * 66, "é" * 64])
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    """A short or guessable secret makes pseudonyms that can be guessed; the fault does not show it."""
    path = tmp_path / "secret.key"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="64 hexadecimal digits") as caught:
        Key.read(path)
    assert not text or text not in str(caught.value)
    with pytest.raises(InputError, match="no such file"):
        Key.read(tmp_path / "none.key")
