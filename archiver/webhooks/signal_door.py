"""Where a platform posts that a person asks for deletion or has removed the app.

It posts a form with the one field ``signed_request``, and for a deletion wants
JSON with ``url``, a page that a person can read about the request, and
``confirmation_code`` (developers.facebook.com, Data Deletion Request
Callback). What comes is recorded, once however often it is sent, for people to
answer. It deletes nothing.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

import msgspec

from archiver.archive import Archive
from archiver.catalogue.connection_rows import Signal
from archiver.connect.errors import SignalInvalid
from archiver.connect.signals import MOST_BYTES, SignedRequest, read_signed_request, record_signal
from archiver.connection_events import SignalKind
from archiver.errors import CivickeepError
from archiver.secret import Secret
from archiver.webhooks.exchange import HTML, JSON, Answer, Environ, no_such_method, read_body
from archiver.webhooks.settings import WebhookSettings
from archiver.webhooks.status_page import status_page

DELETION = "data-deletion"
DOORS = {DELETION: SignalKind.DATA_DELETION, "deauthorize": SignalKind.DEAUTHORIZED}
"""The last part of the address, and what is posted there."""

CONTENT_TYPE = "application/x-www-form-urlencoded"
FIELD = b"signed_request"
FORM_BYTES = MOST_BYTES + 2_000
"""Room for the field's name, escapes, and a field or two that the platform may add."""

FORM_FIELDS = 20
BY = "webhook"
"""Who the event is by: nobody of the city has seen the request yet."""


class Confirmation(msgspec.Struct, frozen=True):
    """What the platform shows the person: where to read on, and what to ask with."""

    url: str
    confirmation_code: str


def signal_kind(environ: Environ) -> SignalKind | None:
    """Tell which door was called, wherever the receiver is mounted; None for none of them."""
    path = str(environ.get("PATH_INFO", ""))
    return DOORS.get(path.rstrip("/").rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class SignalDoor:
    """Takes the signals of one archive's app. ``alone`` is held while one is recorded."""

    archive: Archive
    secret: Secret
    report: Callable[[str], None]
    alone: threading.Lock

    def answer(self, kind: SignalKind, environ: Environ) -> Answer:
        """Answer one call; a page where a person reads what happens, else a signal."""
        reads = kind is SignalKind.DATA_DELETION
        match environ["REQUEST_METHOD"]:
            case "GET" if reads:
                city = self.archive.settings.city.name
                return Answer(HTTPStatus.OK, status_page(city, self._settings.ask), HTML)
            case "POST":
                return self._receive(kind, environ)
            case _:
                return no_such_method("GET, POST" if reads else "POST")

    def _receive(self, kind: SignalKind, environ: Environ) -> Answer:
        request = self._read(environ)
        if isinstance(request, Answer):
            return request
        try:
            with self.alone:
                signal = record_signal(self.archive, None, kind, request, by=BY)
        except CivickeepError as error:
            self.report(f"a platform's signal could not be kept: {error.what} {error.next_step}")
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.report(f"a platform's signal was received ({kind}); see civickeep account signals")
        return self._confirm(signal) if kind is SignalKind.DATA_DELETION else Answer(HTTPStatus.OK)

    def _read(self, environ: Environ) -> SignedRequest | Answer:
        """Read what is signed, or refuse it."""
        body = read_body(environ, CONTENT_TYPE, FORM_BYTES)
        if isinstance(body, HTTPStatus):
            return self._refuse(body, body.phrase)
        try:
            given = parse_qs(body, max_num_fields=FORM_FIELDS).get(FIELD, [])
        except ValueError:
            return self._refuse(HTTPStatus.BAD_REQUEST, "it is no form")
        if len(given) != 1:
            return self._refuse(HTTPStatus.BAD_REQUEST, "it has not the one field there is to be")
        try:
            return read_signed_request(given[0], self.secret)
        except SignalInvalid as error:
            return self._refuse(HTTPStatus.FORBIDDEN, error.what)

    def _refuse(self, status: HTTPStatus, why: str) -> Answer:
        self.report(f"a platform's signal was refused: {why}")
        return Answer(status)

    def _confirm(self, signal: Signal) -> Answer:
        address = self._settings.public_url
        if address is None:
            self.report("it was recorded, but not answered: set public_url under [webhooks]")
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE)
        confirmation = Confirmation(f"{address.rstrip('/')}/{DELETION}", signal.code)
        return Answer(HTTPStatus.OK, msgspec.json.encode(confirmation).decode(), JSON)

    @property
    def _settings(self) -> WebhookSettings:
        return self.archive.settings.section(WebhookSettings)
