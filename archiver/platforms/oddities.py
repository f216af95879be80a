"""Answers whose content is strange: what a platform may send and no document announces."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from archiver.platforms.calls import Answer
from archiver.platforms.controls import FaultKind
from archiver.platforms.wire import wire

DEPTH = 100_000
"""How many lists stand in each other."""

DIGITS = 5_000
"""How many digits the huge number has; Python itself refuses to read more than 4,300."""

_TEXTS = ("message", "text", "caption", "description", "name")
_MARK = "playback_mark"
_MARKED = b'"playback_mark":""'


def odd(kind: FaultKind, made: Answer) -> Answer:
    """Make the first item of an answer strange; what is no JSON object stays as it is."""
    try:
        answered = json.loads(made.body)
    except ValueError:
        return made
    if not isinstance(answered, dict) or "error" in answered:
        return made
    return replace(made, body=ODDITIES[kind](answered))


def _written(*, key: str | None, value: bytes) -> Callable[[dict[str, Any]], bytes]:
    """Make an oddity that only bytes can express, at the beginning of the first item."""

    def make(answered: dict[str, Any]) -> bytes:
        item = _first(answered)
        name = key or next((text for text in _TEXTS if text in item), _TEXTS[0])
        marked = {_MARK: "", **item}
        item.clear()
        item.update(marked)
        return wire(answered).replace(_MARKED, b'"%s":%s' % (name.encode(), value), 1)

    return make


def _retold(change: Callable[[str], str]) -> Callable[[dict[str, Any]], bytes]:
    """Make an oddity of the first item's text."""

    def make(answered: dict[str, Any]) -> bytes:
        item = _first(answered)
        for name in _TEXTS:
            if isinstance(item.get(name), str):
                item[name] = change(item[name])
                break
        return wire(answered)

    return make


def _first(answered: dict[str, Any]) -> dict[str, Any]:
    """Find the first item of a list; the object itself where it is none."""
    data = answered.get("data")
    item = data[0] if isinstance(data, list) and data else answered
    return item if isinstance(item, dict) else answered


def _numeric(answered: dict[str, Any]) -> bytes:
    return wire(with_numbers(answered))


def with_numbers(value: dict[str, Any]) -> dict[str, Any]:
    """Give the same with every id that is digits alone as a number, at every level."""
    return {
        key: int(each)
        if key.endswith("id") and isinstance(each, str) and each.isdecimal()
        else _numbered(each)
        for key, each in value.items()
    }


def _numbered(value: object) -> object:
    if isinstance(value, list):
        return [_numbered(each) for each in value]
    return with_numbers(value) if isinstance(value, dict) else value


def _bare(answered: dict[str, Any]) -> bytes:
    """Keep nothing but the ids."""
    data = answered.get("data")
    if isinstance(data, list):
        bare = [{"id": each["id"]} for each in data if isinstance(each, dict) and "id" in each]
        return wire({**answered, "data": bare})
    return wire({"id": answered["id"]} if "id" in answered else answered)


def _unsigned(answered: dict[str, Any]) -> bytes:
    """Leave out who wrote each item."""
    data = answered.get("data")
    for item in data if isinstance(data, list) else [answered]:
        if isinstance(item, dict) and ("from" in item or "reviewer" in item):
            for name in ("from", "reviewer", "username"):
                item.pop(name, None)
    return wire(answered)


ODDITIES: Mapping[FaultKind, Callable[[dict[str, Any]], bytes]] = {
    FaultKind.DEEP_NESTING: _written(key="nested", value=b"[" * DEPTH + b"]" * DEPTH),
    FaultKind.HUGE_NUMBER: _written(key="huge", value=b"9" * DIGITS),
    FaultKind.DUPLICATE_KEYS: _written(key=None, value=b'"The first of two texts"'),
    FaultKind.UNKNOWN_KEYS: _written(key="tomorrow", value=b'{"new":[true,null,1.5e3]}'),
    FaultKind.LONE_SURROGATE: _retold(lambda text: f"{text}\ud83d"),
    FaultKind.NUL: _retold(lambda text: f"{text}\0 and more"),
    FaultKind.RIGHT_TO_LEFT: _retold(lambda text: f"\u202e{text}"),
    FaultKind.NUMERIC_IDS: _numeric,
    FaultKind.MISSING_KEYS: _bare,
    FaultKind.NO_AUTHORS: _unsigned,
}
"""How each strange answer is written, by the kind of fault."""
