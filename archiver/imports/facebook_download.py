"""Reading Facebook's Download your information, in JSON, of any year's layout.

It says what the account said: it has no ids, nothing by others, and nothing
that is hidden or deleted. Files are found by the pattern of their names,
because the folders they lie in change from year to year.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archiver.imports.elements import elements
from archiver.imports.fields import instant_of, list_of, mapping_of, text_of
from archiver.imports.member import Member
from archiver.imports.mojibake import read_mended
from archiver.imports.piece import Form, NotUnderstood, Origin, Piece, Words, own_id
from archiver.items import Author, ItemKind, Link

_FORMS = (
    (re.compile(r"(^|/)(your|profile|page)_posts[^/]*\.json$"), Form.FACEBOOK_POST),
    (re.compile(r"(^|/)comments[^/]*\.json$"), Form.FACEBOOK_COMMENT),
)
CONCERNED = re.compile(r"(^|/)(posts|comments|comments_and_reactions|stories|reels)/.*\.json$")
"""Files that hold what was said; one of them that no reader knows is named in the receipt."""

_KINDS = {Form.FACEBOOK_POST: ItemKind.POST, Form.FACEBOOK_COMMENT: ItemKind.COMMENT}


def form_of(path: str) -> Form | None:
    """Say how a file is to be read, by its name; None for one with nothing to import."""
    return next((form for pattern, form in _FORMS if pattern.search(path)), None)


def pieces(form: Form, member: Member) -> Iterator[Piece | NotUnderstood]:
    """Cut one file into its posts or comments; raises ``NotJson`` where that cannot be done."""
    for element in elements(member.body):
        payload = read_mended(element.data, element.fault)
        if not _is_known(payload, form):
            yield NotUnderstood(
                f"{member.path}, bytes {element.span.start}-{element.span.end}",
                "it has neither the time nor the words of a post or comment",
            )
            continue
        item_id = own_id(member.source, member.path, element.span.start)
        yield Piece(
            form=form,
            kind=_KINDS[form],
            id=item_id,
            parent_id=None,
            thread_id=item_id,
            data=element.data,
            origin=Origin(member.source, member.part, member.path, member.digest, element.span),
            fault=element.fault,
            files=tuple(text_of(each.get("uri")) for each in _media(payload) if each.get("uri")),
        )


def post_words(payload: Mapping[str, Any]) -> Words:
    """Read a post: its text, else what its pictures are described with, else its headline."""
    said = [text_of(each.get("post")) for each in list_of(payload.get("data"))]
    said += [text_of(each.get("description")) for each in _media(payload)]
    text = "\n\n".join(dict.fromkeys(each for each in said if each))
    created = instant_of(payload.get("timestamp"))
    context = [mapping_of(each.get("external_context")) for each in _attached(payload)]
    links = [text_of(each.get("url")) for each in context]
    uris = [text_of(each.get("uri")) for each in _media(payload)]
    text = text or text_of(payload.get("title"))
    same = (text, created and created.isoformat(), links, uris)
    return Words(text, None, created, None, same, tuple(_links(payload)))


def comment_words(payload: Mapping[str, Any]) -> Words:
    """Read one of the account's own comments; the file does not say on which post it stands."""
    comment = _comment(payload)
    text = text_of(comment.get("comment"))
    name = text_of(comment.get("author")) or None
    created = instant_of(comment.get("timestamp")) or instant_of(payload.get("timestamp"))
    author = Author(None, name) if name else None
    same = (text, created and created.isoformat())
    return Words(text, author, created, None, same, tuple(_links(payload)))


def _is_known(payload: Mapping[str, Any], form: Form) -> bool:
    """Whether this can be a post or comment: it has a time, or words."""
    words = post_words(payload) if form is Form.FACEBOOK_POST else comment_words(payload)
    return words.created_at is not None or bool(words.text)


def _comment(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    found = (mapping_of(each.get("comment")) for each in list_of(payload.get("data")))
    return next((each for each in found if each), {})


def _attached(payload: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        each
        for attachment in list_of(payload.get("attachments"))
        for each in list_of(attachment.get("data"))
    ]


def _links(payload: Mapping[str, Any]) -> Iterator[Link]:
    """List the pages shared, with the headline that some years' files give."""
    for each in _attached(payload):
        context = mapping_of(each.get("external_context"))
        if url := text_of(context.get("url")):
            yield Link(url, text_of(context.get("name")) or None)


def _media(payload: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [mapping_of(each.get("media")) for each in _attached(payload)]
    return [each for each in found if each]
