"""
The same verbs as JSON for another program on this machine, with their OpenAPI description.

===========  ====================================================
`verbs`      what a verb is and takes, and what stops it
`questions`  the verbs that only ask
`writing`    the verbs that write into the folder
`year`       the verbs of the plan of all challenges together
===========  ====================================================
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from teamforge.app.api.questions import QUESTIONS
from teamforge.app.api.verbs import MissingError, Verb
from teamforge.app.api.writing import WRITING
from teamforge.app.api.year import YEAR
from teamforge.app.asking import RefusedError
from teamforge.errors import Fault, InputError, TeamForgeError
from teamforge.page.plain import plain

if TYPE_CHECKING:
    from teamforge.app.asking import Desk

__all__ = ["VERBS", "description", "routes"]

VERBS: tuple[Verb, ...] = (*QUESTIONS, *WRITING, *YEAR)


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes of the verbs and of their description."""

    def endpoint(verb: Verb) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                content = await request.body() if verb.takes else b""
            except ClientDisconnect:
                return _json({"text": "too much was sent"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return await run_in_threadpool(_response, desk, verb, content)

        return answer

    return [
        Route(verb.path, endpoint(verb), methods=["POST" if verb.takes else "GET"]) for verb in (*VERBS, _DESCRIPTION)
    ]


def _response(desk: Desk, verb: Verb, content: bytes) -> Response:
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
    except MissingError as error:
        return _json({"text": str(error)}, HTTPStatus.NOT_FOUND)
    except (RefusedError, TeamForgeError) as error:
        return _json({"text": str(error)}, HTTPStatus.CONFLICT)
    except OSError as error:
        text = f"the disk or the folder does not allow it: {(error.strerror or type(error).__name__).lower()}"
        return _json({"text": text}, HTTPStatus.CONFLICT)
    return _json({"faults": [asdict(each) for each in faults]}, HTTPStatus.UNPROCESSABLE_ENTITY)


def _json(value: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(json.dumps(value), status, media_type="application/json")


def description(challenges: Sequence[str] = ()) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the verbs, with the ids of challenges as examples."""
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
            if challenges and "challenge" in schema["properties"]:
                schema["properties"]["challenge"]["examples"] = list(challenges)
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


_DESCRIPTION = Verb(
    "/api/openapi.json", lambda desk, _: description([*desk.files.now().challenges]), "What the verbs are"
)


def _content(name: str) -> Mapping[str, object]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _responses(verb: Verb) -> dict[str, object]:
    found: dict[str, object] = {
        "200": {"description": "The answer.", "content": {"application/json": {"schema": {}}}},
        "401": {"description": "Without the token.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        "409": {"description": "It cannot be done as things stand, and why.", "content": _content("Text")},
        "422": {"description": "Every fault, with how to mend it.", "content": _content("Faults")},
    }
    if verb.takes is not None:
        found["404"] = {"description": "There is no such challenge, plan or team.", "content": _content("Text")}
        found["413"] = {"description": "Too long.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return found
