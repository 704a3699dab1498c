"""
Who may ask, and what a browser may do with the answer.

The page is for one person on this machine. Any web site that this person visits could send requests to 127.0.0.1, even
under a name of its own. So the host, the origin, and a token that only the command prints are checked.
"""

from __future__ import annotations

import hmac
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_FORM = 1_000_000
"""The most bytes of a form."""
MOST_UPLOAD = 100_000_000
"""The most bytes of a workbook or a folder of tables."""
_UPLOADS = frozenset({"/data", "/api/check-files"})
_SAFE = frozenset({"GET", "HEAD"})
_PROGRAMS = "/api/"
"""Where other programs ask: they read from the status that a token is missing."""
_WITHOUT_TOKEN = "Open the address that `teamforge open` printed: it ends with a token that this page needs.\n"  # noqa: S105 -- no password

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # Not no-referrer: browsers would send forms with the origin null.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


class Guard:
    """
    Lets through requests from this machine's own browser, or from a program with the token.

    Parameters
    ----------
    app
        The application that answers.
    token
        The token at the end of the printed address.
    hosts
        The names of this machine with its port, such as ``127.0.0.1:8765``.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: tuple[str, ...]) -> None:
        self._app, self._token, self._hosts = app, token, hosts
        # Cookies ignore ports: two pages on one machine must not take each other's.
        self._cookie = f"teamforge-{hosts[0].rpartition(':')[2]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, method = Headers(scope=scope), scope["method"]
        refusal = self._refusal(headers, method, scope["path"])
        if refusal is None and not self._known(headers):
            refusal = self._entrance(scope) or _without_token(scope["path"])

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        await self._app(scope, _BoundedBody(receive, _most(scope["path"])), send_guarded)

    def _refusal(self, headers: Headers, method: str, path: str) -> Response | None:
        if headers.get("host", "") not in self._hosts:
            return _refuse(HTTPStatus.MISDIRECTED_REQUEST, "This page answers to 127.0.0.1 alone.\n")
        origin = headers.get("origin")
        ours = origin in {f"http://{host}" for host in self._hosts}
        if method not in _SAFE and origin is None and not self._bears(headers) and path.startswith(_PROGRAMS):
            return _without_token(path)
        if (origin is not None and not ours) or (method not in _SAFE and not ours and not self._bears(headers)):
            return _refuse(HTTPStatus.FORBIDDEN, "Only this page itself may ask for changes.\n")
        size = headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > _most(path):
            return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {_most(path):,} bytes are taken.\n")
        return None

    def _known(self, headers: Headers) -> bool:
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            return False
        kept = cookies.get(self._cookie)
        return self._bears(headers) or (kept is not None and self._is_token(kept.value))

    def _bears(self, headers: Headers) -> bool:
        kind, _, token = headers.get("authorization", "").partition(" ")
        return kind.casefold() == "bearer" and self._is_token(token)

    def _entrance(self, scope: Scope) -> Response | None:
        """Return the response to anybody with the token: a cookie, and a redirect to the address without it."""
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[-1]
        if not self._is_token(token):
            return None
        response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return response

    def _is_token(self, text: str) -> bool:
        return hmac.compare_digest(text.encode(), self._token.encode())


class _BoundedBody:
    """The messages of a request, up to a number of bytes."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def __call__(self) -> Message:
        """Return the next message; one byte too many ends the request."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self._left < 0 else message


def _most(path: str) -> int:
    return MOST_UPLOAD if path in _UPLOADS else MOST_FORM


def _without_token(path: str) -> Response:
    if not path.startswith(_PROGRAMS):
        return _refuse(HTTPStatus.FORBIDDEN, _WITHOUT_TOKEN)
    return PlainTextResponse(_WITHOUT_TOKEN, HTTPStatus.UNAUTHORIZED, {"www-authenticate": "Bearer"})


def _refuse(status: HTTPStatus, text: str) -> Response:
    return PlainTextResponse(text, status)
