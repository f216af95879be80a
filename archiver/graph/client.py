"""Our own small client for the Graph API, with facebook-sdk behind it.

facebook-sdk 3.1.0 alone is unfit today: it knows versions up to 3.1, has no
timeout, loses headers and status, and puts the token into the address. So the
version, base address, time limits, headers, meaning of errors and paging are
ours; the library builds the call and sends it (facebook.md, section 10).
"""

import contextlib
import hashlib
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import facebook
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from archiver.civil_time import Clock
from archiver.errors import CivickeepError, PlatformThrottled, PlatformUnavailable
from archiver.graph.batch import LEAST, MOST, ROUNDS, Question, batch_text, read_parts
from archiver.graph.meaning import Fault, Meaning, fault_of
from archiver.graph.refusals import refusal
from archiver.graph.usage import Usage, read_usage
from archiver.masking import mask
from archiver.secret import Secret

GRAPH_HOST = "https://graph.facebook.com"
PUBLIC_ROOT = f"{GRAPH_HOST}/"
TRIES = 4
PROOF = "appsecret_proof"
"""The parameter (facebook.md, section 1)."""

BACKOFF = (1.0, 4.0, 15.0)
"""Seconds before the second, third and fourth try of a call that failed in passing."""

CONNECT_TIMEOUT = 5.0
THROTTLED_MINUTES = 60
"""How long to stay away where the platform does not say (facebook.md, section 7)."""

LONGEST = 32_000_000
"""Bytes of an answer; a page of a hundred long posts has not a tenth of it."""

_PIECE = 1 << 16
_VERSION = re.compile(r"v\d{1,3}\.\d{1,3}")

Wait = Callable[[float], None]
Seconds = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform answered: the body after masking, its digest, and what was asked."""

    body: bytes
    digest: str
    asked: str
    api_version: str
    received: datetime


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how to ask. ``base_url`` is set for playback.

    ``timeout`` is how many seconds may pass without a word, ``deadline`` how
    many an answer may take from the question to its end.
    ``proof`` shows that whoever sends the token also knows the app's secret.
    ``account`` is the id whose allowance counts, where the platform tells
    those of several. An answer of more than ``longest`` bytes is not read.
    """

    token: Secret
    version: str
    base_url: str | None = None
    timeout: float = 60.0
    proof: Secret | None = None
    account: str | None = None
    longest: int = LONGEST
    deadline: float = 90.0


@dataclass(frozen=True, slots=True)
class _Received:
    """A response, or a part of one, with the body; None where that was too long to be read."""

    response: requests.Response
    body: bytes | None
    status: int


class _Taken(Exception):
    """Ends the library's part of a call as soon as the answer is here."""


