"""Connections that go to an address which was looked at, and to no other.

A name is resolved once for each connection. All its addresses are checked,
and the connection is made to one of those checked addresses: between the look
and the leap nobody can give the name another meaning (DNS rebinding). The
name itself still goes into the Host header, and TLS still checks it.
"""

import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from archiver.media.addresses import first_refused, is_loopback

Resolver = Callable[[str, int], Sequence[str]]
"""Gives every address of a host; raises ``socket.gaierror`` where it has none."""

AT_ONCE = 4
"""Connections kept open to one host; a fetcher uses one at a time."""


class AddressRefused(Exception):
    """A name leads to an address that no file may be fetched from. Nothing was connected to.

    Not an ``OSError``: the library under us would take it for a network that failed and try again.
    """


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for every address of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides which addresses may be connected to.

    ``local`` is the one ``(host, port)`` on this machine's loopback from which
    files are allowed too; it leads to loopback and nowhere else.
    """

    resolver: Resolver = resolve
    local: tuple[str, int] | None = None

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """Give a host's addresses, all of them checked; raises ``AddressRefused``."""
        found = self.resolver(host, port)
        if (host, port) == self.local:
            refused = next((each for each in found if not is_loopback(each)), None)
        else:
            refused = first_refused(found)
        if refused is not None or not found:
            message = f"{host} leads to {refused or 'no address'}"
            raise AddressRefused(message)
        return found


class PinnedAdapter(HTTPAdapter):
    """Sends requests through a gate. Proxies of the environment are not for it."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        super().__init__(max_retries=0, pool_maxsize=AT_ONCE)

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002 - the base class's signature
        **pool_kwargs: object,
    ) -> None:
        """Have every pool make connections through the gate."""
        del pool_kwargs
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block)
        plain, safe = _pools(self._gate)
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": safe}


def _pools(gate: Gate) -> tuple[type[HTTPConnectionPool], type[HTTPSConnectionPool]]:
    class Plain(HTTPConnection):
        """Connects where the gate lets it."""

        def _new_conn(self) -> socket.socket:
            return _connect(self, gate)

    class Safe(HTTPSConnection):
        """Same; the name is checked against the certificate by the base class."""

        def _new_conn(self) -> socket.socket:
            return _connect(self, gate)

    class PlainPool(HTTPConnectionPool):
        """Connections to one host."""

        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        """Same, with TLS."""

        ConnectionCls = Safe

    return PlainPool, SafePool


def _connect(connection: HTTPConnection, gate: Gate) -> socket.socket:
    """Connect to the first checked address that answers, as the base class would to a name."""
    host, port = connection.host.strip("[]"), connection.port or connection.default_port
    try:
        addresses = gate.addresses(host, port)
    except (socket.gaierror, UnicodeError) as error:
        raise NameResolutionError(host, connection, socket.gaierror(str(error))) from error
    sys.audit("http.client.connect", connection, host, port)
    refusal: OSError | None = None
    for address in addresses:
        try:
            return create_connection(
                (address, port),
                connection.timeout,
                socket_options=connection.socket_options,
            )
        except OSError as error:
            refusal = error
    if isinstance(refusal, TimeoutError):
        raise ConnectTimeoutError(connection, f"{host} did not answer") from refusal
    raise NewConnectionError(connection, f"{host} cannot be reached") from refusal
