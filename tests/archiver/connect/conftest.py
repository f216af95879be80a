"""A played Graph API that knows tokens, and a way to ask it without waiting."""

from collections.abc import Iterator

import pytest

from archiver.connect.app import App
from archiver.connect.calls import Line
from archiver.connect.grant import Asker
from archiver.secret import Secret
from tests.archiver.connect.played_graph import APP_ID, APP_SECRET, PlayedGraph
from tests.archiver.quillback import PlayedClock


@pytest.fixture
def graph() -> Iterator[PlayedGraph]:
    """Play the platform."""
    with PlayedGraph() as graph:
        yield graph


@pytest.fixture
def app() -> App:
    """Give the city's app."""
    return App(APP_ID, Secret(APP_SECRET))


@pytest.fixture
def alone(graph: PlayedGraph, clock: PlayedClock) -> Asker:
    """Give a way to ask without an app."""
    return Asker(Line("v26.0", graph.url, 5.0, _no_wait), clock)


@pytest.fixture
def asker(graph: PlayedGraph, clock: PlayedClock, app: App) -> Asker:
    """Give a way to ask with the app."""
    return Asker(Line("v26.0", graph.url, 5.0, _no_wait), clock, app)


def _no_wait(_: float) -> None:
    """Let no time pass."""
