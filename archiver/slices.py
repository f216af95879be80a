"""A page of answers cut into the exact bytes of each item (invariant 1).

Fast where the fast parser understands the page; where it refuses, or a key
repeats, the scanner cuts and only the bad element is marked. Items nested in
an item are cut out of it, so that each is kept once, as its own.
"""

import contextlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from archiver.scanner import NotJson, Span, element_spans

NESTED_EDGES = ("comments", "replies")
"""Edges whose elements are items of their own when they come inside an item."""

_REFUSALS = (ValueError, msgspec.DecodeError, RecursionError)
"""What parsers raise for bytes they do not understand; text that is no UTF-8 is a ValueError."""

_BETWEEN = re.compile(rb"\s*,\s*")
_BEFORE = re.compile(rb'\s*\{\s*"data"\s*:\s*\[\s*')


class SliceFault(StrEnum):
    """Why an element could not be read by the fast parser."""

    LONE_SURROGATE = "lone-surrogate"
    REPEATED_KEY = "repeated-key"
    UNREADABLE = "unreadable"


class Cursors(msgspec.Struct, frozen=True):
    """The platform's marks of where a page ends."""

    after: str | None = None


class Paging(msgspec.Struct, frozen=True):
    """How to go on; without ``next`` the walk is at its end."""

    cursors: Cursors | None = None
    next: str | None = None


class Summary(msgspec.Struct, frozen=True):
    """What the platform says of a whole list."""

    total_count: int | None = None


class _Page(msgspec.Struct, frozen=True):
    data: list[msgspec.Raw]
    paging: Paging | None = None
    summary: Summary | None = None


class _Rest(msgspec.Struct, frozen=True):
    data: list[Any]
    paging: Paging | None = None
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The bytes of one element, its place in the page, and what is wrong with it, if anything."""

    data: bytes
    span: Span
    fault: SliceFault | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its elements, how to go on, and how many the platform says there are."""

    elements: tuple[Slice, ...]
    paging: Paging
    total_count: int | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A nested item taken out of its parent: where it stood, and its bytes."""

    span: Span
    data: bytes


@dataclass(frozen=True, slots=True)
class Carved:
    """An item without the items nested in it; putting each back at its offset restores it."""

    data: bytes
    cuts: tuple[Cut, ...]


def slice_page(body: bytes) -> Page:
    """Cut a page into its elements.

    Raises ``NotJson`` where it is cut off, no JSON at all, or no list: an
    answer without ``data`` must never pass for an empty page.
    """
    page = None if _repeats_a_key(body) else _decode(body)
    if page is None:
        return _slice_slowly(body)
    spans = _spans_of(body, page.data)
    if spans is None:
        return _slice_slowly(body)
    return Page(
        elements=tuple(Slice(body[span.start : span.end], span) for span in spans),
        paging=page.paging or Paging(),
        total_count=page.summary.total_count if page.summary else None,
    )


def slice_item(body: bytes) -> Slice:
    """Take an answer that is one item as one element; raises ``NotJson`` where it is none."""
    if not body.lstrip().startswith(b"{"):
        message = "the answer is no object"
        raise NotJson(message)
    element_spans(body, ())
    return Slice(body, Span(0, len(body)), fault_of(body))


def carve(data: bytes, payload: Mapping[str, Any], fault: SliceFault | None = None) -> Carved:
    """Cut the nested items out of an item; ``payload`` is the item as far as it could be read.

    Most items have none, and then nothing is scanned, unless the item has a
    fault: where a key repeats, the payload shows only its last value.
    """
    edges = [edge for edge in NESTED_EDGES if fault or _has_elements(payload.get(edge))]
    if not edges:
        return Carved(data, ())
    spans = sorted(
        (span for edge in edges for span in element_spans(data, (edge, "data"))),
        key=lambda span: span.start,
    )
    pieces, position = [], 0
    for span in spans:
        pieces.append(data[position : span.start])
        position = span.end
    pieces.append(data[position:])
    cuts = tuple(Cut(span, data[span.start : span.end]) for span in spans)
    return Carved(b"".join(pieces), cuts)


def _has_elements(edge: object) -> bool:
    return isinstance(edge, Mapping) and bool(edge.get("data"))


def mend(data: bytes, spans: Sequence[Span], fillers: Sequence[bytes]) -> bytes:
    """Put something at each place where a nested item was cut out; the items restore all."""
    pieces, taken, position = [], 0, 0
    for span, filler in zip(spans, fillers, strict=True):
        here = span.start - taken
        pieces += [data[position:here], filler]
        position = here
        taken += span.end - span.start
    return b"".join([*pieces, data[position:]])


def with_nulls(data: bytes, spans: Sequence[Span]) -> bytes:
    """Give an item with ``null`` at each place where a nested item was cut out."""
    return mend(data, spans, [b"null"] * len(spans)) if spans else data


def read_element(data: bytes, fault: SliceFault | None) -> dict[str, Any]:
    """Read an element's fields; what the fast parser refuses is read leniently."""
    value = None
    if fault is None:
        with contextlib.suppress(*_REFUSALS):
            value = msgspec.json.decode(data)
    if value is None:
        with contextlib.suppress(*_REFUSALS):
            value = json.loads(data, object_pairs_hook=_identified)
    return value if isinstance(value, dict) else {}


