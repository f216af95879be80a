"""How the played accounts stand at one instant: pure values made from entries.

A world never changes; what happens next makes another one. The sorted lists
that answers are cut from are kept with the world they belong to, so that
walking through a page of forty thousand posts sorts them once.
"""

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, reduce
from typing import Any, TypeVar, assert_never

from msgspec import UNSET, structs

from archiver.platforms.access import Access
from archiver.platforms.entries import (
    Approve,
    Block,
    Comment,
    Control,
    Delete,
    Edge,
    Edit,
    EndLive,
    Engagement,
    Entry,
    Fault,
    Hide,
    Instagram,
    Live,
    Media,
    Page,
    Post,
    Profile,
    Publish,
    Reel,
    Restore,
    Restrict,
    Review,
    Setting,
    Story,
    Subscription,
    Thing,
    Token,
    Unblock,
    Unhide,
    Webhooks,
)
from archiver.platforms.making import changed, made_comment, made_items
from archiver.platforms.played import NOTHING, PARTS, ItemList, PlayedItem, PlayedKind

# Lists kept per world. A caller that invents a new `since` for every call would
# otherwise make it grow without end.
MAX_LISTS = 256
_A = TypeVar("_A", Page, Instagram)


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
    TAGGED = "tagged"


class Unseen(StrEnum):
    """The kinds of comments that a list can leave out."""

    HIDDEN = "hidden"
    LOW_QUALITY = "low_quality"


