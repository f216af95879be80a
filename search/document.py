"""What the index holds of an item: its schema, and how an item becomes a document.

One document an item, with the wordings of all its versions and what stood
beside them; what a hit shows is read from the catalogue, so the index stores
nothing but the item's key.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tantivy import Document, Schema, SchemaBuilder

from archiver.catalogue.findable import File, Findable
from search import tokens
from search.beside import beside
from search.fields import EDITED, IMPORT, PLATFORM

EDITION = 7
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


def make_document(item: Findable, zone: ZoneInfo) -> Document:
    """Make the document of an item, with its civil dates in the city's zone."""
    document = Document()
    for name, value in _texts(item):
        document.add_text(name, value)
    leaves = [wording.leaf for wording in item.wordings]
    document.add_integer("order", _order(item, min(leaves, default=0)))
    document.add_integer("change", item.change)
    document.add_integer("wording", max(leaves, default=0))
    if item.created_at is not None:
        document.add_integer("posted", _second(item.created_at))
        local = item.created_at.astimezone(zone)
        document.add_text("month", f"{local.year:04}-{local.month:02}")
    return document


def _order(item: Findable, leaf: int) -> int:
    """Give the item's place in time, unlike that of any other item and the same after a rebuild."""
    second = _second(item.created_at or item.first_seen)
    return (second << ORDER_TIE_BITS) | (leaf & ((1 << ORDER_TIE_BITS) - 1))


def _second(instant: datetime) -> int:
    return math.floor(instant.timestamp())


def _texts(item: Findable) -> list[tuple[str, str]]:
    """Give the words and values of an item, field by field."""
    said, has = _said(item), _has(item)
    texts = [
        ("key", item.key),
        ("id", item.id),
        ("thread", item.thread_id),
        ("account", item.account),
        ("kind", item.kind),
        ("state", item.state),
        ("series", item.series or UNCLASSIFIED),
    ]
    if len(item.wordings) > 1:
        texts.append(("mark", EDITED))
    for wording in map(tokens.normal, said):
        texts += (("text", wording), ("exact", wording))
        if (plain := tokens.unsigned(wording)) is not None:  # "the plow" stands in "the #plow"
            texts.append(("exact", plain))
    names = (item.author_name, item.author_id)
    texts += [("author", tokens.normal(each)) for each in names if each]
    texts += [("source", each) for each in _sources(item)]
    texts += [("hold", each) for each in item.holds]
    texts += [("has", each) for each in has]
    texts += [("known", name) for name in _known(item, has, said)]
    return texts


def _said(item: Findable) -> tuple[str, ...]:
    """Give every text of an item once: most wordings of one keep its links and its files."""
    texts: dict[str, None] = {}
    for wording in item.wordings:
        texts[wording.text] = None
        texts.update(dict.fromkeys(beside(wording, item.files)))
    return tuple(texts)


def _sources(item: Findable) -> Iterator[str]:
    """Name the ways its versions came: from the platform, or by which kind of import."""
    ways = {wording.imported for wording in item.wordings}
    if None in ways:
        yield PLATFORM
    if kinds := sorted(filter(None, ways)):
        yield IMPORT
        yield from kinds


def _known(item: Findable, has: Collection[str], said: Iterable[str]) -> Iterator[str]:
    """Name the fields that have any value, for queries such as ``hold:*``."""
    if any(text.strip() for text in said):
        yield "text"
    if item.author_id is not None or item.author_name is not None:
        yield "author"
    if item.created_at is not None:
        yield "posted"
    if item.series is not None:
        yield "series"
    if item.holds:
        yield "hold"
    if has:
        yield "has"


def _has(item: Findable) -> list[str]:
    kinds = {kind for file in item.files for kind in _media_kinds(file)}
    if any(wording.links or _LINK.search(wording.text) for wording in item.wordings):
        kinds.add("link")
    return sorted(kinds)


def _media_kinds(file: File) -> tuple[str, ...]:
    """Name what a file is; one that could not be fetched is still media of the item."""
    family = (file.type or "").partition("/")[0]
    return {"image": ("media", "photo"), "video": ("media", "video")}.get(family, ("media",))
