"""The receiver of notices: a WSGI application that takes them at every address of its own.

Two addresses are doors for something else (``archiver.webhooks.signal_door``).
In this order: raw bytes, signature, durable, 200 (webhooks.md, section 7). It
calls nobody. Where a notice cannot be kept it answers 500, so that the
platform sends it again.
"""

import hmac
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs

from archiver.archive import Archive
from archiver.errors import CivickeepError
from archiver.secret import Secret
from archiver.webhooks.exchange import Answer, Environ, Respond, no_such_method, read_body
from archiver.webhooks.keeping import keep_notice
from archiver.webhooks.notice import CONTENT_TYPE, read_notice
from archiver.webhooks.signal_door import SignalDoor, signal_kind
from archiver.webhooks.signature import is_signed

SIGNATURE_VARIABLE = "HTTP_X_HUB_SIGNATURE_256"


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
        kind = signal_kind(environ)
        if kind is None:
            answer = self._answer(environ)
        else:
            door = SignalDoor(self.archive, self.secret, self.report, self._one)
            answer = door.answer(kind, environ)
        respond(f"{answer.status.value} {answer.status.phrase}", answer.headers)
        return [answer.text.encode()]

    def _answer(self, environ: Environ) -> Answer:
        match environ["REQUEST_METHOD"]:
            case "GET":
                return self._shake_hands(environ.get("QUERY_STRING", ""))
            case "POST":
                return self._receive(environ)
            case _:
                return no_such_method("GET, POST")

    def _shake_hands(self, query: str) -> Answer:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        given = asked.get("hub.verify_token", "").encode("utf-8", "replace")
        known = hmac.compare_digest(self.verify_token.reveal().encode(), given)
        if not known or asked.get("hub.mode") != "subscribe":
            return Answer(HTTPStatus.FORBIDDEN)
        return Answer(HTTPStatus.OK, asked.get("hub.challenge", ""))

    def _receive(self, environ: Environ) -> Answer:
        body = read_body(environ, CONTENT_TYPE, self.body_limit)
        if isinstance(body, HTTPStatus):
            self.report(
                f"a notice was refused ({body.phrase}; {self.body_limit:,} bytes are allowed)"
            )
            return Answer(body)
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
