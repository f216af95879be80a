"""Cutting a list into pages: cursors, limits and the addresses of the next page.

``paging.next`` is absent on the last page while ``cursors.after`` still stands
there, and it carries the token (facebook.md, section 5): both are traps for a
harvester, so both are played.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from archiver.platforms.graph_errors import bad_parameter
from archiver.platforms.played import ItemList, Row

# Page size where the caller names none (facebook.md, section 3).
DEFAULT_LIMIT = 25
# The feed family refuses more than this (facebook.md, section 3).
MAX_FEED_LIMIT = 100
# No caller gets more than this of the other edges, whatever was asked.
MAX_OTHER_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a list: its items, and whether there is more before and after."""

    items: tuple[Row, ...]
    start: int
    more_before: bool
    more_after: bool


def limit_of(parameters: Mapping[str, str], *, feed: bool) -> int:
    """Read ``limit``; raises ``GraphError`` (code 100) where it is none or too high for a feed."""
    text = parameters.get("limit", str(DEFAULT_LIMIT))
    if not text.isascii() or not text.isdigit():
        raise bad_parameter("Param limit must be a non-negative integer")
    limit = min(int(text), MAX_OTHER_LIMIT)
    if feed and limit > MAX_FEED_LIMIT:
        raise bad_parameter(f"Param limit must be less than or equal to {MAX_FEED_LIMIT}")
    return limit


def cut(listed: ItemList, parameters: Mapping[str, str], limit: int) -> Cut:
    """Cut the page that ``after`` or ``before`` asks for; the first one without them."""
    if "before" in parameters:
        end = _place(listed, parameters["before"])
        start = max(0, end - limit)
    elif "after" in parameters:
        start = _place(listed, parameters["after"], past=True)
        end = start + limit
    else:
        start, end = 0, limit
    items = listed.items[start:end]
    return Cut(items, start, start > 0, start + len(items) < len(listed.items))


def cut_by_count(listed: ItemList, parameters: Mapping[str, str], limit: int) -> Cut:
    """Cut a page as ``cut`` does, with cursors that count places and name nothing.

    What is inserted or deleted before such a place shifts all behind it.
    """
    end = len(listed.items)
    if "before" in parameters:
        place = min(read_cursor(parameters["before"])[0], end)
        start, limit = max(0, place - limit), min(limit, place)
    elif "after" in parameters:
        place, name = read_cursor(parameters["after"])
        start = min(place + 1 if name else place, end)
    else:
        start = 0
    items = listed.items[start : start + limit]
    return Cut(items, start, start > 0, start + len(items) < end)


def cursor(place: int, name: str, turn: int = 0) -> str:
    """Make a cursor. ``turn`` tells cursors of the same place apart, for empty pages."""
    return base64.urlsafe_b64encode(f"{place}:{turn}:{name}".encode()).decode()


def _place(listed: ItemList, text: str, *, past: bool = False) -> int:
    """Find where a cursor points; where its item is gone, the place it had."""
    place, name = read_cursor(text)
    found = listed.positions.get(name)
    if found is None:
        return min(place, len(listed.items))
    return found + 1 if past else found


def read_cursor(text: str) -> tuple[int, str]:
    """Read a cursor; raises ``GraphError`` (code 100) where it is not one of ours."""
    try:
        place, _, name = base64.urlsafe_b64decode(text).decode().split(":", 2)
        return int(place), name
    except (ValueError, binascii.Error) as error:
        raise bad_parameter("Invalid cursors values, please check the cursors") from error


def paging(made: Cut, address: str, parameters: Mapping[str, str]) -> dict[str, object]:
    """Give the ``paging`` object of a page that has items.

    ``parameters`` are those of the call, the token first; ``address`` is the
    call without them.
    """
    last = len(made.items) - 1
    before = cursor(made.start, made.items[0].id)
    after = cursor(made.start + last, made.items[last].id)
    result: dict[str, object] = {"cursors": {"before": before, "after": after}}
    if made.more_after:
        result["next"] = page_address(address, parameters, after=after)
    if made.more_before:
        result["previous"] = page_address(address, parameters, before=before)
    return result


def page_address(address: str, parameters: Mapping[str, str], **place: str) -> str:
    """Write the address of another page of the same list."""
    kept = {key: text for key, text in parameters.items() if key not in {"after", "before"}}
    return f"{address}?{urlencode({**kept, **place}, quote_via=quote)}"
