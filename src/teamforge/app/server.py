"""The addresses of the pages, and the server that answers only on this machine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import socket
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from teamforge.app import api
from teamforge.app.asking import Ask, Desk, endpoint_of
from teamforge.app.guard import Guard
from teamforge.app.opened import HOST
from teamforge.app.pages import (
    answers,
    conflicts,
    data,
    dates,
    decision,
    papers,
    peer,
    plan,
    season,
    seat,
    start,
    team,
    trying,
    waive,
)

_STATIC = Path(__file__).parent / "static"


def application(desk: Desk) -> Starlette:
    """Return the pages as an application; nothing guards it yet."""

    def page(path: str, shown: Callable[[Ask], Response], method: str = "GET") -> BaseRoute:
        return Route(path, endpoint_of(desk, shown), methods=[method])

    return Starlette(
        routes=[
            page("/", season.season),
            page("/team", team.team),
            page("/seat", seat.seat),
            page("/peer", peer.peer),
            page("/peer", peer.search, "POST"),
            page("/dates", dates.dates),
            page("/conflicts", conflicts.conflicts),
            page("/conflicts.svg", conflicts.graph),
            page("/answers", answers.answers),
            page("/record", answers.record, "POST"),
            page("/keep", answers.keep_draft, "POST"),
            page("/paper", papers.paper),
            page("/decision", decision.decision),
            page("/decision", decision.write_down, "POST"),
            page("/waive", waive.waive),
            page("/try", trying.attempt, "POST"),
            page("/look", trying.look, "POST"),
            page("/start", start.start),
            page("/start", start.begin_challenge, "POST"),
            page("/data", data.data),
            page("/data", data.trial, "POST"),
            page("/data/take", data.take, "POST"),
            page("/plan", plan.plan),
            page("/plan", plan.start_plan, "POST"),
            page("/plan/record", plan.record_plan, "POST"),
            *api.routes(desk),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ]
    )


def serve(desk: Desk, here: socket, token: str) -> None:
    """
    Answer until Ctrl-C; no request is logged.

    Parameters
    ----------
    desk
        The desk to serve.
    here
        A socket of this machine that is already listening.
    token
        The token that lets somebody in.
    """
    port = here.getsockname()[1]
    settings = uvicorn.Config(
        Guard(application(desk), token, (f"{HOST}:{port}", f"localhost:{port}")),
        access_log=False,
        log_config=None,
        log_level="critical",
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    Thread(target=desk.warm, daemon=True).start()
    with suppress(KeyboardInterrupt):
        uvicorn.Server(settings).run(sockets=[here])
