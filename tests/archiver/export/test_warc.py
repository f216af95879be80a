"""The WARC export: our records byte for byte, in a file that other programs read."""

import gzip

import pytest

from archiver.archive import Archive
from archiver.export.order import Format, Scope
from archiver.items import ItemRef, Platform
from tests.archiver.export.conftest import Export
from tests.archiver.export.exports import locked_checker, versions, warc_records
from tests.archiver.quillback import ACCOUNT, PAGE, png


def test_every_stored_record_is_in_it_byte_for_byte(kept: Archive, export_as: Export) -> None:
    """A record keeps its digest, which is its leaf in the ledger."""
    done = export_as(Format.WARC, "records.warc")

    data = done.path.read_bytes()
    assert all(record in data for record in versions(kept).values())
    assert 4 == done.tally.versions == len(versions(kept))


def test_it_begins_with_what_it_is(export_as: Export) -> None:
    """Whoever finds the file alone learns which archive it is of, and up to which checkpoint."""
    done = export_as(Format.WARC, "records.warc")

    headers, block = next(warc_records(done.path.read_bytes()))
    assert "warcinfo" == headers["WARC-Type"]
    assert "records.warc" == headers["WARC-Filename"]
    assert f"isPartOf: {done.origin}\r\n".encode() in block
    assert f"civickeep-checkpoint: {done.checkpoint_size} {done.checkpoint_root}".encode() in block


def test_it_has_the_files_of_items_and_the_receipts_of_captures(export_as: Export) -> None:
    """Each picture is there once, under an address of ours that nothing answers to."""
    done = export_as(Format.WARC, "records.warc")

    records = list(warc_records(done.path.read_bytes()))
    pictures = [(headers, block) for headers, block in records if block == png("high")]
    assert 1 == len(pictures) == done.tally.media
    assert "image/png" == pictures[0][0]["Content-Type"]
    assert pictures[0][0]["WARC-Target-URI"].startswith(f"https://{done.origin}/media/")
    kinds = [headers.get("Civickeep-Kind") for headers, _ in records]
    assert 2 == kinds.count("receipt") == done.tally.receipts


def test_a_compressed_one_holds_the_same_records_a_member_each(export_as: Export) -> None:
    """A replay program can open a record in the middle of a compressed file."""
    plain = export_as(Format.WARC, "records.warc").path.read_bytes()
    packed = export_as(Format.WARC, "records.warc.gz").path.read_bytes()

    assert [block for _, block in warc_records(plain)][1:] == [
        block for _, block in warc_records(packed)
    ][1:]
    assert len(list(warc_records(packed))) == packed.count(b"\x1f\x8b\x08")
    assert b"records.warc.gz" in gzip.decompress(packed)


@pytest.mark.parametrize("name", ["records.warc", "records.warc.gz"])
@pytest.mark.parametrize("checker", ["warcio", "fastwarc"])
def test_outside_checkers_pass_it(export_as: Export, checker: str, name: str) -> None:
    """Warcio and FastWARC read every record and find every digest right."""
    done = export_as(Format.WARC, name)

    checked = locked_checker(checker, "check", done.path)

    assert 0 == checked.returncode, checked.stdout + checked.stderr


def test_answers_of_a_query_come_with_the_receipts_of_their_captures_only(
    export_as: Export,
) -> None:
    """What was not asked for is not in it."""
    refs = [ItemRef(Platform.FACEBOOK, f"{PAGE}_2")]

    done = export_as(Format.WARC, "some.warc", Scope(query="sirens", refs=lambda: iter(refs)))

    data = done.path.read_bytes()
    assert (1, 1, 1, 0) == (
        done.tally.items,
        done.tally.versions,
        done.tally.receipts,
        done.tally.media,
    )
    assert b"Sirens" in data
    assert b"river" not in data


def test_an_account_is_exported_alone(export_as: Export) -> None:
    """An account that has nothing gives a file with nothing but what it is."""
    whole = export_as(Format.WARC, "page.warc", Scope((ACCOUNT,)))
    other = export_as(Format.WARC, "other.warc", Scope(("facebook/1",)))

    assert 3 == whole.tally.items
    assert ["warcinfo"] == [
        headers["WARC-Type"] for headers, _ in warc_records(other.path.read_bytes())
    ]
