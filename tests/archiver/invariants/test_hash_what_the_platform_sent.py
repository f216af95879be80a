"""Invariant 1: every version keeps the exact bytes of its own JSON, and where they came from."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.masking import mask
from archiver.platforms.calls import Answer, Call
from archiver.platforms.stage import Stage
from archiver.record import Envelope, RecordKind, read_record
from archiver.scanner import Span
from archiver.secret import Secret
from archiver.slices import mend
from tests.archiver.graph.scripted import Reply, Scripted
from tests.archiver.quillback import PAGE, READER, TOKEN, Harvester, PlayedPage, items, photo

SPELLINGS = [TOKEN, TOKEN.replace("|", "%7C").replace("/", "%2F"), TOKEN.replace("/", r"\/")]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Collect the bodies the platform sends, by their digest after masking."""
    bodies: dict[str, bytes] = {}
    real = Stage.answer

    def noted(stage: Stage, call: Call, base_url: str) -> Answer:
        answer = real(stage, call, base_url)
        masked = mask(answer.body, Secret(TOKEN))
        bodies[hashlib.sha256(masked).hexdigest()] = masked
        return answer

    monkeypatch.setattr(Stage, "answer", noted)
    return bodies


def version_records(archive: Archive) -> Iterator[tuple[Envelope, bytes]]:
    """Read every stored version."""
    for path in archive.store.paths():
        if "/version-" in path:
            yield read_record(archive.store.get(path))


def span(text: str) -> Span:
    """Read a place as an envelope writes it."""
    start, end = text.split("-")
    return Span(int(start), int(end))


def lively(page: PlayedPage) -> None:
    """Let things be written that are hard to keep exactly."""
    post = page.post(
        "1", "Zuzana says: \u201csn\u00f6\u201d / \U0001f40e\n\t\\ \x7f", attachments=(photo("a"),)
    )
    page.comment("1_1", post, '"}]},{"id":"1_9","message":"not an item"}')
    page.comment("1_2", "1_1", "half \ud83d")
    page.comment("1_3", post, f"the token is {TOKEN}, or access_token=abc&x=1")
    page.comment("1_4", post, "")
    for name in range(2, 7):
        page.post(str(name), f"Number {name}")


def test_every_version_is_a_slice_of_what_was_sent(
    archive: Archive, page: PlayedPage, harvest: Harvester, sent: dict[str, bytes]
) -> None:
    """The digest names the whole response, the place in it gives the very bytes that are kept."""
    lively(page)
    harvest()
    page.edit("1_1", "edited \ud83d")

    harvest()

    kept = list(version_records(archive))
    assert 11 == len(kept)
    for envelope, block in kept:
        body = sent[(envelope.field("Response-Digest") or "").removeprefix("sha256:")]
        place = span(envelope.field("Response-Slice") or "")
        assert body[place.start : place.end] == block
        assert RecordKind.VERSION is envelope.kind


def test_what_was_asked_is_kept_and_the_token_never(
    archive: Archive,
    page: PlayedPage,
    harvest: Harvester,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither in an object, nor in the catalogue, nor in a file beside it, nor in a log."""
    caplog.set_level("DEBUG")
    lively(page)

    receipt = harvest()

    requests = {envelope.field("Request") for envelope, _ in version_records(archive)}
    paths = {(request or "").partition("?")[0] for request in requests}
    root = "GET https://graph.facebook.com/v26.0"
    assert {f"{root}/{PAGE}/feed", f"{root}/{PAGE}_1/comments"} == paths
    archive.engine.dispose()
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    leaks = [path for path, data in files.items() for text in SPELLINGS if text.encode() in data]
    assert [] == leaks
    assert not [text for text in SPELLINGS if text in caplog.text or text in repr(receipt)]


def test_the_fields_are_a_view_that_can_be_made_again(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Text and author are what the kept bytes say, no more."""
    lively(page)
    harvest()

    for item in items(archive).values():
        payload = json.loads(archive.native(READER, item, item.current))
        assert payload["id"] == item.id
        assert payload.get("message", "").replace("\ud83d", "\ufffd") == item.text


HOSTILE = (
    b'{"data":[ {"id":"880100_1","message":"first","message":"second"}\n,'
    rb'{"id":880100222222222222222222222222,"message":"h\ud83d"},'
    b'{"id":"880100_3","comments":{"data":[{"id":"3_1","message":"}]","parent":{"id":"880100_3"}},'
    rb'{"id":"3_2","message":"\ud83d"}],"summary":{"total_count":2}},"message":"third"},'
    b'{"id":"880100_4","message":"good"},{"message":"nameless"}],"paging":{"cursors":{}}}'
)


@pytest.fixture
def hostile(harvest: Harvester) -> Iterator[Harvester]:
    """Let the page answer with repeated keys, half pairs, nested comments and a nameless post."""
    with Scripted(Reply(HOSTILE), Reply(b'{"data":[]}')) as server:
        harvest.move(server.url)
        yield harvest


def test_only_the_bad_element_is_marked(archive: Archive, hostile: Harvester) -> None:
    """The others on its page are read as if it were not there; the nameless one is a gap."""
    receipt = hostile()

    faults = {e.field("Item"): e.field("Fault") for e, _ in version_records(archive)}
    assert {
        "facebook/880100_1": "repeated-key",
        "facebook/880100222222222222222222222222": "lone-surrogate",
        "facebook/880100_3": "lone-surrogate",
        "facebook/3_1": None,
        "facebook/3_2": "lone-surrogate",
        "facebook/880100_4": None,
    } == faults
    assert ["a post came without an id"] == [
        gap.cause for gap in receipt.gaps if gap.what == "the feed"
    ]


def test_both_values_of_a_repeated_key_are_kept(archive: Archive, hostile: Harvester) -> None:
    """The view shows the last, the bytes have both."""
    hostile()

    item = items(archive)["880100_1"]
    assert "second" == item.text
    assert b'{"id":"880100_1","message":"first","message":"second"}' == archive.native(
        READER, item, item.current
    )


def test_nested_items_are_cut_out_with_place_and_id_noted(
    archive: Archive, hostile: Harvester
) -> None:
    """Each is kept once, as its own; parent and children together are what was sent."""
    hostile()

    records = {e.field("Item"): (e, block) for e, block in version_records(archive)}
    envelope, block = records["facebook/880100_3"]
    cuts = [cut.split(" ") for cut in envelope.every("Cut")]
    children = [records[f"facebook/{name}"] for _, name in cuts]
    assert ["3_1", "3_2"] == [name for _, name in cuts]
    whole = mend(block, [span(place) for place, _ in cuts], [data for _, data in children])
    place = span(envelope.field("Response-Slice") or "")
    assert HOSTILE[place.start : place.end] == whole
    for child, data in children:
        place = span(child.field("Response-Slice") or "")
        assert HOSTILE[place.start : place.end] == data
