"""Who may ask what: checks every request before anything else sees it, and marks every answer.

Host against names that an attacker's page could make point here, Origin and a header of our own
against forms of other pages, a token where others reach the address, and limits on the body.
"""

import hmac
import json
import socket
from collections.abc import Iterable
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ceralyte.app.settings import Settings, is_loopback

COOKIE = "ceralyte"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
FILE_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "frame-ancestors 'self'"
)
"""Of files that a job wrote: they show, without script and as if from another place."""

_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
_SAFE = ("GET", "HEAD")
_METHODS = (*_SAFE, "POST", "DELETE")
_MARK = "x-ceralyte"


class Refused(Exception):  # noqa: N818  # an answer, not a failure
    """A request that goes no further, with the status of the answer."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message
        super().__init__(message)


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._names = _own_names(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, pass it on, and add headers to the answer."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        try:
            limit = self._largest_body(scope)
            self._check_host(headers.get("host", ""))
            self._check_source(scope["method"], headers)
            if self._settings.token is not None:
                given = parse_qs(scope["query_string"].decode("latin-1")).get("token")
                if scope["path"] == "/" and given:
                    return await self._enter(given[0], send)
                self._check_token(headers)
            _check_length(headers, limit)
        except Refused as refused:
            return await _answer(send, refused)
        await self._pass_on(scope, receive, send, limit)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        taken, refused = 0, False

        async def counted() -> Message:
            nonlocal taken, refused
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit and not refused:
                refused = True
                await _answer(send, _too_large(limit))
            if refused:
                raise _too_large(limit)
            return message

        async def marked(message: Message) -> None:
            if refused:  # answered above; what the application says of it goes nowhere
                return
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *_marks(there)]
            await send(message)

        with suppress(Refused):
            await self._app(scope, counted, marked)

    def _largest_body(self, scope: Scope) -> int:
        limits = self._settings.limits
        if scope["path"] != "/api/uploads":
            return limits.text
        kinds = parse_qs(scope["query_string"].decode("latin-1")).get("kind", [""])
        if len(kinds) > 1:
            raise Refused(422, "an upload is of one kind")
        try:
            return limits.upload(kinds[0])
        except KeyError:
            return limits.text

    def _check_host(self, host: str) -> None:
        name = _name_of(host)
        if name in self._names or (not is_loopback(self._settings.host) and _is_address(name)):
            return
        raise Refused(403, f"this server does not answer for '{host[:80]}'")

    def _check_source(self, method: str, headers: dict[str, str]) -> None:
        if method not in _METHODS:
            raise Refused(405, f"no such method: {method[:20]}")
        origin = headers.get("origin")
        host = headers.get("host", "")
        if origin is not None and _place_of(origin) != host.lower():
            raise Refused(403, "requests of other pages are not answered")
        opened = method == "GET" and headers.get("sec-fetch-dest") == "document"
        if not opened and headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            raise Refused(403, "requests of other pages are not answered")
        if method not in _SAFE and headers.get(_MARK) != "1":
            raise Refused(403, "the header X-Ceralyte: 1 is missing")

    def _check_token(self, headers: dict[str, str]) -> None:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            cookie = None
        if not self._right(given) and not (cookie and self._right(cookie.value)):
            raise Refused(401, "open the address with its token, as `ceralyte app` printed it")

    def _right(self, given: str) -> bool:
        token = self._settings.token or ""
        return bool(token) and hmac.compare_digest(given.encode(), token.encode())

    async def _enter(self, given: str, send: Send) -> None:
        """Turn the token of the address into a cookie, and leave it out of the address."""
        if not self._right(given):
            return await _answer(send, Refused(401, "this is not the token of this server"))
        cookie = f"{COOKIE}={given}; HttpOnly; SameSite=Strict; Path=/"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode())]
        await send({"type": "http.response.start", "status": 303,
                    "headers": [*headers, *_marks(())]})  # fmt: skip
        await send({"type": "http.response.body", "body": b""})


def _own_names(host: str) -> set[str]:
    """Names under which this machine is asked for."""
    if is_loopback(host):
        return {"localhost", "127.0.0.1", "::1", host.lower()}
    return {"localhost", host.lower(), socket.gethostname().lower(), socket.getfqdn().lower()}


def _name_of(host: str) -> str:
    """The name in "name:port" or "[address]:port", "" where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _place_of(origin: str) -> str:
    """The "name:port" of an origin, "" where it is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    """Whether a name is a number, which no name server can make point elsewhere."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _check_length(headers: dict[str, str], limit: int) -> None:
    stated = headers.get("content-length", "0")
    if not stated.isdigit():
        raise Refused(400, "Content-Length is no number")
    if int(stated) > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> Refused:
    return Refused(413, f"this is larger than {limit / 1e6:g} MB, the most that is taken here")


def _marks(there: Iterable[bytes]) -> list[tuple[bytes, bytes]]:
    return [(k.encode(), v.encode()) for k, v in _HEADERS.items() if k.encode() not in there]


async def _answer(send: Send, refused: Refused) -> None:
    body = json.dumps({"error": {"message": refused.message}}).encode()
    start: dict[str, Any] = {
        "type": "http.response.start",
        "status": refused.status,
        "headers": [(b"content-type", b"application/json"), *_marks(())],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
