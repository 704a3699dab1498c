"""A letter: its lines, and the files made from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path
from typing import NamedTuple

from teamforge.page import Page
from teamforge.page.displayed import Displayed
from teamforge.tables.saving import save

ENDINGS = (".txt", ".docx", ".html")
"""How the file name of a letter may end."""
_MARKS = {"# ": "title", "## ": "heading", "- ": "item"}


class _LetterLine(NamedTuple):
    """A line of a letter: ``title``, ``heading``, ``item`` or ``paragraph``, and its text."""

    kind: str
    text: str


@contextmanager
def needs_report() -> Iterator[None]:
    """If a package is missing, say which extra provides it."""
    try:
        yield
    except ModuleNotFoundError as error:
        message = f"letters need the package {error.name}: pip install 'teamforge[report]'"
        raise ModuleNotFoundError(message, name=error.name) from None


@dataclass(frozen=True, slots=True, repr=False)
class Letter(Displayed):
    """
    A letter to a peer or to the host; `str` is its text.

    Parameters
    ----------
    kind
        ``why_not``, ``invitation`` or ``host``.
    challenge_id
        The challenge it is about.
    peer_id
        The peer it is to; None for the host.
    marked
        Its text, one line per paragraph: a line that begins with ``#`` is the title, with ``##`` a heading, with ``-``
        a list item.
    """

    kind: str
    challenge_id: str
    peer_id: str | None
    marked: str = field(repr=False)

    def __repr__(self) -> str:
        """Return its kind and its reader's id."""
        to = "the host" if self.peer_id is None else self.peer_id
        return f"<Letter {self.kind} to {to}, {self.challenge_id}>"

    @property
    def lines(self) -> tuple[_LetterLine, ...]:
        """Its lines, without the blank ones."""
        return tuple(_line(line.strip()) for line in self.marked.splitlines() if line.strip())

    @property
    def title(self) -> str:
        """Its title; empty if it has none."""
        return next((line.text for line in self.lines if line.kind == "title"), "")

    @property
    def text(self) -> str:
        """The letter as plain text, for an e-mail."""
        parts: list[str] = []
        before = ""
        for kind, text in self.lines:
            beside = kind == before == "item" or (kind == "item" and before == "heading")
            parts.append(("\n" if beside or not parts else "\n\n") + (f"- {text}" if kind == "item" else text))
            before = kind
        return "".join(parts).strip() + "\n"

    def __str__(self) -> str:
        """Return the text."""
        return self.text

    def page(self) -> Page:
        """Return what a notebook shows: which letter it is, but not its text."""
        return Page(repr(self).strip("<>"))

    def to_bytes(self, ending: str, template: Path | None = None) -> bytes:
        """
        Return the letter as a file.

        Parameters
        ----------
        ending
            ``.txt``, ``.docx`` or ``.html``.
        template
            A Word document of your own for ``.docx``: its page, header, footer and styles.

        Raises
        ------
        InputError
            If the template is not a Word document, or has placeholders other than `title`.
        ValueError
            If the ending is any other, or does not allow a template.
        ModuleNotFoundError
            If the extra ``report`` is not installed.
        """
        if template is not None and ending != ".docx":
            raise ValueError("a template is for .docx alone")
        with needs_report():
            match ending:
                case ".txt":
                    return self.text.encode()
                case ".docx":
                    from teamforge.report.letters.word import to_word  # noqa: PLC0415 -- an extra

                    return to_word(self, template)
                case ".html":
                    from teamforge.report.letters.html import to_html  # noqa: PLC0415 -- an extra

                    return to_html(self)
        raise ValueError(f"a file that ends in {ending or 'nothing'}: expected one of {', '.join(ENDINGS)}")

    def write(self, path: str | PathLike[str], template: str | PathLike[str] | None = None) -> None:
        """
        Write the letter to a file that ends in ``.txt``, ``.docx`` or ``.html``, replacing any that is there.

        Parameters
        ----------
        path
            Where to write it.
        template
            A Word document of your own for ``.docx``: the letter takes its page, header, footer and styles, but not its
            body.

        Raises
        ------
        InputError
            If the template is not a Word document, or has placeholders other than `title`.
        ValueError
            If the ending is any other, or does not allow a template.
        ModuleNotFoundError
            If the extra ``report`` is not installed.
        OSError
            If the file cannot be written.
        """
        place = Path(fspath(path))
        head = None if template is None else Path(fspath(template))
        save(place, self.to_bytes(place.suffix.lower(), head))


def _line(text: str) -> _LetterLine:
    for mark, kind in _MARKS.items():
        if text.startswith(mark):
            return _LetterLine(kind, text.removeprefix(mark).strip())
    return _LetterLine("paragraph", text)
