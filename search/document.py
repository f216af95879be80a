"""What the index holds of an item: its schema, and how an item becomes a document.

One document an item, with the wordings of all its versions and what stood
beside them; what a hit shows is read from the catalogue, so the index stores
nothing but the item's key.
"""

import math
import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tantivy import Document, Schema, SchemaBuilder

from archiver.items import Author, Item, Media
from search import tokens
from search.beside import beside
from search.fields import EDITED, IMPORT, PLATFORM

EDITION = 5
"""Raised whenever schema, tokenizer or meaning of a field changes: the index is then rebuilt."""

UNCLASSIFIED = "unclassified"
"""The series of an item that no rule or person has looked at yet."""

FACETS = ("account", "kind", "year", "month", "state", "series", "has")

ORDER_TIE_BITS = 24
"""Room beside the second of posting for a number that tells items of one second apart."""

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def make_schema() -> Schema:
    """Give the schema: words by position, values whole, and columns to count and sort by."""
    builder = SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name, analyzer in (
        ("text", tokens.STEMMED),
        ("exact", tokens.EXACT),
        ("author", tokens.EXACT),
    ):
        builder.add_text_field(name, tokenizer_name=analyzer)
    for name in ("account", "kind", "month", "state", "series", "has"):
        builder.add_text_field(name, fast=True, tokenizer_name=tokens.KEY, index_option="basic")
    for name in ("mark", "hold", "source", "thread", "id", "known"):
        builder.add_text_field(name, tokenizer_name=tokens.KEY, index_option="basic")
    for name in ("posted", "order", "change", "wording"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def make_document(item: Item, zone: ZoneInfo) -> Document:
    """Make the document of an item, with its civil dates in the city's zone."""
    document = Document()
    for name, value in _texts(item):
        document.add_text(name, value)
    document.add_integer("order", order_of(item))
    document.add_integer("change", item.change)
    document.add_integer("wording", max((version.leaf for version in item.versions), default=0))
    if item.created_at is not None:
        document.add_integer("posted", _second(item.created_at))
        document.add_text("month", f"{item.created_at.astimezone(zone):%Y-%m}")
    return document


def order_of(item: Item) -> int:
    """Give the item's place in time, unlike that of any other item and the same after a rebuild."""
    second = _second(item.created_at or item.first_seen)
    tie = min((version.leaf for version in item.versions), default=0)
    return (second << ORDER_TIE_BITS) | (tie & ((1 << ORDER_TIE_BITS) - 1))


def _second(instant: datetime) -> int:
    return math.floor(instant.timestamp())


def _texts(item: Item) -> Iterator[tuple[str, str]]:
    """Give the words and values of an item, field by field."""
    yield "key", str(item.ref)
    yield "id", item.id
    yield "thread", item.thread_id
    yield "account", item.account
    yield "kind", item.kind.value
    yield "state", item.state.value
    yield "series", item.classification.series if item.classification else UNCLASSIFIED
    if len(item.versions) > 1:
        yield "mark", EDITED
    yield from (("source", each) for each in _sources(item))
    said = _said(item)
    for wording in map(tokens.normal, said):
        yield "text", wording
        yield "exact", wording
    if item.author:
        yield from (("author", tokens.normal(each)) for each in _names(item.author))
    yield from (("hold", each) for each in item.holds)
    has = _has(item)
    yield from (("has", each) for each in has)
    yield from (("known", name) for name in _known(item, has, said))


def _said(item: Item) -> tuple[str, ...]:
    """Give every text of an item once: most wordings of one keep its links and its files."""
    texts = ((version.text, *beside(item, version)) for version in item.versions)
    return tuple(dict.fromkeys(each for some in texts for each in some))


def _sources(item: Item) -> Iterator[str]:
    """Name the ways its versions came: from the platform, or by which kind of import."""
    kinds = {version.imported.kind for version in item.versions if version.imported}
    if any(version.imported is None for version in item.versions):
        yield PLATFORM
    if kinds:
        yield IMPORT
    yield from sorted(kinds)


def _names(author: Author) -> Iterator[str]:
    yield from (each for each in (author.name, author.id) if each)


def _known(item: Item, has: tuple[str, ...], said: tuple[str, ...]) -> Iterator[str]:
    """Name the fields that have any value, for queries such as ``hold:*``."""
    if any(text.strip() for text in said):
        yield "text"
    if item.author is not None:
        yield "author"
    if item.created_at is not None:
        yield "posted"
    if item.classification is not None:
        yield "series"
    if item.holds:
        yield "hold"
    if has:
        yield "has"


def _has(item: Item) -> tuple[str, ...]:
    kinds = {kind for media in item.media for kind in _media_kinds(media)}
    if any(version.links or _LINK.search(version.text) for version in item.versions):
        kinds.add("link")
    return tuple(sorted(kinds))


def _media_kinds(media: Media) -> tuple[str, ...]:
    """Name what a file is; one that could not be fetched is still media of the item."""
    family = (media.type or "").partition("/")[0]
    return {"image": ("media", "photo"), "video": ("media", "video")}.get(family, ("media",))
