"""The way without a socket says the same as the way with one."""

import pytest
import requests

from archiver.platforms import FaultKind, Playback
from tests.archiver.platforms.elk_prairie import PAGE, Caller
from tests.archiver.platforms.socketless import socketless

PATHS = (PAGE, f"{PAGE}/feed", "700100_1/comments", "none", "debug_token?input_token=x")


def told(response: requests.Response) -> tuple[object, ...]:
    """Give what a caller sees of an answer."""
    return response.status_code, response.headers["Content-Type"], response.content


def test_every_answer_is_the_same(platform: Playback, ask: Caller) -> None:
    """Status, type and body."""
    over_sockets = [told(ask.response(path)) for path in PATHS]
    with socketless(platform):
        without = [told(ask.response(path)) for path in PATHS]

    assert over_sockets == without


@pytest.mark.parametrize("kind", list(FaultKind))
def test_every_fault_is_the_same(platform: Playback, ask: Caller, kind: FaultKind) -> None:
    """Whether it is an answer or a broken one."""

    def seen() -> tuple[object, ...]:
        platform.misbehave(kind, seconds=0.01)
        try:
            return told(ask.response(f"{PAGE}/feed", fields="id,message"))
        except requests.RequestException as error:
            return (type(error),)

    with_socket = seen()
    platform.set_time(platform.now.replace(hour=11, minute=0))
    with socketless(platform):
        assert with_socket == seen() or kind is FaultKind.REORDERED


def test_forms_reach_the_platform(platform: Playback) -> None:
    """Batches are sent as forms."""
    headers = {"Authorization": f"Bearer {platform.token}"}
    with socketless(platform):
        data = {"batch": f'[{{"relative_url": "{PAGE}"}}]'}
        answer = requests.post(f"{platform.url}/v26.0/", data=data, headers=headers, timeout=10)

    assert [200] == [part["code"] for part in answer.json()]


def test_other_addresses_are_left_alone(platform: Playback, ask: Caller) -> None:
    """Another server is asked over a socket, as ever."""
    with Playback(platform.timeline) as other, socketless(platform):
        address = f"{other.url}/v26.0/{PAGE}?access_token={other.token}"

        assert PAGE == requests.get(address, timeout=10).json()["id"] == ask(PAGE)["id"]
