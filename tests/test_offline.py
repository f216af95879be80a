import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "platform.example"])
def test_a_test_that_reaches_for_another_machine_fails(host: str) -> None:
    """The guard fails the test itself, whatever the code under test does with errors."""
    with pytest.raises(pytest.fail.Exception, match="reached for the network"):
        socket.create_connection((host, 80), timeout=1)


def test_this_machine_can_be_reached() -> None:
    """Servers on loopback are real in tests."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

        with socket.create_connection(("localhost", address[1]), timeout=5) as client:
            assert address == client.getpeername()
