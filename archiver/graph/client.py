"""Our own small client for the Graph API, with facebook-sdk behind it.

facebook-sdk 3.1.0 alone is unfit today: it knows versions up to 3.1, has no
timeout, loses headers and status, and puts the token into the address. So the
version, base address, time limits, headers, meaning of errors and paging are
ours; the library builds the call and sends it (facebook.md, section 10).
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

import facebook
import requests
from requests.adapters import HTTPAdapter

from archiver.civil_time import Clock
from archiver.errors import CivickeepError, PlatformThrottled, PlatformUnavailable
from archiver.graph.meaning import Fault, Meaning, fault_of
from archiver.graph.refusals import refusal
from archiver.graph.usage import Usage, read_usage
from archiver.masking import mask
from archiver.secret import Secret

GRAPH_HOST = "https://graph.facebook.com"
PUBLIC_ROOT = f"{GRAPH_HOST}/"
TRIES = 4
BACKOFF = (1.0, 4.0, 15.0)
"""Seconds before the second, third and fourth try of a call that failed in passing."""

CONNECT_TIMEOUT = 5.0
THROTTLED_MINUTES = 60
"""How long to stay away where the platform does not say (facebook.md, section 7)."""

_VERSION = re.compile(r"v\d{1,3}\.\d{1,3}")

Wait = Callable[[float], None]


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
    """Where and how to ask. ``timeout`` is in seconds; ``base_url`` is set for playback."""

    token: Secret
    version: str
    base_url: str | None = None
    timeout: float = 60.0


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
    thread at a time.
    """

    def __init__(self, endpoint: Endpoint, clock: Clock, wait: Wait) -> None:
        self._endpoint = endpoint
        self._clock = clock
        self._wait = wait
        self._last: requests.Response | None = None
        self._session = self._make_session()
        self._sdk = facebook.GraphAPI(
            timeout=(CONNECT_TIMEOUT, endpoint.timeout), session=self._session
        )
        # The library's own check knows versions up to 3.1 only.
        self._sdk.version = endpoint.version
        self.usage = Usage()
        self.calls = 0

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def get(self, path: str, parameters: Mapping[str, str], tries: int = TRIES) -> Answer:
        """Ask for a node or an edge, such as ``123/feed``; give the whole answer."""
        for attempt in range(tries):
            if attempt:
                self._wait(BACKOFF[attempt - 1])
            self._respect_usage()
            outcome = self._call(path, parameters)
            if isinstance(outcome, Answer):
                return outcome
            if outcome.meaning is not Meaning.RETRY:
                raise self._error(outcome, path)
        raise PlatformUnavailable(
            f"The platform did not answer {path} properly in {tries} tries ({outcome}).",
            next_step="Nothing was marked as gone. Harvest again later.",
        )

    def _make_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        # The API answers itself; whoever sends us elsewhere does not get our token.
        session.max_redirects = 0
        session.headers["Authorization"] = f"Bearer {self._endpoint.token.reveal()}"
        session.hooks["response"].append(self._remember)
        if self._endpoint.base_url:
            session.mount(PUBLIC_ROOT, _Redirecting(self._endpoint.base_url))
        return session

    def _remember(self, response: requests.Response, **_: object) -> None:
        """Keep the response, of which facebook-sdk gives only the parsed body."""
        self._last = response

    def _respect_usage(self) -> None:
        if self.usage.must_stop:
            raise self._throttled(f"{self.usage.percent} % of the allowance is used")
        if self.usage.pause:
            self._wait(self.usage.pause)

    def _call(self, path: str, parameters: Mapping[str, str]) -> Answer | Fault:
        self._last = None
        self.calls += 1
        try:
            self._sdk.request(f"{self._endpoint.version}/{quote(path)}", args=dict(parameters))
        except requests.RequestException:
            if self._last is None or not _was_received(self._last):
                return Fault(Meaning.RETRY, 0)
        except (facebook.GraphAPIError, KeyError, ValueError, RecursionError):
            # Its own reading of the answer does not matter: ours follows.
            pass
        if self._last is None:
            return Fault(Meaning.RETRY, 0)
        return self._read(self._last, path, parameters)

    def _read(
        self, response: requests.Response, path: str, parameters: Mapping[str, str]
    ) -> Answer | Fault:
        # The headers come with some answers only; until then the last ones hold.
        self.usage = read_usage(response.headers) or self.usage
        body = mask(response.content, self._endpoint.token)
        fault = fault_of(response.status_code, body)
        if fault:
            return fault
        query = urlencode(sorted(parameters.items()))
        return Answer(
            body=body,
            digest=hashlib.sha256(body).hexdigest(),
            asked=f"GET {PUBLIC_ROOT}{self._endpoint.version}/{quote(path)}?{query}",
            api_version=self._version_of(response),
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


def _was_received(response: requests.Response) -> bool:
    """Whether the whole body came; it is what counts, not how the library reads it."""
    try:
        return bool(response.content)
    except requests.RequestException:
        return False