class _Redirecting(HTTPAdapter):
    """Sends what facebook-sdk addresses to graph.facebook.com somewhere else."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url

    def send(self, request: requests.PreparedRequest, **kwargs: object) -> requests.Response:  # type: ignore[override] # the options pass through as they are
        """Send a call to the other address."""
        request.url = self._base_url + (request.url or "").removeprefix(GRAPH_HOST)
        return super().send(request, **kwargs)  # type: ignore[arg-type] # as above


class GraphClient:
    """One account's line to the Graph API.

    ``get`` asks again by itself where a fault is a passing one. Everything
    else is raised as one of our errors: ``TokenRefused``, ``AccountBlocked``,
    ``PermissionMissing``, ``ObjectUnreadable``, ``RequestRefused``,
    ``PlatformThrottled``, ``PlatformUnavailable``, ``TooMuchData``. One
    thread at a time. ``versions`` are those that answered.
    """

    def __init__(
        self, endpoint: Endpoint, clock: Clock, wait: Wait, seconds: Seconds = time.monotonic
    ) -> None:
        self._endpoint = endpoint
        self._clock = clock
        self._wait = wait
        self._seconds = seconds
        self._end = 0.0
        self._heard: list[_Received] = []
        self._session = self._make_session()
        self._sdk = facebook.GraphAPI(
            timeout=(CONNECT_TIMEOUT, endpoint.timeout), session=self._session
        )
        # The library's own check knows versions up to 3.1 only.
        self._sdk.version = endpoint.version
        self._ahead: dict[Question, Answer | Fault] = {}
        self._knows_batches = True
        self.usage = Usage()
        self.calls = 0
        self.versions = set[str]()

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def get(self, path: str, parameters: Mapping[str, str], tries: int = TRIES) -> Answer:
        """Ask for a node or an edge, such as ``123/feed``; give the whole answer."""
        question = Question.of(path, parameters)
        outcome = self._ahead.pop(question, None)
        if isinstance(outcome, Answer):
            return outcome
        if outcome is not None:
            raise self._error(outcome, path)
        for attempt in range(tries):
            if attempt:
                self._wait(BACKOFF[attempt - 1])
            self._respect_usage()
            outcome = self._call(question)
            if isinstance(outcome, Answer):
                return outcome
            if outcome.meaning is not Meaning.RETRY:
                raise self._error(outcome, path)
        raise PlatformUnavailable(
            f"The platform did not answer {path} properly in {tries} tries ({outcome}).",
            next_step="Nothing was marked as gone. Harvest again later.",
        )

    def ahead(self, questions: Sequence[Question]) -> None:
        """Put questions in one round trip that ``get`` is going to be asked one by one.

        Where the platform does not know batches, or has not finished a part,
        nothing is lost: ``get`` then asks itself.
        """
        self._ahead.clear()
        for start in range(0, len(questions), MOST):
            some = questions[start : start + MOST]
            for _ in range(ROUNDS):
                if len(some) < LEAST or not self._knows_batches:
                    break
                some = self._ask_together(some)

    def _ask_together(self, questions: Sequence[Question]) -> Sequence[Question]:
        """Send one batch; give the questions that were not answered."""
        self._respect_usage()
        self.calls += len(questions)
        asked = {
            "batch": batch_text(questions, self._endpoint.version, self._proof),
            "include_headers": "false",
            **self._proof,
        }
        last = self._send("", post_args=asked)
        parts = read_parts(last.body, len(questions)) if last and last.body else None
        if last is None or parts is None:
            self._knows_batches = False
            return ()
        for question, part in zip(questions, parts, strict=True):
            if part is not None:
                answered = _Received(last.response, part.body, part.status)
                self._expect(question, self._read(answered, question))
        return [each for each, part in zip(questions, parts, strict=True) if part is None]

    def _expect(self, question: Question, outcome: Answer | Fault) -> None:
        """Keep an answer until it is asked for; what may pass by itself is asked again then."""
        if isinstance(outcome, Answer) or outcome.meaning is not Meaning.RETRY:
            self._ahead[question] = outcome

    @property
    def _proof(self) -> dict[str, str]:
        proof = self._endpoint.proof
        return {PROOF: proof.reveal()} if proof else {}

    def _make_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        # The API answers itself; whoever sends us elsewhere does not get our token.
        session.max_redirects = 0
        session.headers["Authorization"] = f"Bearer {self._endpoint.token.reveal()}"
        session.stream = True
        session.hooks["response"].append(self._take)
        if self._endpoint.base_url:
            session.mount(PUBLIC_ROOT, _Redirecting(self._endpoint.base_url))
        return session

    def _take(self, response: requests.Response, **_: object) -> None:
        """Read an answer as far as we are ready to, and let the library see nothing of it.

        It would parse the body once more, and lose the headers and the status.
        What comes too slowly, however steadily, counts as broken off.
        """
        body = bytearray()
        while piece := response.raw.read1(_PIECE, decode_content=True):
            body += piece
            if self._seconds() > self._end:
                response.close()
                raise _Taken
            if len(body) > self._endpoint.longest:
                response.close()
                self._heard.append(_Received(response, None, response.status_code))
                raise _Taken
        self._heard.append(_Received(response, bytes(body), response.status_code))
        raise _Taken

    def _respect_usage(self) -> None:
        if self.usage.must_stop:
            raise self._throttled(f"{self.usage.percent} % of the allowance is used")
        if self.usage.pause:
            self._wait(self.usage.pause)

    def _call(self, question: Question) -> Answer | Fault:
        self.calls += 1
        path = f"{self._endpoint.version}/{quote(question.path)}"
        last = self._send(path, args={**dict(question.parameters), **self._proof})
        return Fault(Meaning.RETRY, 0) if last is None else self._read(last, question)

    def _send(self, path: str, **asked: dict[str, str]) -> _Received | None:
        """Let the library build a call and send it; None where nothing came back."""
        self._heard.clear()
        self._end = self._seconds() + self._endpoint.deadline
        with contextlib.suppress(_Taken, requests.RequestException, HTTPError):
            self._sdk.request(path, **asked)
        return self._heard[0] if self._heard else None

    def _read(self, last: _Received, question: Question) -> Answer | Fault:
        response = last.response
        # The headers come with some answers only; until then the last ones hold.
        self.usage = read_usage(response.headers, self._endpoint.account) or self.usage
        if last.body is None:
            return Fault(Meaning.REDUCE, last.status)
        body = mask(last.body, self._endpoint.token)
        fault = fault_of(last.status, body)
        if fault:
            return fault
        version = self._version_of(response)
        self.versions.add(version)
        return Answer(
            body=body,
            digest=hashlib.sha256(body).hexdigest(),
            asked=f"GET {PUBLIC_ROOT}{question.in_words(self._endpoint.version)}",
            api_version=version,
            received=self._clock(),
        )

    def _version_of(self, response: requests.Response) -> str:
        """Give the version that answered; an expired one is answered by the oldest still alive."""
        told: str = response.headers.get("facebook-api-version", "")
        return told if _VERSION.fullmatch(told) else self._endpoint.version

    def _error(self, fault: Fault, path: str) -> CivickeepError:
        if fault.meaning is Meaning.THROTTLED:
            return self._throttled(str(fault))
        return refusal(fault, path)

    def _throttled(self, why: str) -> PlatformThrottled:
        minutes = self.usage.regain_minutes or THROTTLED_MINUTES
        return PlatformThrottled(
            f"The platform asks us to slow down ({why}).",
            next_step=f"Harvest again in {minutes} minutes; calling sooner lengthens the block.",
            minutes=minutes,
        )
