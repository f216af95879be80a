"""The receiver of notices: a WSGI application with one address.

In this order: raw bytes, signature, durable, 200 (webhooks.md, section 7). It
calls nobody. Where a notice cannot be kept it answers 500, so that the
platform sends it again.
"""

import hmac
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import parse_qs

from archiver.archive import Archive
from archiver.errors import CivickeepError
from archiver.secret import Secret
from archiver.webhooks.keeping import keep_notice
from archiver.webhooks.notice import CONTENT_TYPE, read_notice
from archiver.webhooks.signature import is_signed

Respond: TypeAlias = Callable[[str, list[tuple[str, str]]], object]
Environ: TypeAlias = Mapping[str, Any]

SIGNATURE_VARIABLE = "HTTP_X_HUB_SIGNATURE_256"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform is told: a status, and for the handshake its own challenge."""

    status: HTTPStatus
    text: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Receives the notices of one archive's platforms; any number of threads may call it.

    ``report`` is told in a sentence what went wrong; nothing of a body is in it.
    """

    archive: Archive
    secret: Secret
    verify_token: Secret
    body_limit: int
    report: Callable[[str], None]
    _one: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: Environ, respond: Respond) -> Iterable[bytes]:
        """Answer one call (PEP 3333)."""
        answer = self._answer(environ)
        body = answer.text.encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
        ]
        respond(f"{answer.status.value} {answer.status.phrase}", headers)
        return [body]

    def _answer(self, environ: Environ) -> Answer:
        match environ["REQUEST_METHOD"]:
            case "GET":
                return self._shake_hands(environ.get("QUERY_STRING", ""))
            case "POST":
                return self._receive(environ)
            case _:
                return Answer(HTTPStatus.METHOD_NOT_ALLOWED)

    def _shake_hands(self, query: str) -> Answer:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        given = asked.get("hub.verify_token", "").encode("utf-8", "replace")
        known = hmac.compare_digest(self.verify_token.reveal().encode(), given)
        if not known or asked.get("hub.mode") != "subscribe":
            return Answer(HTTPStatus.FORBIDDEN)
        return Answer(HTTPStatus.OK, asked.get("hub.challenge", ""))

    def _receive(self, environ: Environ) -> Answer:
        body = self._body(environ)
        if isinstance(body, Answer):
            return body
        given = environ.get(SIGNATURE_VARIABLE)
        if not is_signed(self.secret, body, given):
            self.report("a notice without the right signature was refused")
            return Answer(HTTPStatus.FORBIDDEN)
        try:
            told = read_notice(body)
        except ValueError:
            self.report("a signed notice that is no JSON object was refused")
            return Answer(HTTPStatus.BAD_REQUEST)
        try:
            with self._one:
                keep_notice(self.archive, body, str(given), told)
        except CivickeepError as error:
            self.report(f"a notice could not be kept: {error.what} {error.next_step}")
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR)
        return Answer(HTTPStatus.OK)

    def _body(self, environ: Environ) -> bytes | Answer:
        """Read the body, no more than is allowed of it."""
        kind = str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
        if kind != CONTENT_TYPE:
            return Answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        body: bytes = environ["wsgi.input"].read(self.body_limit + 1)
        if len(body) > self.body_limit:
            self.report(f"a notice of more than {self.body_limit:,} bytes was refused")
            return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return body
