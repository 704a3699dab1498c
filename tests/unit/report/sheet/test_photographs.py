"""Photographs: small, upright, of peers who are shown by name, from inside the pool's folder, or a fault each."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docxtpl import DocxTemplate
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader

import teamforge
from teamforge import InputError, Result
from teamforge.pool.photographs import bad_photographs, photographs_of
from tests.unit.report.sheet.canaries import sheet_bytes, sheet_of

PEERS = """peer_id,name,roles,theme:care,declared_on,challenges_done,biography,photograph
P1,Ada,chief_executive,3,2026-12-01,2,Led care in three counties.,{first}
P2,Ben,vcs_leader,3,2026-12-01,2,,{second}
P3,Cem,vcs_leader,1,2026-12-01,2,A life,cem.jpg
"""
CHALLENGE = {
    "id": "small",
    "hosts": ["O1"],
    "as_of": "2027-01-11",
    "on_site": {"windows": ["2027-04-13"]},
    "scope": {"care": 1},
    "unknown_availability": "free",
    "seats": [
        {"id": "lead_peer", "accepts": {"chief_executive": 100}},
        {"id": "vcs", "accepts": {"vcs_leader": 100}},
    ],
}


def composed(folder: Path, first: str = "ada.jpg", second: str = "") -> Result:
    """The team of P1 and P2, read from a folder; P3, whose photograph is not there, is not on it."""
    folder.mkdir(exist_ok=True)
    (folder / "peers.csv").write_text(PEERS.format(first=first, second=second), "utf-8")
    return teamforge.compose(teamforge.read_pool(folder), teamforge.read_challenge(CHALLENGE))


def picture(place: Path, size: tuple[int, int] = (900, 600), colour: str = "red", **how: object) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(place, **how)  # type: ignore[arg-type]
    return place


def opened(content: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(content))
    found.load()
    return found


def test_a_photograph_is_made_small_and_upright_and_loses_its_notes(tmp_path: Path) -> None:
    notes = Image.Exif()
    notes[274], notes[270] = 6, "canaryplace"
    picture(tmp_path / "pool" / "ada.jpg", exif=notes, comment=b"canarycomment")
    info = PngInfo()
    info.add_text("canaryplace", "canarycomment")
    picture(tmp_path / "pool" / "photographs" / "ben.png", (40, 80), "blue", pnginfo=info)
    result = composed(tmp_path / "pool", second="ben.png")
    found = photographs_of(result.pool, ["P1", "P2"])
    assert opened(found["P1"]).size == (213, 320)
    assert opened(found["P2"]).size == (40, 80)
    for content in found.values():
        assert b"canary" not in content
        assert opened(content).format == "JPEG"
        assert not opened(content).getexif()
        assert len(content) < 100_000


def test_what_can_be_seen_through_is_white(tmp_path: Path) -> None:
    place = tmp_path / "pool" / "ada.png"
    place.parent.mkdir()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(place)
    found = photographs_of(composed(tmp_path / "pool", "ada.png").pool, ["P1"])
    assert opened(found["P1"]).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("name", ["ada.jpg", "photographs/ada.jpg", "photographs\\ada.jpg", "./ada.jpg"])
def test_it_lies_beside_the_tables_or_in_the_folder_of_photographs(tmp_path: Path, name: str) -> None:
    picture(tmp_path / "pool" / name.replace("\\", "/"))
    assert photographs_of(composed(tmp_path / "pool", name).pool, ["P1"])


def test_it_lies_beside_a_workbook(tmp_path: Path) -> None:
    from tests.unit.pool.valid import write_workbook

    picture(tmp_path / "ada.jpg")
    rows: list[list[object]] = [["peer_id", "roles", "photograph"], ["P1", "vcs_leader", "ada.jpg"]]
    pool = teamforge.read_pool(write_workbook(tmp_path / "pool.xlsx", {"peers": rows}))
    assert photographs_of(pool, ["P1"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("absent.jpg", "one file in the folder"),
        ("../secret.jpg", "a file inside the folder"),
        ("/etc/hostname", "a file inside the folder"),
        ("link.jpg", "a file inside the folder"),
        ("photographs", "one file in the folder"),
        ("twice.jpg", "one file in the folder"),
        ("text.jpg", "a PNG or JPEG that can be read"),
        ("gif.jpg", "a PNG or JPEG that can be read"),
        ("half.jpg", "a PNG or JPEG that can be read"),
        ("wide.png", "50 million pixels"),
        ("large.jpg", "20 MB"),
        ("nul\x7f.jpg", "one file in the folder"),
    ],
)
def test_what_cannot_be_shown_is_a_fault(tmp_path: Path, name: str, expected: str) -> None:
    """The fault says the row and not the name of the file, which may be that of a person."""
    pool = tmp_path / "pool"
    secret = picture(tmp_path / "secret.jpg")
    picture(pool / "twice.jpg")
    picture(pool / "photographs" / "twice.jpg")
    (pool / "link.jpg").symlink_to(secret)
    (pool / "text.jpg").write_text("<svg onload='x'/>")
    Image.new("RGB", (8, 8)).save(pool / "gif.jpg", "GIF")
    whole = picture(pool / "half.jpg").read_bytes()
    (pool / "half.jpg").write_bytes(whole[: len(whole) // 2])
    Image.new("1", (10_000, 5_001)).save(pool / "wide.png")
    with (pool / "large.jpg").open("wb") as file:
        file.truncate(20_000_001)
    result = composed(pool, name, "absent.png")
    with pytest.raises(InputError) as caught:
        sheet_of(result, "host", names=True)
    assert [(fault.table, fault.row, fault.column, fault.value) for fault in caught.value.faults] == [
        ("peers", 2, "photograph", None),
        ("peers", 3, "photograph", None),
    ]
    assert expected in caught.value.faults[0].expected
    assert {kind[0]: peers for kind, peers in bad_photographs(result.pool).items()}[caught.value.faults[0].expected]
    assert repr(name) not in str(caught.value)


def test_check_lists_every_photograph_that_no_paper_could_show(tmp_path: Path) -> None:
    """Of the whole pool, by what is wrong with it; the file is not named."""
    pool = tmp_path / "pool"
    result = composed(pool, "ada.jpg", "ben.jpg")
    picture(pool / "ada.jpg")
    (pool / "ben.jpg").write_text("<svg/>")
    found = [note for note in teamforge.check(result.pool, result.challenge) if note.kind == "photograph"]
    assert {(note.peers, note.text) for note in found} == {
        (("P2",), "1 peer whose photograph is not a PNG or JPEG that can be read (save it again as PNG or JPEG): P2"),
        (
            ("P3",),
            (
                "1 peer whose photograph is not one file in the folder of the pool, or in its folder photographs "
                "(put it there once, or leave the cell blank): P3"
            ),
        ),
    }
    picture(pool / "ben.jpg")
    picture(pool / "cem.jpg")
    assert "photograph" not in {note.kind for note in teamforge.check(result.pool)}


def test_check_makes_no_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads each to its end, an eighth as wide where the format allows, and neither shrinks nor saves it."""
    pool = tmp_path / "pool"
    for name in ("ada.jpg", "ben.png", "cem.jpg"):
        picture(pool / name, (1600, 800))
    widths: list[int] = []
    transposed = ImageOps.exif_transpose

    def noted(found: Image.Image) -> Image.Image:
        widths.append(found.width)
        return transposed(found)

    monkeypatch.setattr(ImageOps, "exif_transpose", noted)
    monkeypatch.setattr(Image.Image, "thumbnail", None)
    monkeypatch.setattr(Image.Image, "save", None)
    assert bad_photographs(composed(pool, "ada.jpg", "ben.png").pool) == {}
    assert widths == [200, 1600, 200]


