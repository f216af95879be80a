"""One exchange over HTTP: the body of a call, no more than is allowed of it, and the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias

Respond: TypeAlias = Callable[[str, list[tuple[str, str]]], object]
Environ: TypeAlias = Mapping[str, Any]

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
JSON = "application/json"

_NOTHING_RUNS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller is told; ``allow`` names the methods where the one used is none of them."""

    status: HTTPStatus
    text: str = ""
    kind: str = TEXT
    allow: str | None = None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers of it; nothing in an answer of ours is ever to be run or framed."""
        found = [
            ("Content-Type", self.kind),
            ("Content-Length", str(len(self.text.encode()))),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", _NOTHING_RUNS),
            ("Referrer-Policy", "no-referrer"),
        ]
        return found if self.allow is None else [*found, ("Allow", self.allow)]


def no_such_method(allow: str) -> Answer:
    """Refuse a method, and name those there are (RFC 9110, section 15.5.6)."""
    return Answer(HTTPStatus.METHOD_NOT_ALLOWED, allow=allow)


def read_body(environ: Environ, content_type: str, limit: int) -> bytes | HTTPStatus:
    """Read a body of this type of at most ``limit`` bytes, or say why it is not taken."""
    kind = str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
    if kind != content_type:
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    body: bytes = environ["wsgi.input"].read(limit + 1)
    return body if len(body) <= limit else HTTPStatus.REQUEST_ENTITY_TOO_LARGE
