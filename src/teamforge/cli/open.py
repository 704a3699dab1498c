"""`teamforge open`."""

from __future__ import annotations

import socket
import sys
import webbrowser
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from teamforge.cli.options import argument, flag
from teamforge.cli.statuses import ExitStatus
from teamforge.cli.streams import to_stderr, write

_ELSEWHERE = (
    "is not this machine. The page shows personal data and knows one person alone, so it answers on 127.0.0.1 only. "
    "From another machine go through ssh: `ssh -L 8765:127.0.0.1:8765 THERE`, and there `teamforge open --port 8765 "
    "--no-browser`"
)


def open_page(
    place: Annotated[
        Path,
        argument(
            "[FOLDER or WORKBOOK]",
            "A project folder, any folder with a pool and challenges, or one .xlsx workbook; left out, the "
            "current folder.",
        ),
    ] = Path(),
    *,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Where to answer; 0: any free port.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the browser, or only print the address.")
    ] = True,
    demo: Annotated[bool, flag("--demo", "Show a copy of the packaged example; it is gone afterwards.")] = False,
    names: Annotated[
        bool | None, flag("--names/--no-names", "Show names beside ids; left out, as teamforge.toml says.")
    ] = None,
    host: Annotated[str, typer.Option("--host", hidden=True)] = "127.0.0.1",
) -> None:
    """
    Open the season in the browser: teams, dates, answers and papers, until Ctrl-C.

    The first line printed is the address, with the token that it needs. The page answers only on this machine and sends
    nothing anywhere. What you record is written into the folder; what you only try is not.

    \b
    Examples:
      teamforge open --demo
      teamforge open season-2027
    """  # noqa: D301 -- \b keeps the lines of the example apart
    if host not in {"127.0.0.1", "localhost"}:
        raise typer.BadParameter(f"{host} {_ELSEWHERE}", param_hint="--host")
    if missing := [name for name in ("starlette", "uvicorn", "jinja2", "python_multipart") if find_spec(name) is None]:
        to_stderr(f"error: {', '.join(missing)} not installed: the page needs the extra page, as in `teamforge[page]`")
        raise typer.Exit(ExitStatus.OURS)
    from teamforge.app.opened import HOST, copy_example, open_place

    with ExitStack() as stack:
        if demo:
            place = Path(stack.enter_context(TemporaryDirectory(prefix="teamforge-")))
        project = copy_example(place) if demo else open_place(place)
        here, token = stack.enter_context(listening(HOST, port)), token_urlsafe(32)
        address = f"http://{HOST}:{here.getsockname()[1]}/?token={token}"
        write(f"{address}\n")
        sys.stdout.flush()
        if browser:
            webbrowser.open(address)
        # The rest takes longer; the browser waits for an answer meanwhile.
        from teamforge.app.asking import Desk
        from teamforge.app.beginning import finish_begun
        from teamforge.app.drafts import Drafts
        from teamforge.app.season import Files
        from teamforge.app.server import serve
        from teamforge.app.taking import put_back

        title = "The example" if demo else place.resolve().name
        files = Files(project, lambda: open_place(place))
        if put_back(files.pool_path):
            to_stderr("the pool was being replaced when a program was ended: the tables from before are back")
        if finish_begun(files.project):
            files.reread()
        serve(Desk(files, Drafts(), project.names if names is None else names, title), here, token)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; it knows its protocol, without which asyncio holds small answers back for 40 ms."""
    try:
        made = socket.create_server((host, port))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise typer.BadParameter(f"cannot listen on {port}: {reason}", param_hint="--port") from None
    return socket.socket(made.family, made.type, socket.IPPROTO_TCP, made.detach())
