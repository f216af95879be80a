"""The elements of an export's JSON file, each with its exact bytes and its place in the file.

A file is a list, or an object with lists in it, such as
``{"ig_stories": [...]}``; the elements of all of them are given in order.
"""

import json
import re
from collections.abc import Iterable, Iterator

import msgspec

from archiver.scanner import NotJson, Span, element_spans
from archiver.slices import Cut, Slice, SliceFault, fault_of, read_element

_BETWEEN = re.compile(rb"[\s,\[]*")
_REFUSALS = (ValueError, msgspec.DecodeError, RecursionError)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def elements(body: bytes) -> Iterator[Slice]:
    """Cut a file into its elements; raises ``NotJson`` where it is no JSON, or nothing to cut."""
    start = len(BYTE_ORDER_MARK) if body.startswith(BYTE_ORDER_MARK) else 0
    first = body[start : start + 64].lstrip()[:1]
    if first not in {b"[", b"{"}:
        message = "it is neither a list nor an object"
        raise NotJson(message)
    spans = _fast(body, start) if first == b"[" else None
    if spans is not None:
        yield from (Slice(body[span.start : span.end], span) for span in spans)
        return
    paths = [()] if first == b"[" else [(key,) for key in _keys(body, start)]
    _check_nothing_follows(body, start)
    for path in paths:
        for span in element_spans(body, path, start=start):
            data = body[span.start : span.end]
            yield Slice(data, span, fault_of(data))


def nested(element: Slice, path: tuple[str, ...], names: Iterable[str]) -> list[Cut]:
    """Give the elements nested in one, in order, where its fields say that there are any."""
    payload = read_element(element.data, element.fault)
    if not any(payload.get(name) for name in names):
        return []
    return [
        Cut(span, element.data[span.start : span.end]) for span in element_spans(element.data, path)
    ]


def without(data: bytes, cuts: Iterable[Cut]) -> bytes:
    """Give an element without what is nested in it; putting each back restores it."""
    pieces, position = [], 0
    for cut in cuts:
        pieces.append(data[position : cut.span.start])
        position = cut.span.end
    return b"".join([*pieces, data[position:]])


def fields_of(data: bytes, fault: SliceFault | None = None) -> dict[str, object]:
    """Read an element's fields; none where it is no object."""
    return read_element(data, fault)


def _fast(body: bytes, start: int) -> list[Span] | None:
    """Have the fast parser cut a list; None where it refuses or the bytes could mislead it."""
    try:
        raws = msgspec.json.decode(memoryview(body)[start:], type=list[msgspec.Raw])
        _ = body.isascii() or body.decode()
    except _REFUSALS:
        return None
    spans, position = [], start
    for raw in raws:
        data = bytes(raw)
        at = body.find(data, position)
        if at < 0 or not _BETWEEN.fullmatch(body[position:at]) or fault_of(data):
            return None
        position = at + len(data)
        spans.append(Span(at, position))
    return spans


def _keys(body: bytes, start: int) -> list[str]:
    """Give the keys of an object in order, each once."""
    try:
        value = json.loads(body[start:])
    except _REFUSALS as error:
        raise NotJson(str(error)) from None
    return list(value)


def _check_nothing_follows(body: bytes, start: int) -> None:
    """Refuse a file that is cut off, or followed by something else."""
    try:
        json.loads(body[start:])
    except UnicodeDecodeError:
        message = "its text is not UTF-8"
        raise NotJson(message) from None
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from None
