"""Comparing an archive with a file of real threads. The records here are invented."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.items import Author, Item, ItemKind, ItemState, Platform, Version
from requests_portal.demo.comparison import (
    RealRecord,
    compare,
    expected_items,
    read_records,
    telling_words,
)
from requests_portal.demo.errors import ThreadsUnreadable

NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)

POST = RealRecord(id="1", page="town", text="Snow tonight.", created_at="2026-03-02T18:00:00Z")
COMMENT = RealRecord(id="2", page="town", text="Thanks!", parent_id="1", author="u_1")
REPLY = RealRecord(id="3", page="town", text="", parent_id="2", author="u_2")


def _held(record: RealRecord, kind: ItemKind) -> Item:
    """Give the item that the archive holds when a record came back exactly."""
    return Item(
        platform=Platform.FACEBOOK,
        account="facebook/1",
        id=record.id,
        kind=kind,
        parent_id=record.parent_id,
        thread_id="1",
        author=Author(record.author, record.author) if record.author else None,
        created_at=NOON if record.created_at else None,
        permalink=record.permalink,
        state=ItemState.PRESENT,
        first_seen=NOON,
        last_seen=NOON,
        change=1,
        versions=(Version(1, record.text, NOON, NOON, "0" * 64, "object", 1),),
        hidden=(),
        unavailable=(),
        media=(),
        classification=None,
        holds=(),
    )


EXPECTED = expected_items([POST, COMMENT, REPLY])
HELD = [
    _held(POST, ItemKind.POST),
    _held(COMMENT, ItemKind.COMMENT),
    _held(REPLY, ItemKind.REPLY),
]


def test_everything_exact_is_no_difference() -> None:
    """The counts agree kind by kind, and nothing is named."""
    compared = compare(EXPECTED, HELD)

    kinds = (ItemKind.POST, ItemKind.COMMENT, ItemKind.REPLY)
    assert dict.fromkeys(kinds, 1) == compared.expected == compared.exact
    assert (0, ()) == (compared.differing, compared.first)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (replace(HELD[1], versions=(replace(HELD[1].versions[0], text="Thanks"),)), "text of 6"),
        (replace(HELD[1], author=Author("u_1", "u_9")), "another author"),
        (replace(HELD[1], author=None), "another author"),
        (replace(HELD[1], created_at=NOON), "time 2026-03-02T18:00:00Z instead of none"),
        (replace(HELD[1], parent_id="3"), "parent 3 instead of 1"),
        (replace(HELD[1], kind=ItemKind.REPLY), "reply instead of comment"),
        (replace(HELD[1], versions=HELD[1].versions * 2), "2 wordings instead of one"),
    ],
    ids=["text", "author", "no author", "time", "parent", "kind", "wordings"],
)
def test_each_field_that_differs_is_named(changed: Item, told: str) -> None:
    """The item's id and the field are told, and never its text."""
    compared = compare(EXPECTED, [HELD[0], changed, HELD[2]])

    assert [("facebook/2", True)] == [(one.item, told in one.what) for one in compared.first]
    assert (1, 0) == (compared.differing, compared.exact.get(ItemKind.COMMENT, 0))


def test_what_is_missing_is_named() -> None:
    """An item that the harvest lost is a difference, too."""
    compared = compare(EXPECTED, HELD[:2])

    assert ["3"] == [one.item for one in compared.first]


def test_what_is_there_twice_or_never_was_is_named() -> None:
    """Nothing may be doubled, and nothing may come from nowhere."""
    stranger = replace(HELD[0], id="9")

    compared = compare(EXPECTED, [*HELD, HELD[0], stranger])

    assert ["facebook/1", "facebook/9"] == [one.item for one in compared.first]


def test_all_differences_are_counted_and_the_first_named() -> None:
    """A file of forty thousand wrong items does not fill the screen."""
    records = [replace_id(POST, str(n)) for n in range(50)]

    compared = compare(expected_items(records), [])

    assert (50, 10) == (compared.differing, len(compared.first))


def replace_id(record: RealRecord, new: str) -> RealRecord:
    """Give the record under another id."""
    return RealRecord(id=new, page=record.page, text=record.text)


def test_a_reply_without_its_parent_stands_alone() -> None:
    """The platform shows it as a post, because there is nothing to hang it on."""
    orphan = RealRecord(id="7", page="town", text="Yes.", parent_id="not here")

    expected = expected_items([orphan])["7"]

    assert (ItemKind.POST, None) == (expected.kind, expected.parent_id)


def test_words_to_search_for_are_chosen_by_how_often_they_stand() -> None:
    """Each wish gets the word nearest to it, the same every time; pieces of names are no words."""
    records = [
        RealRecord(id=str(n), page="town", text=f"snow {'plow' if n < 3 else ''} u_1abcd")
        for n in range(9)
    ]

    words = telling_words(expected_items(records).values(), (3, 9))

    assert ("plow", "snow") == words


def test_a_file_is_read_plain_or_packed(tmp_path: Path) -> None:
    """What stands in a line besides the fields compared is left out."""
    line = json.dumps({"id": "1", "page": "town", "text": "Snow 雪", "raw": {"x": 1}}) + "\n"
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_text(line, "utf-8")
    packed.write_bytes(gzip.compress(line.encode()))

    read = read_records(plain)

    assert (RealRecord(id="1", page="town", text="Snow 雪"),) == read == read_records(packed)


@pytest.mark.parametrize("content", [b"{}\n", b'{"id": 1}', b"no json", b"\x1f\x8bno gzip"])
def test_a_file_that_is_none_is_refused_with_its_line(tmp_path: Path, content: bytes) -> None:
    """The line is named, so that it can be corrected."""
    path = tmp_path / ("a.jsonl.gz" if content.startswith(b"\x1f") else "a.jsonl")
    path.write_bytes(content)

    with pytest.raises(ThreadsUnreadable, match="line 1"):
        read_records(path)
