"""What a notice tells of, read from its body (webhooks.md, sections 4 to 6). Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from archiver.accounts import account_key
from archiver.items import Platform
from archiver.record import safe_id
from archiver.webhook_events import Told

CONTENT_TYPE = "application/json"
_PLATFORMS = {"page": Platform.FACEBOOK, "instagram": Platform.INSTAGRAM}
_PLAIN = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OTHER = "other"
_NOT_LOOKED_AT = frozenset({"like", "reaction"})
"""Noise: counted by the platform, and no reason to look (webhooks.md, section 4)."""


def read_notice(body: bytes) -> tuple[Told, ...]:
    """List the changes a notice tells of; raises ``ValueError`` where it is no JSON object.

    Entries and changes of unknown shapes are passed over: the body is kept.
    """
    try:
        notice = json.loads(body)
    except (ValueError, RecursionError) as error:
        message = "the body is no JSON"
        raise ValueError(message) from error
    if not isinstance(notice, dict):
        message = "the body is no object"
        raise ValueError(message)  # noqa: TRY004 - to the sender it is one fault like the other
    platform = _PLATFORMS.get(str(notice.get("object")))
    return tuple(_told(platform, notice)) if platform else ()


def is_hint(told: Told) -> bool:
    """Whether to look at once because of it."""
    return told.thread is not None and told.what not in _NOT_LOOKED_AT


def _told(platform: Platform, notice: Mapping[str, Any]) -> Iterator[Told]:
    for entry in _objects(notice.get("entry")):
        owner = _id(entry.get("id"))
        if owner is None:
            continue
        account = account_key(platform, owner)
        for change in _objects(entry.get("changes")):
            value = change.get("value")
            yield _change(account, str(change.get("field")), value)
        for _ in _objects(entry.get("messaging")):
            yield Told(account, "messages", "message", _OTHER)


def _change(account: str, field: str, value: object) -> Told:
    told = value if isinstance(value, dict) else {}
    medium = told.get("media")
    thread = _id(told.get("post_id")) or _id(told.get("media_id"))
    thread = thread or _id(medium.get("id") if isinstance(medium, dict) else None)
    item = _id(told.get("comment_id")) or (_id(told.get("id")) if medium else None) or thread
    return Told(
        account=account,
        field=_plain(field),
        what=_plain(told.get("item", field)),
        verb=_plain(told.get("verb", "add")),
        thread=thread,
        item=item,
    )


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    return (
        (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())
    )


def _id(value: object) -> str | None:
    """Give an id in the form it has in our names; numbers come in odd cases (section 4)."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        return None
    return safe_id(str(value))


def _plain(value: object) -> str:
    """Give one of the platform's words, so far as it is a plain one; bodies are not trusted."""
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else _OTHER
