"""From a line to the item it puts on an account, and from a change to the item after it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from msgspec import UNSET, UnsetType

from archiver.platforms.entries import (
    Approve,
    Attachment,
    Change,
    Comment,
    Delete,
    Edit,
    EndLive,
    Engagement,
    Hide,
    Instagram,
    Live,
    Media,
    Page,
    Person,
    Post,
    Product,
    Publish,
    Reel,
    Restore,
    Restrict,
    Review,
    Story,
    Thing,
    Unhide,
)
from archiver.platforms.played import INSTAGRAM, PlayedItem, PlayedKind

_PRODUCTS = {
    Product.FEED: PlayedKind.MEDIA,
    Product.REELS: PlayedKind.MEDIA,
    Product.STORY: PlayedKind.MEDIA_STORY,
    Product.LIVE: PlayedKind.MEDIA_LIVE,
}


def made_items(entry: Thing, account: Page | Instagram) -> Iterator[PlayedItem]:
    """Give the item that a line puts on an account, and then its parts, if any."""
    item = _item(entry, account)
    yield item
    if isinstance(entry, Story):
        name = entry.media_id or f"{item.id.rpartition('_')[2]}0"
        yield replace(item, id=name, parent=item.id, kind=PlayedKind.PHOTO)
    if isinstance(entry, Media):
        for child in entry.children:
            yield replace(
                item,
                id=child.id,
                parent=item.id,
                kind=PlayedKind.CHILD,
                message="",
                attachments=_image(child.image),
                detail={**item.detail, "type": child.type},
            )


def made_comment(entry: Comment, parent: PlayedItem) -> PlayedItem:
    """Give the comment that a line puts below an item."""
    on_instagram = parent.kind in INSTAGRAM
    return PlayedItem(
        id=entry.id,
        page=parent.page,
        post=parent.post,
        parent=parent.id,
        message=entry.message or "",
        author=entry.author,
        created=_created(entry),
        shown_at=entry.at,
        updated=entry.at,
        kind=PlayedKind.MEDIA_COMMENT if on_instagram else PlayedKind.COMMENT,
        attachments=() if entry.attachment is None else (entry.attachment,),
        permalink=entry.permalink_url,
        low_quality=entry.low_quality,
    )


def changed(item: PlayedItem, change: Change) -> PlayedItem:  # noqa: PLR0911 - one line a kind
    """Give an item as it stands after a change."""
    match change:
        case Edit():
            return replace(item, message=change.message, updated=change.at)
        case Hide() | Unhide():
            return replace(item, hidden=isinstance(change, Hide))
        case Delete() | Restore():
            return replace(item, deleted=isinstance(change, Delete))
        case Restrict() | Approve():
            return replace(item, restricted=isinstance(change, Restrict))
        case Publish():
            return replace(item, published=True, updated=change.at)
        case EndLive():
            return replace(item, ended=True)
        case Engagement():
            return _counted(item, change)
    assert_never(change)


def _counted(item: PlayedItem, change: Engagement) -> PlayedItem:
    given = change.reactions
    return replace(
        item,
        reactions=item.reactions if given is UNSET else tuple(given.items()),
        shares=item.shares if change.shares is UNSET else change.shares,
        views=item.views if change.views is UNSET else change.views,
    )


def _item(entry: Thing, account: Page | Instagram) -> PlayedItem:
    plain = PlayedItem(
        id=entry.id,
        page=account.id,
        post=entry.id,
        parent=None,
        message="",
        author=_own(account),
        created=_created(entry),
        shown_at=entry.at,
        updated=_created(entry) or entry.at,
    )
    match entry:
        case Post():
            return _post(entry, plain)
        case Reel() | Live():
            return _video(entry, plain)
        case Story():
            detail: dict[str, object] = {"media_type": entry.media_type}
            image = _image(entry.image)
            return replace(plain, kind=PlayedKind.STORY, attachments=image, detail=detail)
        case Review():
            return _review(entry, plain)
        case Media():
            return _media(entry, plain)
    assert_never(entry)


def _post(entry: Post, plain: PlayedItem) -> PlayedItem:
    return replace(
        plain,
        message=entry.message or "",
        author=plain.author if isinstance(entry.author, UnsetType) else entry.author,
        story=entry.story or "",
        attachments=entry.attachments,
        permalink=entry.permalink_url,
        unlisted_comments=entry.unlisted_comments,
        tagged=entry.tagged,
        published=entry.published,
        expires=entry.expires,
    )


def _video(entry: Reel | Live, plain: PlayedItem) -> PlayedItem:
    is_live = isinstance(entry, Live)
    return replace(
        plain,
        kind=PlayedKind.LIVE if is_live else PlayedKind.REEL,
        message=entry.message or "",
        title=entry.title or "" if isinstance(entry, Live) else "",
        attachments=_image(entry.image, "video_inline"),
        permalink=entry.permalink_url,
        unlisted_comments=entry.unlisted_comments,
    )


def _review(entry: Review, plain: PlayedItem) -> PlayedItem:
    return replace(
        plain,
        kind=PlayedKind.REVIEW,
        message=entry.message or "",
        author=entry.author,
        detail={"recommends": entry.recommends, "rating": entry.rating},
    )


def _media(entry: Media, plain: PlayedItem) -> PlayedItem:
    return replace(
        plain,
        kind=_PRODUCTS[entry.product],
        message=entry.message or "",
        author=plain.author if isinstance(entry.author, UnsetType) else entry.author,
        tagged=not isinstance(entry.author, UnsetType) and entry.author.id != entry.account,
        attachments=_image(entry.image),
        permalink=entry.permalink_url,
        unlisted_comments=entry.unlisted_comments,
        detail={
            "type": entry.type,
            "product": entry.product,
            "withheld": entry.withheld,
            "likes_hidden": entry.likes_hidden,
            "before_business": entry.before_business,
        },
    )


def _own(account: Page | Instagram) -> Person:
    return Person(
        id=account.id, name=account.name if isinstance(account, Page) else account.username
    )


def _image(image: str | None, kind: str = "photo") -> tuple[Attachment, ...]:
    return () if image is None else (Attachment(type=kind, image=image),)


def _created(entry: Thing | Comment) -> datetime | None:
    return entry.at if entry.created_time is UNSET else entry.created_time
