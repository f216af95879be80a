"""What stands on a played account: items, plain facts, and lists of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from archiver.platforms.facebook_lines import Page
from archiver.platforms.lines import Attachment, Person

STORY_LIFE = timedelta(hours=24)
"""How long a story is shown, on both platforms (facebook.md, section 3; instagram.md, 2)."""


class PlayedKind(StrEnum):
    """What an item is; its fields, edges and place in lists follow from this."""

    POST = "post"
    COMMENT = "comment"
    REEL = "reel"
    STORY = "story"
    REVIEW = "review"
    LIVE = "live"
    PHOTO = "photo"  # what a story shows, read by its own id
    MEDIA = "media"
    CHILD = "child"  # a part of a carousel
    MEDIA_STORY = "media_story"
    MEDIA_LIVE = "media_live"
    MEDIA_COMMENT = "media_comment"


COMMENTS = frozenset({PlayedKind.COMMENT, PlayedKind.MEDIA_COMMENT})
"""The kinds that answer something."""

PARTS = frozenset({PlayedKind.PHOTO, PlayedKind.CHILD})
"""The kinds that are part of another item and stand in no list of their own."""

INSTAGRAM = frozenset(
    {
        PlayedKind.MEDIA,
        PlayedKind.CHILD,
        PlayedKind.MEDIA_STORY,
        PlayedKind.MEDIA_LIVE,
        PlayedKind.MEDIA_COMMENT,
    }
)
"""The kinds of Instagram."""


@dataclass(frozen=True, slots=True)
class PlayedItem:
    """A post, comment or other item as it stands: its text now, whether hidden or deleted.

    ``page`` is the account and ``post`` the top of the thread. ``parent`` is
    None for what answers nothing. ``author`` is None where it is withheld.
    ``shown_at`` is the instant from which it was there; ``created`` what the
    platform says about it, None where it says nothing. ``detail`` holds what
    only its kind has.
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
    kind: PlayedKind = PlayedKind.POST
    story: str = ""
    title: str = ""
    attachments: tuple[Attachment, ...] = ()
    permalink: str | None = None
    unlisted_comments: int = 0
    reactions: tuple[tuple[str, int], ...] = ()
    shares: int = 0
    views: int = 0
    hidden: bool = False
    deleted: bool = False
    restricted: bool = False
    low_quality: bool = False
    published: bool = True
    tagged: bool = False
    ended: bool = False
    expires: datetime | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """The instant it is sorted by."""
        return self.created or self.shown_at

    @property
    def reaction_count(self) -> int:
        """How many reactions of all kinds there are."""
        return sum(count for _, count in self.reactions)

    def over(self, now: datetime) -> bool:
        """Tell whether it is shown no more by then, without anybody having deleted it."""
        match self.kind:
            case PlayedKind.STORY | PlayedKind.MEDIA_STORY:
                return now >= self.moment + STORY_LIFE
            case PlayedKind.MEDIA_LIVE:
                return self.ended
            case _:
                return self.expires is not None and now >= self.expires


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a list that is no object of its own: a blocked person, a setting, a story.

    ``values`` are all that can be asked for; ``usual`` the names of those
    that come unasked.
    """

    id: str
    node: str
    values: Mapping[str, object]
    usual: tuple[str, ...]


Row: TypeAlias = PlayedItem | Fact | Page


@dataclass(frozen=True)
class ItemList:
    """Items in an order, and where each one stands."""

    items: tuple[Row, ...]

    def shown(self, now: datetime) -> "ItemList":
        """Leave out the posts that have expired by then; most lists have none."""
        if not self._expiring or not any(post.over(now) for post in self._expiring):
            return self
        over = {post.id for post in self._expiring if post.over(now)}
        return ItemList(tuple(row for row in self.items if row.id not in over))

    @cached_property
    def _expiring(self) -> tuple[PlayedItem, ...]:
        items = (row for row in self.items if isinstance(row, PlayedItem))
        return tuple(item for item in items if item.expires is not None)

    @cached_property
    def positions(self) -> dict[str, int]:
        """The place of each id, counted from 0."""
        return {item.id: place for place, item in enumerate(self.items)}


NOTHING = ItemList(())
