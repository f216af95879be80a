"""The one way to Instagram: to its own hosts, so often and so long, with pauses."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
import requests

from archiver.imports.live.door import Bounds, Door
from archiver.imports.live.trouble import Stopped, Trouble
from archiver.imports.live.visitor import Visitor
from archiver.media.download import Patience


@dataclass
class PlayedTime:
    """Seconds that pass by waiting alone."""

    now: float = 0.0
    waited: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        """Let them pass."""
        self.now += seconds
        self.waited.append(seconds)


@pytest.fixture
def time() -> PlayedTime:
    """Play time."""
    return PlayedTime()


@pytest.fixture
def door(time: PlayedTime) -> Door:
    """Give a door to the real Instagram, through which no test goes."""
    return Door(Bounds(10, 60.0, 1000), Patience(time.wait, lambda: time.now), None)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.instagram.com/quillback_mn/",
        "https://instagram.com.evil.example/",
        "https://www.instagram.com:8443/",
        "https://www.instagram.com@evil.example/",
        "https://evil.example/x.jpg",
        "https://127.0.0.1/x.jpg",
        "http://scontent.cdninstagram.com/x.jpg",
        "https://cdninstagram.com.evil.example/x.jpg",
    ],
)
def test_nobody_else_is_asked(door: Door, url: str) -> None:
    """Whatever a page leads to."""
    with pytest.raises(Stopped) as stop:
        door.send(requests.Request("GET", url).prepare())

    assert (Trouble.ELSEWHERE, 0) == (stop.value.trouble, door.requests)


def test_an_address_inside_is_not_connected_to(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file host's name can be made to lead into our own network."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.7", 443))])
    request = requests.Request("GET", "https://scontent.cdninstagram.com/x.jpg").prepare()

    with pytest.raises(Exception, match=r"leads to 10\.0\.0\.7"):
        door.send(request)


def test_pauses_are_taken_from_the_time_of_the_run(door: Door, time: PlayedTime) -> None:
    """Instaloader's own waits of ten minutes and more end a run that has not got them."""
    door.pause(50)

    with pytest.raises(Stopped) as stop:
        door.pause(11)

    assert (Trouble.SECONDS, [50]) == (stop.value.trouble, time.waited)


def test_a_run_that_is_out_of_time_asks_nothing(door: Door, time: PlayedTime) -> None:
    """However it was spent."""
    time.now = 61

    with pytest.raises(Stopped) as stop:
        door.send(requests.Request("GET", "https://www.instagram.com/").prepare())

    assert Trouble.SECONDS is stop.value.trouble


@pytest.mark.parametrize(
    "ask",
    [
        lambda visitor: visitor.get_page_data("quillback_mn/"),
        lambda visitor: visitor.get_json("api/graphql", {}),
        lambda visitor: visitor.get_raw("https://www.instagram.com/x"),
        lambda visitor: visitor.head("https://www.instagram.com/x"),
        lambda visitor: visitor.graphql_query("x", {}),
        lambda visitor: visitor.doc_id_graphql_query("1", {}, web_api=True),
    ],
)
def test_every_way_instaloader_has_leads_through_the_door(
    time: PlayedTime, ask: Callable[[Visitor], object], tmp_path: Path
) -> None:
    """A door that lets nothing through is noticed by all of them."""
    closed = Door(Bounds(0, 60.0, 1000), Patience(time.wait, lambda: time.now), None)

    with pytest.raises(Stopped) as stop:
        ask(Visitor(closed, tmp_path, 1000))

    assert Trouble.REQUESTS is stop.value.trouble


@pytest.mark.parametrize(
    "ask",
    [
        lambda visitor: visitor.get_iphone_json("api/v1/media/1/comments/", {}),
        lambda visitor: visitor.login("quillback_mn", "secret"),
        lambda visitor: visitor.load_session("quillback_mn", {"csrftoken": "x"}),
        lambda visitor: visitor.load_session_from_file("quillback_mn", BytesIO(pickle.dumps({}))),
    ],
)
def test_there_is_no_way_to_be_logged_in(
    door: Door, ask: Callable[[Visitor], object], tmp_path: Path
) -> None:
    """Not even by mistake."""
    visitor = Visitor(door, tmp_path, 1000)

    with pytest.raises(Stopped) as stop:
        ask(visitor)

    assert (Trouble.LOGIN, False, 0) == (
        stop.value.trouble,
        visitor.is_logged_in,
        door.requests,
    )
