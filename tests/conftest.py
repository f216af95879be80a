"""What every test shares: no network beyond this machine, and no time limit on examples."""

import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

import hypothesis
import pytest

from tests.servers.fixtures import ceph, moto, postgresql

__all__ = ["ceph", "moto", "postgresql"]

P = ParamSpec("P")
R = TypeVar("R")

# A shared machine is slow now and then; what is too slow is found by benchmarks, not by examples.
hypothesis.settings.register_profile(
    "civickeep",
    hypothesis.settings.get_profile(hypothesis.settings.get_current_profile_name()),
    deadline=None,
)
hypothesis.settings.load_profile("civickeep")

# A shell starts what it puts in the background deaf to Ctrl-C, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def stays_here(address: object) -> bool:
    """Tell whether a socket address, a path or a host name stays on this machine."""
    host = address[0] if isinstance(address, tuple) else address
    if not isinstance(host, str):
        return True  # no host at all, or a socket in the file system
    if host in {"", "localhost"} or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded(reach: Callable[P, R], position: int) -> Callable[P, R]:
    """Let this way out of the process through only to addresses that stay here."""

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if not stays_here(args[position]):
            pytest.fail(f"A test reached for the network: {args[position]!r}.")
        return reach(*args, **kwargs)

    return call


@pytest.fixture(autouse=True, scope="session")
def keys_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the keys of every tried archive away from the keys of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any test that reaches for another machine, by address or by name."""
    monkeypatch.setattr(socket.socket, "connect", _guarded(socket.socket.connect, 1))
    monkeypatch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex, 1))
    monkeypatch.setattr(socket, "getaddrinfo", _guarded(socket.getaddrinfo, 0))
