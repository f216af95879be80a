"""Answers without a socket in between."""

import json

from hypothesis import given
from hypothesis import strategies as st

from archiver.platforms import Delete, FaultKind, Playback, World, answer_in, read_call
from archiver.platforms.batch import BATCH_TEXT
from tests.archiver.platforms.elk_prairie import ENTRIES, PAGE, Caller, instant

BEARER = "Bearer playback-token"
TARGETS = (
    f"/v26.0/{PAGE}/feed?fields=id,message,comments.filter(stream).limit(1){{id}}&limit=2",
    f"/v26.0/{PAGE}?fields=name,picture,instagram_business_account",
    "/v26.0/700100_1/comments?summary=true&order=chronological",
    "/v26.0/none",
)


@given(st.sampled_from(TARGETS), st.integers(0, len(ENTRIES)))
def test_the_same_world_and_call_give_the_same_bytes(target: str, cut: int) -> None:
    """Nothing but the arguments counts."""
    world, call = World().then(ENTRIES[:cut]), read_call("GET", target, BEARER)

    assert answer_in(world, call, instant(11)) == answer_in(world, call, instant(11))


def test_with_and_without_a_socket_the_same_is_said(platform: Playback, ask: Caller) -> None:
    """The server adds nothing to the body."""
    for target in TARGETS:
        path, _, query = target.removeprefix("/v26.0/").partition("?")
        over_wire = ask.response(f"{path}?{query}").json()

        assert over_wire == json.loads(platform.ask("GET", target).body)


def test_a_running_platform_can_be_asked_without_a_socket(platform: Playback) -> None:
    """Faults, batches and the log are the same."""
    platform.misbehave(FaultKind.BATCH_NULL, path=BATCH_TEXT)
    parts = json.dumps([{"method": "GET", "relative_url": PAGE}] * 2)
    answer = platform.ask("POST", "/v26.0/", form=f"batch={parts}")

    assert [True, False] == [part is None for part in json.loads(answer.body)][::-1]
    assert [f"/{PAGE}", "/"] == [call.path for call in platform.calls]


def test_a_token_in_the_address_counts(platform: Playback) -> None:
    """As it does over the wire."""
    assert 400 == platform.ask("GET", f"/v26.0/{PAGE}?access_token=wrong").status


def test_what_happens_at_the_end_does_not_begin_the_world_anew(platform: Playback) -> None:
    """A machine of thousands of steps depends on it."""
    platform.set_time(instant(15))
    stage = platform._stage  # noqa: SLF001 - how far it has got cannot be seen from outside
    before = stage.world()
    platform.add([Delete(at=instant(15), id="700100_2")])
    played = stage._played  # noqa: SLF001 - as above

    assert (len(ENTRIES), len(ENTRIES) + 1) == (played, len(platform.timeline.entries))
    assert (True, True) == (before.item("700100_2") is not None, stage.world() != before)
