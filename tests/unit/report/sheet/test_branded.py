"""A sheet in somebody's own Word document: what it asks for is filled in, and what is wrong with it is reported."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from teamforge.errors import InputError
from teamforge.workbook import write_template
from tests.unit.report.sheet.canaries import HIDDEN_FROM_HOSTS, PEERS, all_in, compose, sheet_bytes, squeezed, text_in

LEAST = ("{{ title }}", "{{ status }}", "{% for row in team.rows %}{{ row.seat }}: {{ row.member }}; {% endfor %}")


def branded(folder: Path, *lines: str, footer: str = "Our Council") -> Path:
    """Return a template with a line a paragraph, and a table of the team."""
    document = Document()
    document.sections[0].footer.paragraphs[0].text = footer
    for line in lines:
        document.add_paragraph(line)
    path = folder / "branded.docx"
    document.save(str(path))
    return path


def filled(template: Path, audience: str = "team", names: bool = True) -> bytes:  # noqa: FBT001, FBT002 -- as in write_sheet
    return sheet_bytes(compose(), ".docx", audience, names=names, template=template)


def lines_of(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def test_placeholders_are_filled_and_the_rest_is_kept(tmp_path: Path) -> None:
    content = filled(branded(tmp_path, "Team for {{ hosts | join(', ') }}", "On site {{ on_site }}", *LEAST))
    told = lines_of(content)
    assert told[:4] == [
        "Team for Host Council",
        "On site Tuesday 13 to Thursday 15 April 2027",
        "A small challenge",
        "29,411 points, optimal: proved, no valid team has more points",
    ]
    assert "Lead peer: Canaryname0 (Q1)\nOne Council\nchief executive;" in told[4]
    assert Document(io.BytesIO(content)).sections[0].footer.paragraphs[0].text == "Our Council"


def test_every_part_can_be_asked_for(tmp_path: Path) -> None:
    parts = ("dates", "scope", "conflicts", "reserves", "warnings", "proof")
    lines = [
        f"{{{{ {part}.heading }}}}|{{{{ {part}.lines | join(' ') }}}}|{{{{ {part}.items | join(' ') }}}}|"
        f"{{{{ {part}.rows | length }}}}"
        for part in parts
    ]
    told = dict(
        zip(parts, lines_of(filled(branded(tmp_path, *LEAST, *lines, "{{ record | join }}")))[3:], strict=False)
    )
    assert told["dates"].startswith("Dates|")
    assert told["dates"].endswith("|5")
    assert "Covered by nobody: housing." in told["scope"]
    assert "1 finding was waived" in told["conflicts"]
    assert told["reserves"].endswith("|2")
    assert "canarybooked" in told["warnings"]


def test_columns_are_named_as_they_stand_there(tmp_path: Path) -> None:
    loop = "{% for row in scope.rows %}{{ row.theme }}={{ row.covered_by }};{% endfor %}"
    told = lines_of(filled(branded(tmp_path, *LEAST, loop), "host", names=False))
    assert told[3] == "Care at home=Leading expert: Q1, lead peer\nExpert: V1, elected member;Housing=Nobody;"


def test_the_same_template_serves_the_host_who_reads_less(tmp_path: Path) -> None:
    lines = ("{% for row in reserves.rows %}{{ row.who_could_step_in }}{% endfor %}", "{{ warnings.items | join }}")
    template = branded(tmp_path, *LEAST, *lines, "{% for row in conflicts.rows %}{{ row.evidence }}{% endfor %}")
    found = all_in(filled(template, "host", names=False), ".docx")
    assert not [canary for canary in HIDDEN_FROM_HOSTS if canary in found]
    assert "canaryreserveone" in all_in(filled(template, "team"), ".docx")


def test_unknown_and_missing_placeholders_are_listed_all_at_once(tmp_path: Path) -> None:
    template = branded(tmp_path, "{{ titel }} {{ team.heading }} {{ logo }}", footer="{{ reserve }}")
    with pytest.raises(InputError) as caught:
        filled(template)
    told = [str(fault) for fault in caught.value.faults]
    assert told[:3] == [
        (
            "template: found 'logo', expected a placeholder of the team sheet; use title, hosts, on_site, status, "
            "dates, team, members, programme, scope, conflicts, reserves, warnings, proof, record"
        ),
        "template: found 'reserve', expected a placeholder of the team sheet; did you mean 'reserves'?",
        "template: found 'titel', expected a placeholder of the team sheet; did you mean 'title'?",
    ]
    assert told[3:] == [
        "template: expected the placeholder title; write {{ title }} or ask for its parts",
        "template: expected the placeholder status; write {{ status }} or ask for its parts",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "{% for row in team.rows %}{{ row.sea }}{% endfor %}",
        "{{ team.tabel }}",
        "{{ title + 1 }}",
        "{{ 1 // 0 }}",
        "{{ title",
        "{% for x in team.rows %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ title.__init__.__globals__ }}",
    ],
)
def test_what_cannot_be_filled_is_a_fault(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError):
        filled(branded(tmp_path, *LEAST, line))


@pytest.mark.parametrize("content", [b"", b"no package", b"PK\x05\x06" + b"\0" * 18], ids=["empty", "text", "bare"])
def test_no_word_document_is_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "branded.docx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"template: found 'branded\.docx', expected a Word document"):
        filled(path)


def test_a_workbook_is_no_word_document(tmp_path: Path) -> None:
    path = tmp_path / "pool.xlsx"
    write_template(path)
    with pytest.raises(InputError, match="expected a Word document"):
        filled(path)


@pytest.mark.parametrize("text", ["<script>x</script>", "{{ 7 * 7 }}", "a & b", "אברהם", "=cmd|'x'", "W" * 400])
def test_hostile_names_stay_text(tmp_path: Path, text: str) -> None:
    peers = tuple((row[0], text, *row[2:]) if row[0] == "V1" else row for row in PEERS)
    content = sheet_bytes(compose(peers), ".docx", "host", names=True, template=branded(tmp_path, *LEAST))
    assert squeezed(text) in text_in(content, ".docx")


def test_a_template_is_for_word_alone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="docx alone"):
        sheet_bytes(compose(), ".pdf", template=branded(tmp_path, *LEAST))
