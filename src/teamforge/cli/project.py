"""A command that knows its project folder: its arguments, its defaults, and what a shell completes."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperArgument, TyperCommand

from teamforge.cli.places import refuse_inputs
from teamforge.cli.words import with_project
from teamforge.errors import InputError
from teamforge.project.finding import find_file, shown

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter
    from typer._click.parser import _OptionParser

    from teamforge.challenge.document import Document
    from teamforge.project import Project

_WITHOUT_CHALLENGE = ("check", "pseudonymise")
"""The commands that also work on a pool alone."""
_WHOLE = "check"
"""The command that without a word looks at the whole programme of the project."""
_TYPED = "teamforge.typed"
_NAMED = "teamforge.named"


class ProjectCommand(TyperCommand):
    """A command whose pool and challenge may be those of the project folder."""

    def make_parser(self, ctx: Context) -> _OptionParser:
        """Return the parser, which fills in what the project names once it has separated words from options."""
        parser = super().make_parser(ctx)
        if "pool" not in self._arguments:
            return parser
        plain = parser.parse_args

        def parse_args(args: list[str]) -> tuple[dict[str, Any], list[str], list[Any]]:
            options, left, order = plain(args)
            if not options.get("help"):
                left = self._fill_in(ctx, options, left)
            return options, left, order

        parser.parse_args = parse_args  # type: ignore[method-assign]  # the class is private to Typer
        return parser

    def invoke(self, ctx: Context) -> object:
        """
        Run the command, once it is known that it would not write over what it reads.

        An `EOFError` is a fault like any other, not the end of input at a prompt, as for Typer.
        """
        refuse_inputs(ctx.params)
        try:
            return super().invoke(ctx)
        except EOFError as error:
            raise RuntimeError("EOFError").with_traceback(error.__traceback__) from None

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the parts of the line of usage, without arguments that help does not show."""
        hidden = {param for param in self.params if isinstance(param, TyperArgument) and param.hidden}
        pieces = [piece for param in self.params if param not in hidden for piece in param.get_usage_pieces(ctx)]
        return [*filter(None, [self.options_metavar]), *pieces]

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help; in a project folder the pool is not required."""
        pools = [param for param in self.params if param.name == "pool" and param.required and find_file() is not None]
        for param in pools:
            param.required = False
        super().format_help(ctx, formatter)
        for param in pools:
            param.required = True

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Say which project a command would work in."""
        super().format_epilog(ctx, formatter)
        file = find_file() if "pool" in self._arguments else None
        if file is not None:
            formatter.write_paragraph()
            formatter.write_text(f"Project: {shown(file)} names pool and challenges: a challenge's id is enough.")

    @property
    def _arguments(self) -> dict[str, int]:
        """The names of the arguments, each with how many words it takes."""
        return {param.name: param.nargs for param in self.params if isinstance(param, TyperArgument) and param.name}

    @property
    def _needs_pool(self) -> bool:
        """Whether the command always needs a pool."""
        return any(param.name == "pool" and param.required for param in self.params)

    def _fill_in(self, ctx: Context, options: dict[str, Any], left: list[str]) -> list[str]:
        """Fill in arguments and defaults, and return the words that are left over."""
        project = _project(ctx)
        if project is None or (project.pool is None and not self._needs_pool):
            return left
        ctx.default_map = self._defaults(project, options)
        words = [*_words(options, self._arguments), *left]
        ctx.meta[_TYPED] = tuple(words)
        ctx.meta[_NAMED] = project.names and options.get("names") is None and not options.get("key")
        if ctx.resilient_parsing:  # shell completion: what is missing is what it asks for
            with suppress(typer.BadParameter):
                if words:
                    words = with_project(list(self._arguments), words, project, alone=True)
        else:
            if self.name == _WHOLE and not words and project.programme is not None:
                words = [str(project.programme)]
            words = with_project(list(self._arguments), words, project, alone=self.name in _WITHOUT_CHALLENGE)
        for name, count in self._arguments.items():
            taken, words = (words, []) if count < 0 else (words[:count], words[count:])
            options[name] = (tuple(taken) or None) if count < 0 else (taken[0] if taken else None)
        return words

    def _defaults(self, project: Project, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the project's values for options left out; names only in output that people read."""
        out = options.get("out") or ()
        places = (out,) if isinstance(out, str) else tuple(out)
        to_people = options.get("form") not in {"json", "csv"} and not options.get("key")
        found = {
            "names": project.names or None if to_people else None,
            "signed": project.signs,
            "template": project.template if self._writes_word(places, options) else None,
            # A plan is bounded by work: with seconds it would differ each time.
            "words": project.words,
            "time_limit": None if "programme" in self._arguments else project.time_limit,
            "effort": project.effort,
        }
        known = {name: value for name, value in found.items() if value is not None}
        return {name: value if isinstance(value, bool) else str(value) for name, value in known.items()}

    def _writes_word(self, places: Sequence[str], options: Mapping[str, Any]) -> bool:
        """Return whether a Word document is written: to a file, or letters into a folder."""
        letters = "folder" in options and options.get("kind") in {None, "docx"}
        return letters or any(place.lower().endswith(".docx") for place in places)


def typed(ctx: typer.Context, *paths: Path | None) -> str:
    """Return the arguments of a command as they were typed, to be typed again: those paths, or ids of the project."""
    return shlex.join(ctx.meta.get(_TYPED) or [str(path) for path in paths if path is not None])


def in_papers(ctx: typer.Context, *, names: bool) -> bool:
    """Return whether files that people read show names: `--names` or the project asks for them, whatever the format."""
    return names or bool(ctx.meta.get(_NAMED))


def _words(options: Mapping[str, Any], arguments: Mapping[str, int]) -> list[str]:
    given = [options.get(name) for name in arguments]
    return [word for each in given if each is not None for word in ([each] if isinstance(each, str) else each)]


def known_project() -> Project | None:
    """Return the project of the current folder, without a wait where there is none."""
    if find_file() is None:
        return None
    from teamforge.project import find_project

    return find_project()


def _project(ctx: Context) -> Project | None:
    """Return the project of the current folder; for shell completion, None if it is at fault."""
    try:
        return known_project()
    except InputError:
        if ctx.resilient_parsing:
            return None
        raise


def dated(document: Document, path: Path) -> Document:
    """Return what the file of a challenge holds, with the date of the project's programme if it has none."""
    if not isinstance(document.data, Mapping) or document.data.get("as_of") is not None:
        return document
    project = known_project()
    day = None if project is None else project.dates.get(path.resolve())
    return document if day is None else replace(document, data={**document.data, "as_of": day})


def complete_challenge(ctx: typer.Context) -> list[str]:
    """Return the ids of the challenges of the project."""
    project = _project(ctx)
    return [] if project is None else list(project.challenges)


def complete_answer(ctx: typer.Context, incomplete: str) -> list[str | tuple[str, str]]:
    """Return peers, or the states after a peer, for words such as ``P1=asked`` and ``P1 asked``."""
    from teamforge.spec.vocabulary import ASSIGNMENT_STATES

    peer, sign, _ = incomplete.rpartition("=")
    if sign:
        return [f"{peer}={state}" for state in ASSIGNMENT_STATES]
    state_next = False
    for word in ctx.params.get("states") or ():  # bash hands over P1=asked as the three words P1, = and asked
        state_next = word.endswith("=") or ("=" not in word and not state_next)
    return [*ASSIGNMENT_STATES] if state_next else complete_peer(ctx)


def complete_peer(ctx: typer.Context) -> list[str | tuple[str, str]]:
    """Return the ids of the peers of the pool, with their names next to them if names are on."""
    project = _project(ctx)
    pool = ctx.params.get("pool") or (None if project is None else project.pool)
    if pool is None:
        return []
    from teamforge.tables.source import read_path

    table = read_path(Path(pool), ("peers",)).tables.get("peers")
    if table is None or "peer_id" not in table.columns:
        return []
    ids, names = table.columns["peer_id"], table.columns.get("name")
    rows = range(len(table))
    if names is None or not ctx.params.get("names"):
        return [ids.text(row) for row in rows]
    return [(ids.text(row), names.text(row)) for row in rows]
