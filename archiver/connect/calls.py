"""Calls whose parameters are secrets: examining a token, and exchanging one.

The platform takes those secrets in the address only (facebook.md, section 2).
So these calls are made with the standard library, which writes no address to
any log, and nothing of a call but its path ever gets into an error.
"""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from archiver.errors import PlatformUnavailable
from archiver.graph.client import BACKOFF, GRAPH_HOST, TRIES, Wait
from archiver.graph.meaning import Fault, Meaning, fault_of
from archiver.secret import Secret

MOST_BYTES = 1_000_000
"""Answers to these calls have a few hundred bytes; a longer one is none of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where and how patiently to ask. ``timeout`` is in seconds; ``base_url`` is for playback."""

    version: str
    base_url: str | None
    timeout: float
    wait: Wait

    def ask(
        self,
        path: str,
        parameters: Mapping[str, str],
        token: Secret | None,
        final: frozenset[int] = frozenset(),
    ) -> bytes | Fault:
        """Ask for a node or an edge; give the answer as it came, or the platform's refusal.

        Asks again where a fault is a passing one, unless its code is among
        ``final``. Raises ``PlatformUnavailable`` where no proper answer comes.
        """
        status = Fault(Meaning.RETRY, 0)
        for attempt in range(TRIES):
            if attempt:
                self.wait(BACKOFF[attempt - 1])
            outcome = self._call(path, parameters, token)
            if not isinstance(outcome, Fault) or _is_final(outcome, final):
                return outcome
            status = outcome
        raise PlatformUnavailable(
            f"The platform did not answer {path} properly in {TRIES} tries ({status}).",
            next_step="Check this machine's way to the internet and run the same command again.",
        )

    def _call(
        self, path: str, parameters: Mapping[str, str], token: Secret | None
    ) -> bytes | Fault:
        connection, prefix = self._connect()
        headers = {"Authorization": f"Bearer {token.reveal()}"} if token else {}
        address = f"{prefix}/{self.version}/{quote(path)}?{urlencode(parameters)}"
        try:
            connection.request("GET", address, headers=headers)
            response = connection.getresponse()
            body = response.read(MOST_BYTES)
        except (OSError, http.client.HTTPException):
            return Fault(Meaning.RETRY, 0)
        finally:
            connection.close()
        return fault_of(response.status, body) or body

    def _connect(self) -> tuple[http.client.HTTPConnection, str]:
        parts = urlsplit(self.base_url or GRAPH_HOST)
        host = parts.hostname or ""
        if parts.scheme == "http":  # loopback alone: archiver.registration lets no other through
            return http.client.HTTPConnection(host, parts.port, timeout=self.timeout), parts.path
        context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
        return (
            http.client.HTTPSConnection(host, parts.port, timeout=self.timeout, context=context),
            parts.path,
        )


def _is_final(fault: Fault, final: frozenset[int]) -> bool:
    return fault.meaning is not Meaning.RETRY or (
        fault.graph is not None and fault.graph.code in final
    )
