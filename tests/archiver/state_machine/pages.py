"""Whether every next page that was offered was asked for (invariant 5)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.archiver.state_machine.line import Sent

Page = tuple[str, str]
"""The path of a list, and the cursor of a page of it."""


def unwalked(sent: Iterable[Sent]) -> Iterator[Page]:
    """Give the pages that were offered and never asked for."""
    answers = tuple(sent)
    asked = {(each.call.text, each.call.parameters.get("after", "")) for each in answers}
    for each in answers:
        offered = _offered(_read(each.answer.body))
        yield from (page for page in offered if page not in asked)


def _read(body: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _offered(value: Any) -> Iterator[Page]:  # noqa: ANN401 - JSON
    """Find the next pages in an answer, at whatever depth."""
    if isinstance(value, list):
        for each in value:
            yield from _offered(each)
    if isinstance(value, dict):
        following = value.get("next")
        if isinstance(following, str) and "cursors" in value:
            address = urlsplit(following)
            path = address.path.split("/", 2)[2]
            yield f"/{path}", parse_qs(address.query).get("after", [""])[0]
        for each in value.values():
            yield from _offered(each)
