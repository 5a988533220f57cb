"""The lab from this machine to this machine: loopback only, at an address that cannot be guessed.

Whoever asks must know the token in the path, must call the server by its own name (or another
site's name could be made to lead here), and a page of another origin is refused.  There are no
files to be reached by a path: what is served is a table.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from . import page
from .process import CheckProcess
from .watched import Version, WatchedFile

LARGEST = 2**21
"""Bytes of the largest request: 2 MB."""
WAIT = 20.0
"""Seconds that a question for a change of the file stays open."""
HEADERS = {
    "Content-Security-Policy": f"{page.POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class LabServer(ThreadingHTTPServer):
    """Serves the page, answers its checks, reads and writes its file."""

    daemon_threads = True

    def __init__(self, file: WatchedFile | None, port: int = 0, limit: float | None = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.file = file
        self.token = secrets.token_urlsafe(32)
        path = file.path if file else None
        self.checks = CheckProcess(path=path) if limit is None else CheckProcess(limit, path)
        self.files = page.files(local=True, named=file.path.name if file else "")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a page that has been closed meanwhile."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    @property
    def names(self) -> tuple[str, str]:
        """What the server may be called in a request: its address with its port."""
        return f"127.0.0.1:{self.server_port}", f"localhost:{self.server_port}"

    @property
    def address(self) -> str:
        """The address of the page, the token in it."""
        return f"http://{self.names[0]}/{self.token}/"

    def server_close(self) -> None:
        """Close the socket and end the process of the checks."""
        super().server_close()
        self.checks.end()


class RefusedError(Exception):
    """A request that is not answered: a status and what is wrong."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: LabServer
    server_version = "chainrule"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answer with a file of the page, or with the text that is edited."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """Answer a check, or write the text back."""
        self._answer(self._post)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the terminal is the user's, and an address has the token in it."""

    def _answer(self, find: Any) -> None:
        try:
            kind, body = find(self._allowed())
        except RefusedError as refused:
            self.close_connection = True
            self._send(refused.status, "application/json", _json({"error": str(refused)}))
        else:
            self._send(HTTPStatus.OK, kind, body)

    def _allowed(self) -> str:
        """Return what is asked for, without the token; refuse whoever may not ask."""
        if self.headers.get("Host") not in self.server.names:
            raise RefusedError(HTTPStatus.FORBIDDEN, "this server has another name")
        origins = [f"http://{name}" for name in self.server.names]
        if self.headers.get("Origin", origins[0]) not in origins:
            raise RefusedError(HTTPStatus.FORBIDDEN, "a page of another origin may not ask")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise RefusedError(HTTPStatus.FORBIDDEN, "a page of another site may not ask")
        token, _, name = self.path.partition("?")[0].removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is nothing here")
        return name

    def _get(self, name: str) -> tuple[str, bytes]:
        if name in self.server.files:
            return self.server.files[name]
        raise RefusedError(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _post(self, name: str) -> tuple[str, bytes]:
        given = self._body()
        if name == "ask":
            return "application/json", _json(self.server.checks.ask(given))
        file = self.server.file
        if file is None or name not in ("file", "write"):
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is nothing here")
        text, seen = given.get("text"), given.get("seen", "")
        try:
            if name == "file":
                return "application/json", _json(_told(file.changed(seen, WAIT), file))
            if not isinstance(text, str):
                raise RefusedError(HTTPStatus.BAD_REQUEST, "expected a text")
            written = file.write(text, seen)
            told = {"written": written.mark} if written else {**_told(file.read(), file)}
            return "application/json", _json(told)
        except (OSError, ValueError) as error:
            return "application/json", _json({"error": str(error)})

    def _body(self) -> dict[str, Any]:
        if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "expected JSON")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "expected at most 2 MB")
        try:
            given = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            raise RefusedError(HTTPStatus.BAD_REQUEST, "expected an object in JSON")
        return given

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _told(version: Version | None, file: WatchedFile) -> dict[str, Any]:
    if version is None:
        return {"same": True}
    return {"name": file.path.name, "kind": file.kind, **version._asdict()}


def _json(data: Any) -> bytes:
    return json.dumps(data).encode()
