"""The same verbs as JSON for another program on this machine, with their OpenAPI description."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from teamforge.assignments import add_rows, answers, in_force
from teamforge.conflicts import find_conflicts
from teamforge.errors import Fault, InputError, TeamForgeError
from teamforge.page.plain import plain
from teamforge.spec.vocabulary import LIVE, OUT

if TYPE_CHECKING:
    from teamforge.app.asking import Desk
    from teamforge.app.season import Season
    from teamforge.assignments import Assignment
    from teamforge.challenge import Challenge
    from teamforge.pool import Pool

__all__ = ["description", "routes"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class OfChallenge(_Body):
    """A challenge of the folder, with other fields if they are given."""

    challenge: str = Field(description="Its id.")
    changes: dict[str, Any] = Field(
        {}, description="Fields of the challenge to replace, as `teamforge schema challenge` has them."
    )


class AskReserves(OfChallenge):
    """Who could step in on each seat, or on some."""

    per_seat: Annotated[int, Field(ge=1, le=100)] = 3
    seats: list[str] | None = Field(None, description="Ids of seats; left out, all.")


class AskWhyNot(OfChallenge):
    """Why some peers are not on the team."""

    peers: Annotated[list[str], Field(min_length=1, max_length=20)]


class AskWindows(OfChallenge):
    """Every window with its best team, or some windows."""

    starts: list[date] | None = Field(None, description="First days; left out, all.", strict=False)


class Said(_Body):
    """What people answered; refused if the history is no longer as long as `rows` says."""

    challenge: str = Field(description="Its id.")
    rows: int = Field(ge=0, description="How many rows the history had when it was looked at.")
    states: dict[str, str] = Field(
        description=f"Peer id to one of {', '.join((*LIVE, *OUT, 'released'))}.", min_length=1
    )
    on: date | None = Field(None, description="The day; left out, today.", strict=False)
    by: str = Field("", max_length=200)
    note: str = Field("", max_length=2000)


class _NotFoundError(Exception):
    """What was asked for does not exist."""


class _StaleError(Exception):
    """The history has grown since it was looked at."""


@dataclass(frozen=True)
class Verb:
    """An operation: its path, what it takes, what it does and how it is described."""

    path: str
    does: Callable[[Desk, Any], object]
    says: str
    takes: type[BaseModel] | None = None


def _asked(season: Season, body: OfChallenge) -> Challenge:
    if body.challenge not in season.challenges:
        raise _NotFoundError
    challenge = season.challenges[body.challenge]
    return challenge.replace(**body.changes) if body.changes else challenge


def _challenges(desk: Desk, _: None) -> object:
    season = desk.files.now()
    return [
        {"id": each.id, "title": each.title, "hosts": each.hosts, "as_of": each.as_of, "seats": each.seat_ids}
        for each in season.challenges.values()
    ]


def _faults(desk: Desk, _: None) -> object:
    season = desk.files.now()
    return [asdict(each) for each in (*season.faults, *season.unread)]


def _assignments(desk: Desk, _: None) -> object:
    pool = desk.files.now().sound
    return {"rows": len(pool.assignments), "assignments": [_row(each) for each in in_force(pool)]}


def _row(row: Assignment) -> dict[str, object]:
    names = ("challenge_id", "seat", "peer_id", "start", "end", "state", "on")
    return {name: getattr(row, name) for name in names}


def _compose(desk: Desk, body: OfChallenge) -> object:
    season = desk.files.now()
    return season.result(_asked(season, body)).to_dict()


def _reserves(desk: Desk, body: AskReserves) -> object:
    season = desk.files.now()
    return season.result(_asked(season, body)).reserves(per_seat=body.per_seat, seats=body.seats).to_dict()


def _why_not(desk: Desk, body: AskWhyNot) -> object:
    season = desk.files.now()
    return season.result(_asked(season, body)).why_not(body.peers).to_dict()


def _windows(desk: Desk, body: AskWindows) -> object:
    season = desk.files.now()
    return season.result(_asked(season, body)).windows(starts=body.starts).to_dict()


def _conflicts(desk: Desk, body: OfChallenge) -> object:
    season = desk.files.now()
    return {"findings": find_conflicts(season.sound, _asked(season, body)).findings()}


def _answer(desk: Desk, body: Said) -> object:
    season = desk.files.now()
    if body.challenge not in season.challenges:
        raise _NotFoundError

    def said(now: Pool) -> list[Assignment]:
        if len(now.assignments) != body.rows:
            raise _StaleError
        challenge = season.challenges[body.challenge]
        return answers(now, challenge, body.states, on=body.on, by=body.by, note=body.note)

    pool, rows = add_rows(desk.files.pool_path, said, lambda: desk.files.now().sound)
    desk.files.stands(pool)
    return {"rows": len(pool.assignments), "written": [_row(each) for each in rows]}


VERBS = (
    Verb("/api/challenges", _challenges, "The challenges of the folder"),
    Verb("/api/faults", _faults, "Every fault of the files, with how to mend it"),
    Verb("/api/assignments", _assignments, "The history: the row in force of each challenge and peer"),
    Verb("/api/compose", _compose, "The best team of a challenge, with what is proved", OfChallenge),
    Verb("/api/reserves", _reserves, "Who could step in on each seat", AskReserves),
    Verb("/api/why-not", _why_not, "Why peers are not on the team", AskWhyNot),
    Verb("/api/windows", _windows, "Every window with its best team", AskWindows),
    Verb("/api/conflicts", _conflicts, "Every conflict of interest with its path", OfChallenge),
    Verb("/api/answers", _answer, "Record what people answered", Said),
)


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes of the verbs and of their description."""

    def endpoint(verb: Verb) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                content = await request.body() if verb.takes else b""
            except ClientDisconnect:
                return _json({"text": "too much was sent"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return await run_in_threadpool(_answered, desk, verb, content)

        return answer

    async def described(_request: Request) -> Response:
        return _json(description())

    own = [Route(verb.path, endpoint(verb), methods=["POST" if verb.takes else "GET"]) for verb in VERBS]
    return [*own, Route("/api/openapi.json", described)]


def _answered(desk: Desk, verb: Verb, content: bytes) -> Response:
    try:
        body = verb.takes and verb.takes.model_validate_json(content)
        return _json(plain(verb.does(desk, body)))
    except ValidationError as error:
        places = [".".join(map(str, each["loc"])) for each in error.errors(include_url=False, include_input=False)]
        faults = [Fault("request", None, place, None, "as the description says") for place in places]
    except InputError as error:
        faults = list(error.faults)
    except (KeyError, ValueError, UnicodeError) as error:
        faults = [Fault("request", None, None, None, f"what the pool and the challenge have: {error.args[0]}")]
    except _NotFoundError:
        return _json({"text": "there is no such challenge"}, HTTPStatus.NOT_FOUND)
    except _StaleError:
        return _json({"text": "the history is longer by now: look at it again"}, HTTPStatus.CONFLICT)
    except TeamForgeError as error:
        return _json({"text": str(error)}, HTTPStatus.CONFLICT)
    return _json({"faults": [asdict(each) for each in faults]}, HTTPStatus.UNPROCESSABLE_ENTITY)


def _json(value: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(json.dumps(value), status, media_type="application/json")


def description() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the verbs."""
    text = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    faults = {"type": "object", "properties": {"faults": {"type": "array"}}, "required": ["faults"]}
    schemas = {"Text": text, "Faults": faults}
    paths = {}
    for verb in VERBS:
        method, asks = "get", {}
        if verb.takes is not None:
            method = "post"
            schema = verb.takes.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {})
            schemas[verb.takes.__name__] = schema
            asks = {"requestBody": {"required": True, "content": _content(verb.takes.__name__)}}
        paths[verb.path] = {method: {"summary": verb.says, **asks, "responses": _responses(verb)}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "TeamForge", "version": version("teamforge")},
        "paths": paths,
        "security": [{"token": []}],
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "What `teamforge open` printed."}
            },
        },
    }


def _content(name: str) -> Mapping[str, object]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _responses(verb: Verb) -> dict[str, object]:
    found: dict[str, object] = {
        "200": {"description": "The answer.", "content": {"application/json": {"schema": {}}}},
        "403": {"description": "Without the token.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        "422": {"description": "Every fault, with how to mend it.", "content": _content("Faults")},
    }
    if verb.takes is not None:
        found["404"] = {"description": "There is no such challenge.", "content": _content("Text")}
        found["409"] = {"description": "No team to ask of, or a history that is longer.", "content": _content("Text")}
        found["413"] = {"description": "Too long.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return found
