import socket
from http.client import HTTPConnection

import pytest
import requests

from archiver.platforms import Delete, Edit, Playback, make_timeline
from archiver.platforms.clock import PlaybackClock
from tests.archiver.platforms.elk_prairie import ENTRIES, PAGE, Caller, instant


def test_one_connection_serves_many_calls(platform: Playback) -> None:
    """Connections are kept open."""
    connection = HTTPConnection("127.0.0.1", platform.port, timeout=10)
    connection.connect()
    first = connection.sock
    for _ in range(3):
        connection.request("GET", f"/v26.0/{PAGE}?access_token={platform.token}")
        connection.getresponse().read()

    assert first is connection.sock
    connection.close()


def test_stopping_closes_open_connections() -> None:
    """A stopped platform answers nobody, not even old acquaintances."""
    platform = Playback(make_timeline(ENTRIES)).start()
    connection = socket.create_connection(("127.0.0.1", platform.port), timeout=10)
    connection.sendall(f"GET /v26.0/{PAGE} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    assert connection.recv(12).startswith(b"HTTP/1.1 400")

    platform.stop()

    while connection.recv(65_536):
        pass
    connection.close()


def test_calls_are_remembered_without_the_token(platform: Playback, ask: Caller) -> None:
    """Path, parameters, status and the played time."""
    ask.response(f"{PAGE}/feed", limit=2)
    requests.get(f"{platform.url}/v26.0/x?access_token={platform.token}", timeout=10)

    assert platform.token not in repr(platform.calls)
    assert [("/700100/feed", {"limit": "2"}, 200), ("/x", {}, 400)] == [
        (call.path, call.parameters, call.status) for call in platform.calls
    ]


def test_the_page_is_shown_as_it_stood(platform: Playback, ask: Caller) -> None:
    """Forward and back."""

    def text() -> object:
        return ask("700100_1")["message"]

    platform.set_time(instant(12))
    later = text()
    platform.set_time(instant(9))
    earlier = text()

    assert ("Snow tonight, no parking until 7", "Snow tonight / no parking ❄️") == (later, earlier)


def test_what_is_added_happens(platform: Playback, ask: Caller) -> None:
    """While the server runs."""
    platform.add(
        [
            Edit(at=instant(10), id="1_13", message="¿Y el domingo?"),
            Delete(at=instant(11), id="700100_2"),
        ]
    )

    assert "¿Y el domingo?" == ask("1_13")["message"]
    assert ["700100_3", "700100_1"] == ask.ids(f"{PAGE}/feed")


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        ("2026-03-02T10:30:00Z", "2026-03-02T10:30:00Z"),
        ("start", "2026-03-02T08:00:00Z"),
        ("next", "2026-03-02T12:00:00Z"),
        ("end", "2026-03-02T14:00:00Z"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_time_can_be_moved_from_another_shell(
    platform: Playback, wish: str, shown: str, *, as_json: bool
) -> None:
    """By an address or by a JSON object."""
    clock = f"{platform.url}/_playback/clock"
    sent = {"at": wish}
    if as_json:
        answer = requests.post(clock, json=sent, timeout=10).json()
    else:
        answer = requests.post(clock, params=sent, timeout=10).json()

    assert shown == answer["at"]
    assert requests.get(clock, timeout=10).json() == answer


@pytest.mark.parametrize("body", [b"", b"{", b'{"at": 3}', b'{"at": "soon"}', b"\xff"])
def test_a_wish_that_makes_no_sense_moves_nothing(platform: Playback, body: bytes) -> None:
    """The answer says what to send."""
    response = requests.post(f"{platform.url}/_playback/clock", data=body, timeout=10)

    assert (400, instant(11)) == (response.status_code, platform.now)
    assert "at=start" in response.json()["error"]


def test_more_can_happen_from_another_shell(platform: Playback, ask: Caller) -> None:
    """Lines of a timeline are sent as they would stand in the file."""
    lines = (
        '{"at": "2026-03-02T10:10:00Z", "do": "comment", "id": "1_30", "parent": "700100_1"}\n\n'
        '{"at": "2026-03-02T10:20:00Z", "do": "hide", "id": "1_30"}\n'
    )
    answer = requests.post(f"{platform.url}/_playback/entries", data=lines, timeout=10)

    assert {"added": 2, "entries": 12} == answer.json()
    assert ask("1_30", fields="is_hidden")["is_hidden"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1"),
        ('{"at": "2026-03-02T10:10:00Z", "do": "hide", "id": "none"}', "no post or comment"),
    ],
)
def test_a_wrong_line_adds_nothing(platform: Playback, line: str, said: str) -> None:
    """The answer names it."""
    before = platform.timeline
    answer = requests.post(f"{platform.url}/_playback/entries", data=line, timeout=10)

    assert (400, before) == (answer.status_code, platform.timeline)
    assert said in answer.json()["error"]


def test_other_controls_are_unknown(platform: Playback) -> None:
    """The answer names those there are."""
    answer = requests.get(f"{platform.url}/_playback/entries", timeout=10)

    assert (404, True) == (answer.status_code, "/_playback/clock" in answer.json()["error"])


def test_nothing_can_be_written_to_the_page(platform: Playback, ask: Caller) -> None:
    """A played platform only reads."""
    headers = {"Authorization": f"Bearer {platform.token}"}
    address = f"{platform.url}/v26.0/700100_1"

    refused = [
        requests.request(method, address, headers=headers, timeout=10).status_code
        for method in ("POST", "DELETE")
    ]
    assert [400, 400] == refused
    assert "700100_1" == ask("700100_1")["id"]


def test_played_time_can_run_faster() -> None:
    """With a speed of 3600, one second is an hour."""
    seconds = [100.0]
    clock = PlaybackClock(instant(9), 3600, lambda: seconds[0], 100.0)
    seconds[0] += 2
    after_two = clock.now()
    moved = clock.moved(instant(8))
    seconds[0] += 1

    assert (instant(11), instant(9)) == (after_two, moved.now())
