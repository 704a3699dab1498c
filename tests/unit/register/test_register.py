"""England's register, and registers of one's own."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import teamforge
from teamforge.errors import InputError
from teamforge.register import england, read_register, register_of
from teamforge.register.shipped import FOLDER
from teamforge.workbook import write_template


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("E06000030", ("E06000030",)),
        (" swindon  BOROUGH council", ("E06000030",)),
        ("Swindon", ("E06000030", "E54000040", "E38000231")),
        ("Atlantis", ()),
        (" ", ()),
    ],
)
def test_an_organisation_is_found_by_id_name_or_part_of_a_name(text: str, ids: tuple[str, ...]) -> None:
    assert england().find(text) == ids


def test_a_whole_name_wins_over_names_that_contain_it() -> None:
    assert england().find("Somerset Council") == ("E06000066",)


def test_a_host_that_is_not_one_organisation_is_a_fault_with_the_ids() -> None:
    with pytest.raises(InputError) as caught:
        england().hosts(["Swindon", "Swindon Borough Concil", "E06000030"])
    told = str(caught.value)
    assert len(caught.value.faults) == 2
    assert all(each in told for each in ("E06000030 (Swindon Borough Council)", "E54000040", "E38000231"))
    assert "'Swindon Borough Council'?" in told
    assert england().hosts(["Swindon Borough Council", "E06000030"]) == ("E06000030",)


def test_every_group_was_replaced_and_every_board_is_there() -> None:
    register = england()
    kinds, replaced = register.organisations.kind, register.replaced
    assert [kind for kind, gone in zip(kinds, replaced, strict=True) if kind == "ccg" and not gone] == []
    assert [kind for kind, gone in zip(kinds, replaced, strict=True) if kind == "icb" and gone] == []
    assert (kinds.count("icb"), kinds.count("ccg"), kinds.count("nhs_trust")) == (42, 106, 137)


def test_its_sources_and_licences_are_named() -> None:
    told = (FOLDER / "README.md").read_text("utf-8")
    assert all(each in told for each in ("CC BY 4.0", "Open Government Licence v3.0", "mySociety", "geographr", "2018"))


def test_a_register_goes_through_frames_and_files(tmp_path: Path) -> None:
    register = england()
    register.write(tmp_path / "ours")
    frames = register.to_frames()
    for again in (read_register(tmp_path / "ours"), register_of(**frames)):
        assert again.organisations.ids == register.organisations.ids
        assert again.organisations.political_control == register.organisations.political_control
        assert again.relations.source.tolist() == register.relations.source.tolist()
        assert again.relations.start.tolist() == register.relations.start.tolist()
    frames["relations"].loc[0, "target"] = "E1"
    with pytest.raises(InputError, match="an organisation"):
        register_of(**frames)


def test_nothing_of_it_enters_a_pool_by_itself(tmp_path: Path) -> None:
    """A pool has the organisations that lie in it, and a workbook those that were asked for."""
    pool, _ = teamforge.load_demo()
    assert len(pool.organisations) < len(england())
    write_template(tmp_path / "e.xlsx", register=england(), hosts=["Swindon Borough Council"])
    filled = teamforge.read_pool(tmp_path / "e.xlsx")
    assert filled.organisations.ids == england().organisations.ids
    assert len(filled) == 0
    assert teamforge.read_challenge(tmp_path / "e.xlsx").hosts == ("E06000030",)
    write_template(tmp_path / "plain.xlsx")
    assert not set(teamforge.read_pool(tmp_path / "plain.xlsx").organisations.ids) & set(england().organisations.ids)


def test_the_workbook_of_england_has_no_rule_or_date_of_the_example(tmp_path: Path) -> None:
    """A weakened rule that stayed behind would change a real team; hosts have their names beside their ids."""
    write_template(tmp_path / "e.xlsx", register=england(), hosts=["Swindon Borough Council"])
    challenge = teamforge.read_challenge(tmp_path / "e.xlsx")
    assert dict(challenge.rules) == {}
    assert challenge.on_site.avoid == ()
    hosts = openpyxl.load_workbook(tmp_path / "e.xlsx")["hosts"]
    assert [cell.value for cell in hosts[2]] == ["E06000030", "Swindon Borough Council"]


def test_hosts_are_named_in_a_register(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is none"):
        write_template(tmp_path / "e.xlsx", hosts=["Swindon Borough Council"])
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "peers.csv").write_text("peer_id,roles\nP1,vcs_leader\n", "utf-8")
    (demo / "organisations.csv").write_text("organisation_id\nA\n", "utf-8")
    with pytest.raises(InputError, match="the register's table alone"):
        write_template(tmp_path / "e.xlsx", pool=demo, register=england())
    assert list(tmp_path.iterdir()) == [demo]
