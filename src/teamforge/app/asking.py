"""A request to a page: the files as they are now, the draft in question, and the fields of the form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from jinja2 import Template
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from teamforge.api import Result
from teamforge.app.drafts import FILE, Draft, Drafts, DraftStep
from teamforge.app.incoming import Incoming
from teamforge.app.planning import Planning
from teamforge.app.season import Files, Season, Stamp
from teamforge.app.showing import compile_templates, person_of, sentence_of, templates
from teamforge.challenge import Challenge
from teamforge.errors import InputError, NoTeamError, TeamForgeError
from teamforge.log import place_of
from teamforge.pool import Pool
from teamforge.spec.rules import Strength

_WARM = 20
"""How many challenges are composed at startup."""


_MOST_FILES = 3_000
"""The most files of a form: a calendar for each peer of the largest pools that a person would choose by hand."""


class RefusedError(Exception):
    """
    A request that cannot be carried out, and why.

    Parameters
    ----------
    text
        The message that a person reads.
    status
        The HTTP status of the answer.
    """

    def __init__(self, text: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        self.text, self.status = text, status
        super().__init__(text)


@dataclass(frozen=True, eq=False)
class Desk:
    """
    Everything that the page holds for the one person it serves.

    Parameters
    ----------
    files, drafts
        The files, and the drafts on trial.
    names
        Whether names are shown.
    title
        What is open, in words.
    planning
        The plan being made.
    waiting
        The files that were sent and can be taken in, each with the stamp of the files it was read with.
    """

    files: Files
    drafts: Drafts
    names: bool
    title: str
    planning: Planning = field(default_factory=Planning)
    waiting: dict[str, tuple[Incoming, Stamp]] = field(default_factory=dict)

    def warm(self) -> None:
        """Read the files, compile the templates and compose the first teams, before anybody asks."""
        with suppress(TeamForgeError):
            season = self.files.now()
            compile_templates()
            for challenge in list(season.challenges.values())[:_WARM]:
                season.result(challenge)


@dataclass(frozen=True, eq=False)
class Ask:
    """
    A request to a page.

    Parameters
    ----------
    desk
        The desk of the person who asks.
    query, form
        The fields of the address and of the form that was sent.
    """

    desk: Desk
    query: QueryParams
    form: FormData

    @cached_property
    def season(self) -> Season:
        """What the files say now."""
        return self.desk.files.now()

    @property
    def pool(self) -> Pool:
        """The pool, without faults."""
        return self.season.sound

    def text(self, name: str) -> str:
        """Return a field, trimmed; empty if there is none."""
        value = self.form.get(name, self.query.get(name, ""))
        return value.strip() if isinstance(value, str) else ""

    def needed(self, name: str, what: str) -> str:
        """Return a field that must not be blank."""
        if not (text := self.text(name)):
            raise RefusedError(f"{what} is missing.")
        return text

    def peer(self, name: str = "peer") -> str:
        """Return the id of a peer."""
        if (peer := self.text(name)) not in self.pool.peers.position:
            raise RefusedError("There is no such peer in the pool.", HTTPStatus.NOT_FOUND)
        return peer

    def seat(self) -> str:
        """Return the id of a seat of the challenge."""
        if (seat := self.text("seat")) not in self.challenge.seat_ids:
            raise RefusedError("This challenge has no such seat.", HTTPStatus.NOT_FOUND)
        return seat

    @cached_property
    def draft(self) -> Draft:
        """The draft in question."""
        challenge = self.text("challenge")
        if challenge not in self.season.challenges:
            raise RefusedError("There is no such challenge here.", HTTPStatus.NOT_FOUND)
        found = self.desk.drafts.find(challenge, self.text("draft") or FILE)
        if found is None:
            raise RefusedError(
                "This try is gone: `teamforge open` was started anew, and keeps tries only while it runs.",
                HTTPStatus.NOT_FOUND,
            )
        return found

    @cached_property
    def challenge(self) -> Challenge:
        """The challenge of the draft."""
        return self.season.challenge(self.draft)

    @cached_property
    def result(self) -> Result:
        """The best team for it."""
        return self.season.result(self.challenge)

    def waivable(self, rule: str) -> bool:
        """Return whether a finding of a rule may be waived here: unwaived, it blocks or costs points."""
        known = self.challenge.rulebook.conflicts.get(rule)
        return known is not None and known.strength in {Strength.REVIEW, Strength.SOFT}

    def address(self, page: str, **more: str) -> str:
        """Return the address of a page about the draft."""
        draft = {} if self.draft.key == FILE else {"draft": self.draft.key}
        return f"/{page}?{urlencode({'challenge': self.draft.challenge_id, **draft, **more})}"

    def show(self, template: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:  # noqa: ANN401 -- what a template shows
        """Return a page."""
        return HTMLResponse(self._page(template).render(self._values(values)), status)

    def stream(self, template: str, **values: Any) -> Response:  # noqa: ANN401 -- likewise
        """Return a page that is sent as it is worked out: what it iterates over may be slow."""
        page = self._page(template).generate(self._values(values))
        return StreamingResponse(page, media_type="text/html; charset=utf-8")

    def _page(self, template: str) -> Template:
        return templates().get_template(f"{template}.html.j2")

    def _values(self, values: Mapping[str, object]) -> dict[str, object]:
        names, pool = self.desk.names, self.season.pool
        speak: dict[str, object] = {}
        if pool is not None:
            speak = {
                "person": person_of(pool, names=names),
                "sentence": sentence_of(pool, names=names),
                "organisation": pool.organisations.label_of,
            }
        return {"ask": self, "desk": self.desk, **speak, **values}

    def step(self, step: DraftStep, page: str = "team", **more: str) -> Response:
        """Take a step, and redirect to a page about the new draft."""
        draft = self.draft.then(step)
        draft.apply(self.season.challenges[draft.challenge_id])  # raises what is wrong before the draft is kept
        kept = self.desk.drafts.keep(draft)
        return self.lead(page, challenge=kept.challenge_id, draft=kept.key, **more)

    def lead(self, page: str, **fields: str) -> Response:
        """Redirect to a page, so that reloading it sends nothing again."""
        return RedirectResponse(f"/{page}?{urlencode(fields)}" if fields else f"/{page}", HTTPStatus.SEE_OTHER)


def endpoint_of(desk: Desk, page: Callable[[Ask], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a page: it reads the form, and every error becomes a page."""

    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(_answer, page, Ask(desk, request.query_params, FormData()))
        try:
            async with request.form(max_files=_MOST_FILES, max_fields=1000) as form:
                return await run_in_threadpool(_answer, page, Ask(desk, request.query_params, form))
        except ClientDisconnect:
            return Response("too much was sent", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    return endpoint


def _answer(page: Callable[[Ask], Response], ask: Ask) -> Response:
    try:
        return page(ask)
    except RefusedError as error:
        return ask.show("refused", error.status, heading="That cannot be done", text=error.text)
    except InputError as error:
        return ask.show("faults", HTTPStatus.UNPROCESSABLE_ENTITY, faults=error.faults)
    except NoTeamError as error:
        return ask.show("refused", HTTPStatus.CONFLICT, heading="There is no answer", text=str(error))
    except OSError as error:
        text = f"The disk or the folder does not allow it: {(error.strerror or type(error).__name__).lower()}."
        return ask.show("refused", HTTPStatus.CONFLICT, heading="That cannot be done", text=text)
    except Exception as error:  # noqa: BLE001 -- whatever it is, its text may hold somebody's data
        text = f"This is a fault of TeamForge, not of your files: {type(error).__name__} at {place_of(error)}."
        return ask.show("refused", HTTPStatus.INTERNAL_SERVER_ERROR, heading="Something went wrong", text=text)
