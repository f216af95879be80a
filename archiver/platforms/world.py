"""How the played page stands at one instant: pure values made from entries.

A world never changes; what happens next makes another one. The sorted lists
that answers are cut from are kept with the world they belong to, so that
walking through a page of forty thousand posts sorts them once.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import assert_never

from msgspec import UNSET, UnsetType

from archiver.platforms.entries import (
    Attachment,
    Change,
    Comment,
    Delete,
    Edit,
    Entry,
    Fault,
    Hide,
    Page,
    Person,
    Post,
    Restore,
    Unhide,
)

# Lists kept per world. A caller that invents a new `since` for every call would
# otherwise make it grow without end.
MAX_LISTS = 256


class Order(StrEnum):
    """The orders in which comments can be asked for; ``ranked`` is what one gets unasked."""

    RANKED = "ranked"
    CHRONOLOGICAL = "chronological"
    REVERSE = "reverse_chronological"


class Feed(StrEnum):
    """The edges of a page that list posts."""

    FEED = "feed"
    POSTS = "posts"
    PUBLISHED = "published_posts"
    VISITORS = "visitor_posts"


@dataclass(frozen=True, slots=True)
class PlayedItem:
    """A post or comment as it stands: its text now, and whether it is hidden or deleted.

    ``parent`` is None for a post. ``author`` is None where it is withheld.
    ``shown_at`` is the instant from which it was there; ``created`` what the
    platform says about it, None where it says nothing.
    """

    id: str
    page: str
    post: str
    parent: str | None
    message: str
    author: Person | None
    created: datetime | None
    shown_at: datetime
    updated: datetime
    story: str = ""
    attachments: tuple[Attachment, ...] = ()
    permalink: str | None = None
    unlisted_comments: int = 0
    hidden: bool = False
    deleted: bool = False

    @property
    def moment(self) -> datetime:
        """The instant it is sorted by."""
        return self.created or self.shown_at


@dataclass(frozen=True)
class ItemList:
    """Items in an order, and where each one stands."""

    items: tuple[PlayedItem, ...]

    @cached_property
    def positions(self) -> dict[str, int]:
        """The place of each id, counted from 0."""
        return {item.id: place for place, item in enumerate(self.items)}


_NOTHING = ItemList(())


@dataclass(frozen=True)
class World:
    """The pages with everything on them, at one instant."""

    pages: dict[str, Page] = field(default_factory=dict)
    items: dict[str, PlayedItem] = field(default_factory=dict)
    _lists: dict[tuple[object, ...], ItemList] = field(default_factory=dict, compare=False)

    def then(self, entries: Iterable[Entry]) -> "World":
        """Give the world after these entries, which must come in their order."""
        after = World(pages=dict(self.pages), items=dict(self.items))
        for entry in entries:
            after._happen(entry)
        return after

    def page(self, name: str) -> Page | None:
        """Find a page by id or user name."""
        named = (page for page in self.pages.values() if page.username == name)
        return self.pages.get(name) or next(named, None)

    def item(self, name: str) -> PlayedItem | None:
        """Find a post or comment that is there: neither it nor anything above it is deleted."""
        item = self.items.get(name)
        above = item
        while above is not None:
            if above.deleted:
                return None
            above = self.items[above.parent] if above.parent is not None else None
        return item

    def feed(
        self, page: str, which: Feed, since: datetime | None = None, until: datetime | None = None
    ) -> ItemList:
        """List the posts on a page, newest first."""

        def wanted(post: PlayedItem) -> bool:
            own = post.author is not None and post.author.id == page
            right = which is Feed.FEED or own == (which is not Feed.VISITORS)
            return right and (
                (since is None or post.moment >= since) and (until is None or post.moment <= until)
            )

        def newest_first() -> Iterable[PlayedItem]:
            chosen = [post for post in self._below.get(None, ()) if post.page == page]
            return sorted(filter(wanted, chosen), key=lambda post: post.moment, reverse=True)

        return self._list((page, which, since, until), newest_first)

    def comments(
        self, parent: str, *, stream: bool, order: Order, since: datetime | None = None
    ) -> ItemList:
        """List what answers an item: directly, or with ``stream`` on all levels in one list."""

        def chosen() -> Iterable[PlayedItem]:
            found = self._all_below(parent) if stream else self._below.get(parent, ())
            recent = (each for each in found if since is None or each.moment >= since)
            match order:
                case Order.RANKED:
                    return sorted(recent, key=_rank)
                case Order.CHRONOLOGICAL:
                    return sorted(recent, key=lambda comment: comment.moment)
                case Order.REVERSE:
                    return sorted(recent, key=lambda comment: comment.moment, reverse=True)
            assert_never(order)

        if parent not in self._below:
            return _NOTHING
        return self._list((parent, stream, order, since), chosen)

    def count_below(self, parent: str, *, stream: bool) -> int:
        """Count the comments that would be listed."""
        if not stream:
            return len(self._below.get(parent, ()))
        return sum(1 for _ in self._all_below(parent))

    @cached_property
    def _below(self) -> dict[str | None, list[PlayedItem]]:
        """What stands directly below each item and is there; posts stand below None."""
        below: dict[str | None, list[PlayedItem]] = {None: []}
        there: set[str | None] = {None}
        for item in self.items.values():
            if item.parent in there and not item.deleted:
                there.add(item.id)
                below.setdefault(item.parent, []).append(item)
        return below

    def _all_below(self, parent: str) -> Iterator[PlayedItem]:
        waiting = list(self._below.get(parent, ()))
        while waiting:
            item = waiting.pop()
            yield item
            waiting.extend(self._below.get(item.id, ()))

    def _list(self, key: tuple[object, ...], make: Callable[[], Iterable[PlayedItem]]) -> ItemList:
        if (known := self._lists.get(key)) is not None:
            return known
        if len(self._lists) >= MAX_LISTS:
            self._lists.clear()
        return self._lists.setdefault(key, ItemList(tuple(make())))

    def _happen(self, entry: Entry) -> None:
        match entry:
            case Page():
                self.pages[entry.id] = entry
            case Post():
                self.items[entry.id] = _post(entry, self.pages[entry.page])
            case Comment():
                comment = _comment(entry, self.items[entry.parent])
                self.items[entry.id] = comment
                self._touch(comment.post, entry.at)
            case Edit() | Hide() | Unhide() | Delete() | Restore():
                self.items[entry.id] = _changed(self.items[entry.id], entry)
            case Fault():
                return
            case _:
                assert_never(entry)

    def _touch(self, post: str, at: datetime) -> None:
        """Move a post's ``updated_time``, which also moves when somebody comments."""
        self.items[post] = replace(self.items[post], updated=at)