def _identified(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Read an object; one that comes with two ids has none."""
    value = dict(pairs)
    if any(name == "id" and told != value["id"] for name, told in pairs):
        del value["id"]
    return value


def _decode(body: bytes) -> _Page | None:
    try:
        # The fast parser does not look into the text of elements it does not decode.
        _ = body.isascii() or body.decode()
        return msgspec.json.decode(body, type=_Page)
    except _REFUSALS:
        return None


def _spans_of(body: bytes, elements: list[msgspec.Raw]) -> list[Span] | None:
    """Find each element's place, and make sure that it is the element and no look-alike."""
    if not elements:
        return []
    position = 0
    spans: list[Span] = []
    for element in elements:
        data = bytes(element)
        start = body.find(data, position)
        between = body[position:start]
        fits = (_BETWEEN if spans else _BEFORE).fullmatch(between)
        if start < 0 or not fits:
            return None
        position = start + len(data)
        spans.append(Span(start, position))
    return spans


def _slice_slowly(body: bytes) -> Page:
    elements = tuple(
        Slice(data, span, fault_of(data))
        for span in element_spans(body, ("data",))
        for data in (body[span.start : span.end],)
    )
    rest = _read_rest(body, elements)
    return Page(
        elements, rest.paging or Paging(), rest.summary.total_count if rest.summary else None
    )


def _read_rest(body: bytes, elements: Sequence[Slice]) -> _Rest:
    """Read what stands around the elements, with a zero in the place of each."""
    pieces, position = [], 0
    for element in elements:
        pieces += [body[position : element.span.start], b"0"]
        position = element.span.end
    try:
        return msgspec.json.decode(b"".join([*pieces, body[position:]]), type=_Rest)
    except _REFUSALS as error:
        raise NotJson(str(error)) from None


def fault_of(data: bytes) -> SliceFault | None:
    """Say what is wrong with an element, if anything."""
    try:
        msgspec.json.decode(data)
    except _REFUSALS:
        return SliceFault.LONE_SURROGATE if _has_lone_surrogate(data) else SliceFault.UNREADABLE
    return SliceFault.REPEATED_KEY if _repeats_a_key(data) else None


def _has_lone_surrogate(data: bytes) -> bool:
    """Whether this is JSON with half of a surrogate pair in it, escaped or as bytes."""
    try:
        text = json.dumps(json.loads(data), ensure_ascii=False)
    except _REFUSALS:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _repeats_a_key(body: bytes) -> bool:
    repeated = False

    def watch(pairs: list[tuple[str, object]]) -> None:
        nonlocal repeated
        repeated = repeated or len({key for key, _ in pairs}) != len(pairs)

    with contextlib.suppress(*_REFUSALS):
        json.loads(body, object_pairs_hook=watch)
    return repeated
