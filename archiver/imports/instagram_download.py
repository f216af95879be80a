"""Reading Instagram's Download your information, in JSON, of either layout.

Own posts, stories and reels, and own comments; no ids and nothing by others.
A single picture carries its caption itself, a carousel above its pictures. The
labels of comments are in the account's language, so the comment is found by
what it is and not by its label: it comes first.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archiver.imports.elements import elements
from archiver.imports.fields import instant_of, list_of, mapping_of, text_of
from archiver.imports.member import Member
from archiver.imports.mojibake import read_mended
from archiver.imports.piece import Form, NotUnderstood, Origin, Piece, Words, own_id
from archiver.items import ItemKind

_MEDIA = re.compile(
    r"(^|/)(?P<what>posts|archived_posts|stories|reels|igtv_videos|other_content)(_\d+)?\.json$"
)
_COMMENTS = re.compile(r"(^|/)(post|reels)_comments(_\d+)?\.json$")
CONCERNED = re.compile(r"(^|/)(content|media|comments)/[^/]*\.json$")
"""Files that hold what was said; one of them that no reader knows is named in the receipt."""

_COMMENT_LABEL = "Comment"
_OWNER_LABEL = "Media Owner"


def form_of(path: str) -> Form | None:
    """Say how a file is to be read, by its name; None for one with nothing to import."""
    if _MEDIA.search(path):
        return Form.INSTAGRAM_MEDIA
    return Form.INSTAGRAM_COMMENT if _COMMENTS.search(path) else None


def pieces(form: Form, member: Member) -> Iterator[Piece | NotUnderstood]:
    """Cut one file into its posts or comments; raises ``NotJson`` where that cannot be done."""
    for element in elements(member.body):
        payload = read_mended(element.data, element.fault)
        words = media_words(payload) if form is Form.INSTAGRAM_MEDIA else comment_words(payload)
        if words.created_at is None and not words.text:
            yield NotUnderstood(
                f"{member.path}, bytes {element.span.start}-{element.span.end}",
                "it has neither the time nor the words of a post or comment",
            )
            continue
        item_id = own_id(member.source, member.path, element.span.start)
        yield Piece(
            form=form,
            kind=_kind(member.path, form),
            id=item_id,
            parent_id=None,
            thread_id=item_id,
            data=element.data,
            origin=Origin(member.source, member.part, member.path, member.digest, element.span),
            fault=element.fault,
            files=tuple(uri for each in _media(payload) if (uri := text_of(each.get("uri")))),
        )


def media_words(payload: Mapping[str, Any]) -> Words:
    """Read a post, story or reel."""
    media = _media(payload)
    said = [text_of(each.get("title")) for each in (payload, *media)]
    times = [instant_of(each.get("creation_timestamp")) for each in (payload, *media)]
    text = "\n\n".join(dict.fromkeys(each for each in said if each))
    created = next((each for each in times if each), None)
    uris = [text_of(each.get("uri")) for each in media]
    return Words(text, None, created, None, (text, created and created.isoformat(), uris))


def comment_words(payload: Mapping[str, Any]) -> Words:
    """Read an own comment: what has a value and is not the owner of what was commented on."""
    said = mapping_of(payload.get("string_map_data"))
    parts = {name: mapping_of(each) for name, each in said.items()}
    text = text_of(parts.get(_COMMENT_LABEL, {}).get("value"))
    if not text:
        values = [
            text_of(each.get("value")) for name, each in parts.items() if name != _OWNER_LABEL
        ]
        text = next((value for value in values if value), "")
    times = [instant_of(each.get("timestamp")) for each in parts.values()]
    created = next((each for each in times if each), None)
    return Words(text, None, created, None, (text, created and created.isoformat()))


def _media(payload: object) -> list[Mapping[str, Any]]:
    """List the pictures and films; a story is one by itself."""
    fields = mapping_of(payload)
    found = list_of(fields.get("media"))
    return found or ([fields] if fields.get("uri") else [])


def _kind(path: str, form: Form) -> ItemKind:
    if form is Form.INSTAGRAM_COMMENT:
        return ItemKind.COMMENT
    found = _MEDIA.search(path)
    return _KINDS.get(found["what"], ItemKind.POST) if found else ItemKind.POST


_KINDS = {"stories": ItemKind.STORY, "reels": ItemKind.REEL}
