"""A stored object is a WARC 1.1 record: it gives back what was put in, or says it cannot."""

import base64
import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import ObjectDamaged
from archiver.record import Envelope, RecordKind, new_salt, read_record, safe_id, write_record

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))
NAMES = st.from_regex(r"[A-Z][a-z]{1,8}(-[A-Z][a-z]{1,8})?", fullmatch=True).filter(
    lambda name: name not in {"Format", "Kind", "Salt"}
)
ENVELOPES = st.builds(
    Envelope,
    kind=st.sampled_from(RecordKind),
    target=PRINTABLE,
    at=st.datetimes(
        min_value=datetime(2004, 2, 4),  # noqa: DTZ001 - the zone is given beside it
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - same
        timezones=st.just(UTC),
    ),
    content_type=PRINTABLE,
    fields=st.lists(st.tuples(NAMES, PRINTABLE)).map(tuple),
    salt=st.binary(min_size=32, max_size=32),
)
SAMPLE = Envelope(
    kind=RecordKind.VERSION,
    target="https://graph.facebook.com/v26.0/880100_1",
    at=datetime(2026, 5, 4, 14, tzinfo=UTC) + timedelta(microseconds=1200),
    content_type="application/json",
    fields=(("Item", "facebook/880100_1"), ("Cut", "3-9 a"), ("Cut", "12-20 b")),
    salt=bytes(range(32)),
)
BLOCK = b'{"message":"Road closed\\r\\n\\r\\nuntil noon"}'


@given(ENVELOPES, st.binary(max_size=300))
def test_what_was_written_is_read_back(envelope: Envelope, block: bytes) -> None:
    """Envelope and block come back as they were, line ends and zero bytes in them included."""
    assert (envelope, block) == read_record(write_record(envelope, block).data)


@given(ENVELOPES, st.binary(max_size=100))
def test_the_same_envelope_and_block_give_the_same_bytes(envelope: Envelope, block: bytes) -> None:
    """So a record can be made again from what is known of it; its digest is of all its bytes."""
    record = write_record(envelope, block)

    assert record == write_record(envelope, block)
    assert hashlib.sha256(record.data).hexdigest() == record.digest


def test_two_records_of_the_same_text_have_nothing_guessable_in_common() -> None:
    """The salt makes the digest useless for guessing a short comment (section 5 of the design)."""
    first, second = (
        write_record(Envelope(RecordKind.VERSION, "x", SAMPLE.at, "t", (), new_salt()), b"Yes")
        for _ in range(2)
    )

    assert first.digest != second.digest


@pytest.mark.parametrize("change", [0x01, 0x02, 0x08])
def test_every_flipped_byte_is_noticed(change: int) -> None:
    """A flip in the block is refused at once; one in a header's words is betrayed by the digest.

    Whatever happens, nothing but ``ObjectDamaged`` is raised.
    """
    record = write_record(SAMPLE, BLOCK)
    start = record.data.index(BLOCK)
    unnoticed = []
    for place in range(len(record.data)):
        data = bytearray(record.data)
        data[place] ^= change
        assert hashlib.sha256(data).hexdigest() != record.digest
        try:
            read_record(bytes(data))
        except ObjectDamaged:
            continue
        unnoticed.append(place)

    assert unnoticed
    assert [] == [place for place in unnoticed if start <= place < start + len(BLOCK)]


def test_every_cut_is_refused() -> None:
    """A record that ends too early is never read, wherever it ends."""
    record = write_record(SAMPLE, BLOCK).data

    for length in range(len(record)):
        with pytest.raises(ObjectDamaged):
            read_record(record[:length])


