"""From a template to a letter: text with marks, filled with plain values in a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teamforge.errors import InputError
from teamforge.page.words import visible
from teamforge.report.letters.letter import Letter, needs_report
from teamforge.report.placeholders import placeholder_faults, template_fault
from teamforge.tables.plain import content_of

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment


class LetterKind(StrEnum):
    """The letters, each with a template of the same name."""

    WHY_NOT = "why_not"
    INVITATION = "invitation"
    HOST = "host"


def own_words(kind: LetterKind | str) -> str:
    """Return our words for a letter, for you to change: a Jinja template."""
    return files("teamforge.report.letters").joinpath(f"templates/{LetterKind(kind)}.txt.j2").read_text("utf-8")


def letter_from(
    kind: LetterKind, values: Mapping[str, Any], challenge_id: str, peer_id: str | None, words: Path | None
) -> Letter:
    """
    Return a letter: its template, or that in `words`, filled in with plain values by name.

    An `InputError` lists every fault of a template that cannot be read or filled, or asks for what the letter does not
    have.
    """
    place = None if words is None else _place(words, kind)
    text = own_words(kind) if place is None else _read(place)
    with needs_report():
        from jinja2 import TemplateError, meta  # noqa: PLC0415 -- an extra

        environment = _environment()
        try:
            asked = meta.find_undeclared_variables(environment.parse(text))
            faults = placeholder_faults(asked, tuple(values), (), "the letter")
            marked = "" if faults else environment.from_string(text).render(_plain(values))
        except TemplateError as error:
            faults = [template_fault(None, "a template that can be read", str(error.message))]
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
            # The text of such an error may contain what was filled in.
            faults = [template_fault(None, "a template that can be filled", "take out what is worked out")]
    if faults:
        raise InputError(faults)
    return Letter(kind.value, challenge_id, peer_id, marked)


def _place(words: Path, kind: LetterKind) -> Path | None:
    """Return where the words of a letter are; None for ours, if a folder has none for it."""
    if not words.is_dir():
        return words
    known = [f"{each}.txt" for each in LetterKind]
    there = sorted(path.name for path in words.glob("*.txt"))
    if faults := [
        template_fault(name, f"the words of a letter: {', '.join(known)}", "rename it, or move it elsewhere")
        for name in there
        if name not in known
    ]:
        raise InputError(faults)
    return words / f"{kind}.txt" if f"{kind}.txt" in there else None


def _read(words: Path) -> str:
    try:
        return content_of(words).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        expected = "a text file in UTF-8 that can be read"
        raise InputError([template_fault(words.name, expected, "save it as plain text")]) from None


def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined  # noqa: PLC0415 -- an extra
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 -- likewise

    # The template is somebody else's: it can fill in, but reach nothing else. The letter is text; its page escapes it.
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 -- plain values of any depth
    """Return a value whose texts are each one line, so that none of them adds a line or a mark of its own."""
    if isinstance(value, str):
        return visible(" ".join(value.split()))
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value
