"""A client that plays its waiting."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from archiver.graph.client import Endpoint, GraphClient
from archiver.secret import Secret
from tests.archiver.quillback import TOKEN, PlayedClock

Connect = Callable[..., GraphClient]


@pytest.fixture
def waits() -> list[float]:
    """Collect the seconds a client would have waited."""
    return []


@pytest.fixture
def connect(waits: list[float]) -> Iterator[Connect]:
    """Give a way to make clients."""
    made: list[GraphClient] = []

    def connect_to(
        url: str,
        *,
        token: str = TOKEN,
        timeout: float = 10.0,
        seconds: Callable[[], float] = time.monotonic,
        **more: Any,  # noqa: ANN401 - the rest of an endpoint
    ) -> GraphClient:
        endpoint = Endpoint(Secret(token), "v26.0", url, timeout, **more)
        made.append(GraphClient(endpoint, PlayedClock(), waits.append, seconds))
        return made[-1]

    yield connect_to
    for client in made:
        client.close()