@given(st.binary(max_size=40), st.integers(0, 700))
def test_bytes_put_in_or_left_out_are_refused(extra: bytes, place: int) -> None:
    """More or fewer bytes anywhere never make another record of the same block."""
    record = write_record(SAMPLE, BLOCK).data
    changed = record[:place] + extra + record[place:]
    if changed == record:
        return
    try:
        envelope, block = read_record(changed)
    except ObjectDamaged:
        return

    assert BLOCK == block
    assert SAMPLE != envelope


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_reading_fail_otherwise(data: bytes) -> None:
    """What is no record of ours is damaged, never a fault of the program."""
    for attempt in (data, b"WARC/1.1\r\n" + data, b"WARC/1.1\r\n" + data + b"\r\n\r\n"):
        with pytest.raises(ObjectDamaged):
            read_record(attempt)


@pytest.mark.parametrize("lost", ["WARC-Block-Digest", "Civickeep-Salt", "Content-Length"])
def test_a_record_without_one_of_its_headers_is_damaged(lost: str) -> None:
    """A header whose name was hit is as bad as one that is missing."""
    record = write_record(SAMPLE, BLOCK).data

    with pytest.raises(ObjectDamaged):
        read_record(record.replace(lost.encode(), lost.encode()[::-1]))


@pytest.mark.parametrize("value", ["Čeština", "two\r\nlines", "tab\t", "\x7f"])
def test_a_header_that_is_not_plain_is_never_written(value: str) -> None:
    """No platform text can break out of a header."""
    envelope = Envelope(RecordKind.VERSION, value, SAMPLE.at, "t", (), SAMPLE.salt)

    with pytest.raises(ValueError, match="printable ASCII"):
        write_record(envelope, b"")


@given(st.lists(st.tuples(ENVELOPES, st.binary(max_size=100)), max_size=4))
def test_records_one_after_the_other_are_a_warc_file(
    written: list[tuple[Envelope, bytes]],
) -> None:
    """A reader that knows only ISO 28500 finds every record, its type, date and digest."""
    file = b"".join(write_record(envelope, block).data for envelope, block in written)

    read = warc(file)

    assert [block for _, block in written] == [block for _, block in read]
    for (envelope, block), (headers, _) in zip(written, read, strict=True):
        digest = base64.b32encode(hashlib.sha256(block).digest()).decode()
        assert "resource" == headers["warc-type"]
        assert envelope.at == datetime.fromisoformat(headers["warc-date"])
        assert f"sha256:{digest}" == headers["warc-block-digest"]
        assert headers["warc-record-id"].startswith("<urn:uuid:")


@given(st.text())
def test_a_safe_id_is_safe_whatever_the_platform_sends(platform_id: str) -> None:
    """It is one part of a path and plain in a header: nothing of a strange id survives."""
    safe = safe_id(platform_id)

    assert safe.isascii()
    assert safe.isprintable()
    assert not set(safe) & set("/\\ \r\n")
    assert safe.strip(".")
    assert safe == platform_id or safe.startswith("x-")


@pytest.mark.parametrize(
    "platform_id", ["", ".", "..", "../1", ".hidden", "a/b", "1\n", "1 2", "é", "\ud800", "1" * 201]
)
def test_a_strange_id_is_replaced_by_its_digest(platform_id: str) -> None:
    """Different strange ids stay different."""
    assert "x-" == safe_id(platform_id)[:2]
    assert safe_id(platform_id) != safe_id(platform_id + "x")


@pytest.mark.parametrize("platform_id", ["880100_1", "1_11", "a.b-c:d"])
def test_a_plain_id_stays_as_it_is(platform_id: str) -> None:
    """A person finds the item by the id the platform shows."""
    assert platform_id == safe_id(platform_id)


def warc(file: bytes) -> list[tuple[dict[str, str], bytes]]:
    """Read WARC records by the standard alone: version, headers, an empty line, block, two ends."""
    stream, records = io.BytesIO(file), []
    while line := stream.readline():
        assert b"WARC/1.1\r\n" == line
        headers = {}
        while (line := stream.readline()) != b"\r\n":
            name, _, value = line.decode("ascii").removesuffix("\r\n").partition(":")
            headers[name.lower()] = value.strip(" ")
        block = stream.read(int(headers["content-length"]))
        assert b"\r\n\r\n" == stream.read(4)
        records.append((headers, block))
    return records
