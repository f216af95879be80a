"""Reading a folder that instaloader wrote (4.16; older ones are alike).

Platform ids identify: a post by its number (``pk``), a comment by its id. An
earlier caption, kept by instaloader as ``…_old_01.txt`` (the highest number is
the oldest), is an earlier version of its post. What instaloader loses without
saying so is said in every receipt (``LOSSES``).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archiver.imports.elements import elements, without
from archiver.imports.fields import id_of, instant_of, list_of, mapping_of, text_of
from archiver.imports.member import Member
from archiver.imports.piece import Form, NotUnderstood, Origin, Piece, Words
from archiver.items import Author, ItemKind
from archiver.scanner import Span, element_spans
from archiver.slices import Cut, Slice, fault_of, read_element

POST = re.compile(r"(?P<stem>.*_UTC)\.json(\.xz)?$")
COMMENTS = re.compile(r"(?P<stem>.*_UTC)_comments\.json$")
EARLIER = re.compile(r"(?P<stem>.*_UTC)_old_(?P<age>\d+)\.txt$")
CONCERNED = re.compile(r"\.json(\.xz)?$|_old_\d+\.txt$")
MEDIA = re.compile(r"(?P<stem>.*_UTC)(_(?P<place>\d+))?\.(jpg|jpeg|png|webp|mp4)$")

LOSSES = (
    "of the answers to a comment instaloader fetches only the first page; the rest is not here",
    "instaloader stops without a word where a page of posts or comments comes empty or again",
    "instaloader never clears comments: one in its files may be deleted, an old wording wins",
    "instaloader writes comments in place: where it was stopped, a file of them is broken",
    "of an edited caption instaloader keeps the earlier wordings, not when they were replaced",
)
"""What instaloader 4.16 loses without an error, by reading its source and running it."""

_PERMALINK = "https://www.instagram.com/p/{}/"
_STORY = "StoryItem"
_STOPPED = "FrozenNodeIterator"


def post_piece(member: Member, files: tuple[str, ...]) -> Piece | NotUnderstood:
    """Read the file of one post; one of a profile or hashtag is none."""
    fault = fault_of(member.body)
    node = node_of(member.body)
    item_id = _post_id(node)
    if item_id is None:
        why = _why_no_post(member.body)
        return NotUnderstood(member.path, why or _BROKEN, expected=why in _OTHER_NODES.values())
    span = Span(0, len(member.body))
    origin = Origin(member.source, member.part, member.path, member.digest, span)
    return Piece(
        form=Form.INSTALOADER_POST,
        kind=ItemKind.STORY if _type_of(member.body) == _STORY else ItemKind.POST,
        id=item_id,
        parent_id=None,
        thread_id=item_id,
        data=member.body,
        origin=origin,
        fault=fault,
        files=files,
    )


def caption_piece(member: Member, post: Piece) -> Piece:
    """Read a file of an earlier caption as an earlier version of its post."""
    span = Span(0, len(member.body))
    return Piece(
        form=Form.INSTALOADER_CAPTION,
        kind=post.kind,
        id=post.id,
        parent_id=None,
        thread_id=post.thread_id,
        data=member.body,
        origin=Origin(member.source, member.part, member.path, member.digest, span),
    )


def comment_pieces(member: Member, post_id: str) -> Iterator[Piece | NotUnderstood]:
    """Cut a file of comments into comments and answers; raises ``NotJson`` where it is broken."""
    for element in elements(member.body):
        yield from _thread(member, post_id, element)


def _thread(member: Member, post_id: str, element: Slice) -> Iterator[Piece | NotUnderstood]:
    fields = read_element(element.data, element.fault)
    comment_id = id_of(fields.get("id"))
    if comment_id is None:
        yield _without_id(member, element)
        return
    spans = element_spans(element.data, ("answers",)) if fields.get("answers") else ()
    cuts = [Cut(span, element.data[span.start : span.end]) for span in spans]
    answers = [_answer(element, cut) for cut in cuts]
    ids = [id_of(read_element(each.data, each.fault).get("id")) for each in answers]
    yield _comment(
        member,
        Slice(without(element.data, cuts), element.span, element.fault),
        (ItemKind.COMMENT, comment_id, post_id, post_id),
        tuple((cut, own or "") for cut, own in zip(cuts, ids, strict=True)),
    )
    for each, own in zip(answers, ids, strict=True):
        if own is None:
            yield _without_id(member, each)
        else:
            yield _comment(member, each, (ItemKind.REPLY, own, comment_id, post_id), ())


def _answer(element: Slice, cut: Cut) -> Slice:
    """Give a nested answer its place in the whole file."""
    at = element.span.start
    span = Span(at + cut.span.start, at + cut.span.end)
    return Slice(cut.data, span, fault_of(cut.data) if element.fault else None)


def _comment(
    member: Member,
    element: Slice,
    who: tuple[ItemKind, str, str, str],
    cuts: tuple[tuple[Cut, str], ...],
) -> Piece:
    kind, item_id, parent_id, thread_id = who
    return Piece(
        form=Form.INSTALOADER_COMMENT,
        kind=kind,
        id=item_id,
        parent_id=parent_id,
        thread_id=thread_id,
        data=element.data,
        origin=Origin(member.source, member.part, member.path, member.digest, element.span),
        cuts=cuts,
        fault=element.fault,
    )


def _without_id(member: Member, element: Slice) -> NotUnderstood:
    place = f"{member.path}, bytes {element.span.start}-{element.span.end}"
    return NotUnderstood(place, "it is a comment without an id")


def post_words(data: bytes) -> Words:
    """Read a post from the whole of its file."""
    node = node_of(data)
    owner = mapping_of(node.get("owner")) or mapping_of(node.get("user"))
    author_id, name = id_of(owner.get("id") or owner.get("pk")), text_of(owner.get("username"))
    times = (node.get("taken_at_timestamp"), node.get("date"), node.get("taken_at"))
    code = text_of(node.get("shortcode")) or text_of(node.get("code"))
    text = _caption(node)
    linked = re.fullmatch(r"[\w-]+", code) and _type_of(data) != _STORY
    return Words(
        text=text,
        author=Author(author_id, name or None) if author_id or name else None,
        created_at=next((each for value in times if (each := instant_of(value))), None),
        permalink=_PERMALINK.format(code) if linked else None,
        same=(text.strip(),),
    )


def caption_words(data: bytes) -> Words:
    """Read an earlier caption; instaloader ends each with a line feed of its own."""
    text = text_of(data.decode("utf-8", "replace")).replace("\r\n", "\n").removesuffix("\n")
    return Words(text, None, None, None, (text.strip(),))


def comment_words(payload: Mapping[str, Any]) -> Words:
    """Read a comment or answer."""
    owner = mapping_of(payload.get("owner"))
    author = Author(id_of(owner.get("id")), text_of(owner.get("username")) or None)
    text = text_of(payload.get("text"))
    created = instant_of(payload.get("created_at"))
    named = author if author.id or author.name else None
    return Words(text, named, created, None, (text, author.id))


def claimed_comments(data: bytes) -> int | None:
    """Give how many comments the post itself says there are."""
    node = node_of(data)
    edge = mapping_of(node.get("edge_media_to_parent_comment")).get("count")
    for count in (node.get("comments"), node.get("comment_count"), edge):
        if isinstance(count, int) and not isinstance(count, bool):
            return count
    return None


def node_of(data: bytes) -> Mapping[str, Any]:
    """Give what instaloader wrote of a post, where the file is one of a post or story."""
    node = mapping_of(read_element(data, None).get("node"))
    return node if _type_of(data) in {"Post", _STORY, ""} else {}


def _post_id(node: Mapping[str, Any]) -> str | None:
    found = id_of(node.get("pk")) or id_of(node.get("id"))
    # The phone's interface writes an id as POST_OWNER.
    return found.partition("_")[0] if found else None


def _caption(node: Mapping[str, Any]) -> str:
    """Give the caption from whichever of its places this edition wrote it to."""
    caption = node.get("caption")
    edges = list_of(mapping_of(node.get("edge_media_to_caption")).get("edges"))
    nested = (text_of(mapping_of(each.get("node")).get("text")) for each in edges)
    phone = mapping_of(mapping_of(node.get("iphone_struct")).get("caption"))
    found = (
        text_of(caption),
        text_of(mapping_of(caption).get("text")),
        *nested,
        text_of(phone.get("text")),
    )
    return next((each for each in found if each), "")


_BROKEN = "it is no post, or broken: instaloader may have been stopped while it wrote it"
_OTHER_NODES = {
    "Profile": "it describes the profile, which is not imported",
    "Hashtag": "it describes a hashtag, which is not imported",
}


def _why_no_post(data: bytes) -> str | None:
    """Say what a file is that is whole and no post; None where it should have been one."""
    kind = _type_of(data)
    if kind == _STOPPED:
        return "a run of instaloader was stopped here: what came after it is not in the folder"
    return _OTHER_NODES.get(kind)


def _type_of(data: bytes) -> str:
    """Give what instaloader says a file is of."""
    return text_of(mapping_of(read_element(data, None).get("instaloader")).get("node_type"))