def _post(entry: Post, page: Page) -> PlayedItem:
    own = Person(id=page.id, name=page.name)
    return PlayedItem(
        id=entry.id,
        page=entry.page,
        post=entry.id,
        parent=None,
        message=entry.message or "",
        author=own if isinstance(entry.author, UnsetType) else entry.author,
        created=_created(entry),
        shown_at=entry.at,
        updated=_created(entry) or entry.at,
        story=entry.story or "",
        attachments=entry.attachments,
        permalink=entry.permalink_url,
        unlisted_comments=entry.unlisted_comments,
    )


def _comment(entry: Comment, parent: PlayedItem) -> PlayedItem:
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
        attachments=() if entry.attachment is None else (entry.attachment,),
        permalink=entry.permalink_url,
    )


def _created(entry: Post | Comment) -> datetime | None:
    return entry.at if entry.created_time is UNSET else entry.created_time


def _changed(item: PlayedItem, change: Change) -> PlayedItem:
    match change:
        case Edit():
            return replace(item, message=change.message, updated=change.at)
        case Hide():
            return replace(item, hidden=True)
        case Unhide():
            return replace(item, hidden=False)
        case Delete():
            return replace(item, deleted=True)
        case Restore():
            return replace(item, deleted=False)
    assert_never(change)


def _rank(comment: PlayedItem) -> int:
    """Order as if by relevance: neither by time nor by id, but the same at every call."""
    return zlib.crc32(comment.id.encode())
