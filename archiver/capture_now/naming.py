"""Reading how a person names an item: an address copied from the browser, or an id. Pure."""

import base64
import binascii
import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import SplitResult, parse_qs, urlsplit

from archiver.capture_now.errors import ItemUnresolved
from archiver.items import Platform

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
_NUMBER = re.compile(r"\d{1,40}")
_PFBID = re.compile(r"pfbid[A-Za-z0-9]{1,150}")
_SHORTCODE = re.compile(r"[A-Za-z0-9_-]{5,64}")
_POST_IN_PATH = frozenset({"posts", "permalink", "photos"})
_MEDIA_IN_PATH = frozenset({"videos", "reel", "reels"})
_INSTAGRAM_PATHS = frozenset({"p", "reel", "reels", "tv"})
_HOSTS = {"facebook.com": Platform.FACEBOOK, "instagram.com": Platform.INSTAGRAM}


@dataclass(frozen=True, slots=True)
class Named:
    """What an address or id says about an item.

    ``id`` is a whole id of the platform. An address may instead tell the
    number of a ``post`` and of a ``comment`` below it, and the ``page`` they
    are on by id or name. ``token`` is a short name that only the permalinks of
    the platform explain.
    """

    platform: Platform | None
    id: str | None = None
    page: str | None = None
    post: str | None = None
    comment: str | None = None
    token: str | None = None


def read_name(text: str) -> Named:
    """Read an address or an id; raises ``ItemUnresolved`` for what is neither."""
    text = text.strip()
    if "://" not in text and not re.match(r"[\w.-]+\.(com|me|watch)/", text):
        return _read_id(text)
    try:
        address = urlsplit(text if "://" in text else f"https://{text}")
        host = address.hostname or ""
    except ValueError:
        raise _unresolved("That is no address.") from None
    platform = next((_HOSTS[end] for end in _HOSTS if f".{host}".endswith(f".{end}")), None)
    named = None
    if platform is Platform.FACEBOOK:
        named = _read_facebook(address)
    if platform is Platform.INSTAGRAM:
        named = _read_instagram(address)
    if named is None:
        raise _unresolved("That address does not tell which item it leads to.")
    return named


def _read_id(text: str) -> Named:
    platform, slash, ident = text.partition("/")
    if not slash:
        platform, ident = "", text
    if not _ID.fullmatch(ident) or (slash and platform not in set(Platform)):
        raise _unresolved("That is neither an address nor an id.")
    return Named(Platform(platform) if platform else None, id=ident)


def _read_facebook(address: SplitResult) -> Named | None:
    parts = [part for part in address.path.split("/") if part]
    query = {name: values[-1] for name, values in parse_qs(address.query).items()}
    comment = _comment(query.get("reply_comment_id") or query.get("comment_id"))
    page = query.get("id") or (parts[0] if parts and "." not in parts[0] else None)
    post = query.get("story_fbid") or query.get("fbid")
    if post is None and len(parts) > 2 and parts[1] in _POST_IN_PATH:  # noqa: PLR2004 - page, kind, id
        post = parts[-1]
    if post is not None and _PFBID.fullmatch(post):
        return Named(Platform.FACEBOOK, page=page, comment=comment, token=post)
    if post is not None and _NUMBER.fullmatch(post):
        return Named(Platform.FACEBOOK, page=page, post=post, comment=comment)
    media = query.get("v") or (
        parts[-1] if any(part in _MEDIA_IN_PATH for part in parts[:-1]) else ""
    )
    if _NUMBER.fullmatch(media):
        return Named(Platform.FACEBOOK, id=media, page=page, comment=comment)
    return None


def _read_instagram(address: SplitResult) -> Named | None:
    parts = [part for part in address.path.split("/") if part]
    for kind, code in pairwise(parts):
        if kind in _INSTAGRAM_PATHS and _SHORTCODE.fullmatch(code):
            rest = parts[parts.index(code) + 1 :]
            comment = rest[1] if rest[:1] == ["c"] and len(rest) > 1 else None
            page = parts[0] if parts[0] != kind else None
            return Named(Platform.INSTAGRAM, page=page, token=code, comment=_comment(comment))
    return None


def _comment(text: str | None) -> str | None:
    """Read a comment's number: plain, behind its post's, or both in base64."""
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        try:
            text = base64.b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
        except (binascii.Error, ValueError):
            return None
    number = text.rpartition("_")[2]
    return number if _NUMBER.fullmatch(number) else None


def _unresolved(what: str) -> ItemUnresolved:
    return ItemUnresolved(
        what,
        next_step="Open the post or comment itself in a browser (the time below it leads there) "
        "and copy the address, or give its id as facebook/ID or instagram/ID.",
    )