def test_check_says_that_it_cannot_look_at_photographs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = composed(tmp_path / "pool")
    monkeypatch.setitem(sys.modules, "teamforge.pool.photographs", None)
    (note,) = [note for note in teamforge.check(result.pool) if note.kind == "photograph"]
    assert "pip install 'teamforge[report]'" in note.text


def test_only_members_are_looked_at_and_only_where_names_are_shown(tmp_path: Path) -> None:
    """A photograph that is not there stops no team, and no sheet that does not show it."""
    result = composed(tmp_path / "pool", "absent.jpg")
    assert {member.peer_id for member in result.members} == {"P1", "P2"}
    sheet = sheet_of(result, "host")
    assert (sheet.portraits, "members" in sheet.parts) == ((), False)
    picture(tmp_path / "pool" / "absent.jpg")
    assert [each and each.about for each in sheet_of(result, "host", names=True).portraits] == ["Photograph of Ada"]


def test_a_pool_without_files_has_no_photographs() -> None:
    import pandas as pd

    peers = pd.DataFrame({"peer_id": ["P1"], "roles": ["vcs_leader"], "photograph": ["ada.jpg"]})
    with pytest.raises(InputError, match="read from files"):
        photographs_of(teamforge.Pool.from_frames(peers=peers), ["P1"])


@pytest.fixture(scope="module", name="shown")
def result_with_photographs(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("shown") / "pool"
    picture(folder / "ada.jpg")
    return composed(folder)


@pytest.mark.parametrize("audience", ["host", "team"])
def test_it_is_in_every_format_with_words_for_it(shown: Result, audience: str) -> None:
    page = sheet_bytes(shown, ".html", audience, names=True).decode()
    assert len(re.findall(r'<img src="data:image/jpeg;base64,[A-Za-z0-9+/=]+" alt="Photograph of Ada', page)) == 1
    assert "img-src data:" in page
    with zipfile.ZipFile(io.BytesIO(sheet_bytes(shown, ".docx", audience, names=True))) as package:
        assert [name for name in package.namelist() if name.startswith("word/media/")] == ["word/media/image1.jpg"]
        assert 'descr="Photograph of Ada' in package.read("word/document.xml").decode()
    pages = PdfReader(io.BytesIO(sheet_bytes(shown, ".pdf", audience, names=True))).pages
    assert sum(len(each.images) for each in pages) == 1


@pytest.mark.parametrize("ending", [".html", ".docx", ".pdf"])
def test_without_names_there_is_none(shown: Result, ending: str) -> None:
    content = sheet_bytes(shown, ending, "host")
    if ending == ".html":
        assert b"<img" not in content
    elif ending == ".docx":
        assert not [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "media" in name]
    else:
        assert not [image for each in PdfReader(io.BytesIO(content)).pages for image in each.images]


def test_a_template_of_ones_own_can_show_it(shown: Result, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ title }} {{ status }} {{ team.rows | length }}")
    document.add_paragraph(
        "{% for row in members.rows %}{{ row.member }}: {{ row.about }} {{ row.photograph }}{% endfor %}"
    )
    document.save(str(tmp_path / "branded.docx"))
    assert DocxTemplate(tmp_path / "branded.docx")
    filled = sheet_bytes(shown, ".docx", "host", names=True, template=tmp_path / "branded.docx")
    with zipfile.ZipFile(io.BytesIO(filled)) as package:
        assert any(name.startswith("word/media/") for name in package.namelist())
    told = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(filled)).paragraphs)
    assert "Led care in three counties." in told