@dataclass(frozen=True)
class World:
    """The accounts with everything on them, at one instant.

    ``blocked`` holds the blocks of each page by the person's id, ``settings``
    the values of each page by name, ``refused`` the code with which an edge
    of an account is refused, by account and edge; ``subscriptions`` the
    webhook fields of each account that ever named them.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    instagrams: dict[str, Instagram] = field(default_factory=dict)
    items: dict[str, PlayedItem] = field(default_factory=dict)
    blocked: dict[str, dict[str, Block]] = field(default_factory=dict)
    settings: dict[str, dict[str, Setting]] = field(default_factory=dict)
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    subscriptions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    access: Access = field(default_factory=Access)
    _lists: dict[tuple[object, ...], ItemList] = field(default_factory=dict, compare=False)

    def then(self, entries: Iterable[Entry]) -> "World":
        """Give the world after these entries, which must come in their order."""
        coming = tuple(entries)
        after = World(
            pages=dict(self.pages),
            instagrams=dict(self.instagrams),
            items=dict(self.items),
            blocked={page: dict(blocks) for page, blocks in self.blocked.items()},
            settings={page: dict(values) for page, values in self.settings.items()},
            refused=dict(self.refused),
            subscriptions=dict(self.subscriptions),
            access=reduce(Access.then, (e for e in coming if isinstance(e, Token)), self.access),
        )
        for entry in coming:
            after._happen(entry)
        return after

    def page(self, name: str) -> Page | None:
        """Find a page by id or user name."""
        named = (page for page in self.pages.values() if page.username == name)
        return self.pages.get(name) or next(named, None)

    def instagram_of(self, page: str) -> Instagram | None:
        """Find the Instagram account linked to a page."""
        linked = (each for each in self.instagrams.values() if each.page == page)
        return next(linked, None)

    def item(self, name: str) -> PlayedItem | None:
        """Find an item that is there: neither it nor anything above it is deleted."""
        item = self.items.get(name)
        above = item
        while above is not None:
            if above.deleted:
                return None
            above = self.items[above.parent] if above.parent is not None else None
        return item

    def feed(
        self,
        page: str,
        which: Feed,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        hidden: bool = True,
    ) -> ItemList:
        """List the posts on a page, newest first."""

        def wanted(post: PlayedItem) -> bool:
            shown = hidden or not post.hidden
            return shown and _in_feed(post, which) and _between(post, since, until)

        posts = {PlayedKind.POST}
        return self._list(
            (page, which, since, until, hidden), lambda: self._newest_first(page, posts, wanted)
        )

    def things(
        self,
        account: str,
        kinds: Collection[PlayedKind],
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        tagged: bool = False,
    ) -> ItemList:
        """List the items of these kinds on an account, newest first; others' with ``tagged``."""

        def wanted(item: PlayedItem) -> bool:
            return item.tagged == tagged and _between(item, since, until)

        return self._list(
            (account, *kinds, since, until, tagged),
            lambda: self._newest_first(account, kinds, wanted),
        )

    def comments(
        self,
        parent: str,
        *,
        levels: int | None,
        order: Order,
        since: datetime | None = None,
        without: frozenset[Unseen] = frozenset(),
    ) -> ItemList:
        """List what answers an item in one list: on so many levels, or on all."""

        def chosen() -> Iterable[PlayedItem]:
            one = levels == 1
            found = self._seen(parent, without) if one else self._all_below(parent, without, levels)
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
            return NOTHING
        return self._list((parent, levels, order, since, without), chosen)

    def count_below(self, parent: str, levels: int | None = None) -> int:
        """Count the comments there are, those that are never listed among them."""
        if levels == 1:
            return len(self._below.get(parent, ()))
        return sum(1 for _ in self._all_below(parent, None, levels))

    def parts(self, whole: str) -> ItemList:
        """List the parts of an item, in their order."""
        found = [each for each in self.items.values() if each.kind in PARTS]
        return self._list(("parts", whole), lambda: (p for p in found if p.parent == whole))

    @cached_property
    def _below(self) -> dict[str | None, list[PlayedItem]]:
        """What answers each item and is there; what answers nothing stands below None."""
        below: dict[str | None, list[PlayedItem]] = {None: []}
        there: set[str | None] = {None}
        for item in self.items.values():
            if item.parent in there and not item.deleted and item.kind not in PARTS:
                there.add(item.id)
                below.setdefault(item.parent, []).append(item)
        return below

    def _newest_first(
        self, account: str, kinds: Collection[PlayedKind], wanted: Callable[[PlayedItem], bool]
    ) -> Iterable[PlayedItem]:
        there = [
            item
            for item in self._below.get(None, ())
            if item.page == account and item.kind in kinds and wanted(item)
        ]
        return sorted(there, key=lambda item: item.moment, reverse=True)

    def _seen(self, parent: str, without: frozenset[Unseen] | None) -> Iterator[PlayedItem]:
        """Give the answers to an item that may be listed; all of them for None."""
        for item in self._below.get(parent, ()):
            if without is None or not _unseen(item, without):
                yield item

    def _all_below(
        self, parent: str, without: frozenset[Unseen] | None, levels: int | None
    ) -> Iterator[PlayedItem]:
        waiting = [(item, 1) for item in self._seen(parent, without)]
        while waiting:
            item, level = waiting.pop()
            yield item
            if level != levels:
                waiting.extend((each, level + 1) for each in self._seen(item.id, without))

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
            case Instagram():
                self.instagrams[entry.id] = entry
            case Post() | Reel() | Story() | Review() | Live():
                self._appear(entry, self.pages[entry.page])
            case Media():
                self._appear(entry, self.instagrams[entry.account])
            case Comment():
                comment = made_comment(entry, self.items[entry.parent])
                self.items[entry.id] = comment
                self._touch(comment.post, entry.at)
            case (
                Edit()
                | Hide()
                | Unhide()
                | Delete()
                | Restore()
                | Restrict()
                | Approve()
                | Publish()
                | EndLive()
                | Engagement()
            ):
                self.items[entry.id] = changed(self.items[entry.id], entry)
            case Profile() | Block() | Unblock() | Setting():
                self._describe(entry)
            case Edge() | Subscription() | Token() | Webhooks() | Fault():
                self._rule(entry)
            case _:
                assert_never(entry)

    def _appear(self, entry: Thing, account: Page | Instagram) -> None:
        for item in made_items(entry, account):
            self.items[item.id] = item

    def _describe(self, entry: Profile | Block | Unblock | Setting) -> None:
        match entry:
            case Profile() if entry.id in self.pages:
                self.pages[entry.id] = _described(self.pages[entry.id], entry)
            case Profile():
                self.instagrams[entry.id] = _described(self.instagrams[entry.id], entry)
            case Block():
                self.blocked.setdefault(entry.page, {})[entry.person.id] = entry
            case Unblock():
                self.blocked.get(entry.page, {}).pop(entry.person, None)
            case Setting():
                self.settings.setdefault(entry.page, {})[entry.setting] = entry
            case _:
                assert_never(entry)

    def _rule(self, entry: Control) -> None:
        """Change how the platform answers; most of that is not the world's."""
        match entry:
            case Subscription():
                self.subscriptions[entry.account] = entry.fields
            case Edge(code=None):
                self.refused.pop((entry.account, entry.edge), None)
            case Edge(code=int(code)):
                self.refused[entry.account, entry.edge] = code
            case _:
                return

    def _touch(self, post: str, at: datetime) -> None:
        """Move a post's ``updated_time``, which also moves when somebody comments."""
        self.items[post] = replace(self.items[post], updated=at)


def _described(account: _A, entry: Profile) -> _A:
    """Give an account with what a profile line says about it and the account has a place for."""
    known = structs.asdict(account)
    given: dict[str, Any] = {
        name: value
        for name, value in structs.asdict(entry).items()
        if value is not UNSET and name in known
    }
    return structs.replace(account, **given)


def _in_feed(post: PlayedItem, which: Feed) -> bool:
    own = post.author is not None and post.author.id == post.page
    match which:
        case Feed.FEED:
            return True
        case Feed.POSTS | Feed.PUBLISHED:
            return own and post.published
        case Feed.VISITORS:
            return not own and not post.tagged
        case Feed.TAGGED:
            return post.tagged
    assert_never(which)


def _between(item: PlayedItem, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or item.moment >= since) and (until is None or item.moment <= until)


def _unseen(comment: PlayedItem, without: frozenset[Unseen]) -> bool:
    """Tell whether a list leaves a comment out."""
    return (
        comment.restricted
        or (comment.hidden and Unseen.HIDDEN in without)
        or (comment.low_quality and Unseen.LOW_QUALITY in without)
    )


def _rank(comment: PlayedItem) -> int:
    """Order as if by relevance: neither by time nor by id, but the same at every call."""
    return zlib.crc32(comment.id.encode())
