"""What the platform tells a receiver about what happens: pure, entry by entry.

The shapes are those of ``webhooks.md``, sections 4 and 5. A webhook is a hint:
much of what happens is told to nobody, and nobody is told who deleted
something.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from msgspec import UNSET

from archiver.platforms.entries import (
    Comment,
    Delete,
    Edit,
    Engagement,
    Entry,
    Hide,
    Live,
    Media,
    Person,
    Post,
    Profile,
    Publish,
    Reel,
    Review,
    Unhide,
)
from archiver.platforms.making import made_comment, made_items
from archiver.platforms.played import COMMENTS, INSTAGRAM, PlayedItem, PlayedKind
from archiver.platforms.wire import wire_time
from archiver.platforms.world import World

_PAGE, _INSTAGRAM = "page", "instagram"
_FACEBOOK = "https://www.facebook.com"
_VIDEOS = frozenset({PlayedKind.REEL, PlayedKind.LIVE})


@dataclass(frozen=True, slots=True)
class Hook:
    """One change as it is told: of which account, in which field; ``value`` may be missing.

    ``family`` is what the body calls its object: ``page`` or ``instagram``.
    """

    family: str
    account: str
    field: str
    value: Mapping[str, object] | None


def events_for(entry: Entry, before: World) -> tuple[Hook, ...]:
    """Give what is told about an entry; ``before`` is the world just before it happens."""
    match entry:
        case Post() | Reel() | Live():
            return _appeared(entry, before)
        case Review():
            return (Hook(_PAGE, entry.page, "ratings", _rating(entry)),)
        case Media():
            return _mention(entry)
        case Comment():
            return _commented(entry, before)
        case Edit() | Hide() | Unhide() | Delete() | Engagement() | Publish():
            return _changed(entry, before)
        case _:
            return _described(entry, before)


def subscribed(hooks: Iterable[Hook], world: World) -> tuple[Hook, ...]:
    """Keep what the accounts have subscribed to; an account that never said so gets all."""
    return tuple(
        hook for hook in hooks if hook.field in world.subscriptions.get(hook.account, (hook.field,))
    )


def _described(entry: Entry, before: World) -> tuple[Hook, ...]:
    """Tell that a page describes itself anew: such a change comes without a value."""
    if not isinstance(entry, Profile) or entry.id not in before.pages:
        return ()
    field = "general_info" if entry.picture is UNSET else "picture"
    return (Hook(_PAGE, entry.id, field, None),)


def _feed(page: str, value: Mapping[str, object]) -> Hook:
    return Hook(_PAGE, page, "feed", _said(value))


def _said(value: Mapping[str, object]) -> dict[str, object]:
    """Leave out what has no value."""
    return {key: each for key, each in value.items() if each is not None}


def _appeared(entry: Post | Reel | Live, before: World) -> tuple[Hook, ...]:
    item = next(iter(made_items(entry, before.pages[entry.page])))
    value = {**_post(item, entry.at), "verb": "add", "published": int(item.published)}
    links = [attachment.url for attachment in item.attachments if attachment.url]
    if value["item"] == "share" and links:
        value["link"] = links[0]
    if item.kind in _VIDEOS:
        value["video_id"] = item.id
    if item.tagged:
        # Who names the page has given no permission to be named (webhooks.md, section 4).
        return (Hook(_PAGE, entry.page, "mention", _said({**value, "from": None})),)
    return (_feed(entry.page, value),)


def _post(item: PlayedItem, at: datetime) -> dict[str, object]:
    """Write what every change of a post says; the words follow its content."""
    kinds = [attachment.type for attachment in item.attachments]
    own = item.author is not None and item.author.id == item.page
    words = {"photo": "photo", "share": "share", "video_inline": "video"}
    first = words.get(kinds[0], "status") if len(kinds) == 1 else "status"
    return {
        "from": _person(item.author),
        "message": item.message or None,
        "post_id": item.id,
        "created_time": int((item.created or at).timestamp()),
        "item": "video" if item.kind in _VIDEOS else first if own else "post",
    }


def _commented(entry: Comment, before: World) -> tuple[Hook, ...]:
    comment = made_comment(entry, before.items[entry.parent])
    if comment.kind is PlayedKind.MEDIA_COMMENT:
        return (_on_instagram(comment, before),)
    value = {**_comment(comment, before, entry.at), "message": comment.message or None}
    return (_feed(comment.page, {**value, "verb": "add"}),)


def _comment(comment: PlayedItem, before: World, at: datetime) -> dict[str, object]:
    """Write what every change of a comment says, in the shape told since about 2020."""
    post = before.items[comment.post]
    nested = {
        "status_type": "mobile_status_update",
        "is_published": post.published,
        "updated_time": wire_time(at),
        "permalink_url": f"{_FACEBOOK}/{post.page}/posts/{post.id.rpartition('_')[2]}",
        "promotion_status": "inactive",
        "id": post.id,
    }
    return {
        "from": _person(comment.author),
        "post": nested,
        "post_id": comment.post,
        "comment_id": comment.id,
        "created_time": int((comment.created or at).timestamp()),
        "item": "comment",
        "parent_id": comment.parent,
    }


def _on_instagram(comment: PlayedItem, before: World) -> Hook:
    medium = before.items[comment.post]
    is_live = medium.kind is PlayedKind.MEDIA_LIVE
    author = comment.author
    value = {
        "from": None if author is None else {"id": author.id, "username": author.name},
        "media": {"id": medium.id, "media_product_type": medium.detail["product"]},
        "id": comment.id,
        "parent_id": None if comment.parent == comment.post else comment.parent,
        "text": comment.message,
    }
    field = "live_comments" if is_live else "comments"
    return Hook(_INSTAGRAM, comment.page, field, _said(value))


def _changed(
    entry: Edit | Hide | Unhide | Delete | Engagement | Publish, before: World
) -> tuple[Hook, ...]:
    """Tell a change; on Instagram none of them is told (webhooks.md, section 5)."""
    item = before.items[entry.id]
    if item.kind in INSTAGRAM or item.kind in {PlayedKind.STORY, PlayedKind.REVIEW}:
        return ()
    is_comment = item.kind in COMMENTS
    value = _comment(item, before, entry.at) if is_comment else _post(item, entry.at)
    match entry:
        case Edit():
            # Visitors' posts say `edit`, all else `edited` (webhooks.md, section 4).
            verb = "edit" if value["item"] == "post" else "edited"
            value |= {"verb": verb, "message": entry.message}
        case Hide() | Unhide():
            # The Page acts, and its name stands where the author's would.
            page = before.pages[item.page]
            told = "hide" if isinstance(entry, Hide) else "unhide"
            acting = {"id": page.id, "name": page.name}
            value |= {"verb": told, "from": acting, "message": item.message or None}
        case Delete():
            value |= {"verb": "remove", "message": None, "post": None}
            if not is_comment:
                value |= {"item": "post", "recipient_id": item.page}
        case Engagement():
            value = _reaction(item, entry)
        case Publish():
            value |= {"verb": "add", "published": 1}
    return (_feed(item.page, value),)


def _reaction(item: PlayedItem, entry: Engagement) -> dict[str, object]:
    """Tell that somebody reacted: noise to a receiver that archives words."""
    given = entry.reactions
    kind = next(iter(given), "LIKE") if given is not UNSET else "LIKE"
    return {
        "item": "reaction",
        "verb": "add",
        "reaction_type": kind.lower(),
        "post_id": item.post,
        "parent_id": item.parent or item.post,
        "comment_id": item.id if item.kind in COMMENTS else None,
        "created_time": int(entry.at.timestamp()),
    }


def _rating(entry: Review) -> dict[str, object]:
    recommends = {True: "POSITIVE", False: "NEGATIVE", None: None}[entry.recommends]
    return _said(
        {
            "item": "rating",
            "verb": "add",
            "open_graph_story_id": entry.id,
            "reviewer_id": None if entry.author is None else entry.author.id,
            "reviewer_name": None if entry.author is None else entry.author.name,
            "rating": entry.rating,
            "review_text": entry.message,
            "recommendation_type": recommends,
            "created_time": int(entry.at.timestamp()),
        }
    )


def _mention(entry: Media) -> tuple[Hook, ...]:
    """Tell an account that somebody else's medium tags it; its own media are told to nobody."""
    if entry.author is UNSET or entry.author.id == entry.account:
        return ()
    return (Hook(_INSTAGRAM, entry.account, "mentions", {"media_id": entry.id}),)


def _person(person: Person | None) -> dict[str, object] | None:
    return None if person is None else {"id": person.id, "name": person.name}
