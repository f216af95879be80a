"""The two kinds of account that are played, and how things are said on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from archiver.items import ItemKind, Platform
from archiver.platforms import (
    Entry,
    Instagram,
    Media,
    Page,
    Post,
    Product,
    Reel,
    Story,
)
from tests.archiver.quillback import CITY, PAGE, RUTH

PROFILE = "17841400000880100"


class PlayedAccount(Protocol):
    """How things are said on one platform."""

    @property
    def platform(self) -> Platform:
        """Where it is."""

    @property
    def id(self) -> str:
        """Its id there."""

    @property
    def roots(self) -> tuple[ItemKind, ...]:
        """What may begin a thread."""

    @property
    def hidden(self) -> tuple[ItemKind, ...]:
        """What may be hidden."""

    @property
    def hides(self) -> bool:
        """Whether lists leave out what is hidden."""

    @property
    def lists(self) -> tuple[str, ...]:
        """Its lists, as parts of paths."""

    @property
    def scopes(self) -> Mapping[str, tuple[str, ...]]:
        """What may be granted beside what is never lost."""

    def begin(self, at: datetime) -> Entry:
        """Let the account exist."""

    def root(self, at: datetime, kind: ItemKind, name: str, text: str, *, own: bool) -> Entry:
        """Let something stand on it."""


_ALL = ("pages_show_list", "pages_manage_metadata")


@dataclass(frozen=True, slots=True)
class PlayedPage:
    """A Facebook Page."""

    platform: Platform = Platform.FACEBOOK
    id: str = PAGE
    roots: tuple[ItemKind, ...] = (ItemKind.POST, ItemKind.POST, ItemKind.REEL, ItemKind.STORY)
    hidden: tuple[ItemKind, ...] = (ItemKind.POST, ItemKind.COMMENT, ItemKind.REPLY)
    hides: bool = False
    lists: tuple[str, ...] = ("/feed", "/comments", "/stories", "/video_reels", "")

    @property
    def scopes(self) -> Mapping[str, tuple[str, ...]]:
        """What may be granted beside what is never lost."""
        return {
            "all": (*_ALL, "pages_read_engagement", "pages_read_user_content"),
            "own": (*_ALL, "pages_read_engagement"),
            "others": (*_ALL, "pages_read_user_content"),
        }

    def begin(self, at: datetime) -> Entry:
        """Let the page exist."""
        return Page(at=at, id=self.id, name=CITY)

    def root(self, at: datetime, kind: ItemKind, name: str, text: str, *, own: bool) -> Entry:
        """Let a post, a reel or a story stand on it."""
        match kind:
            case ItemKind.REEL:
                return Reel(at=at, id=name, page=self.id, message=text)
            case ItemKind.STORY:
                return Story(at=at, id=name, page=self.id)
            case _ if own:
                return Post(at=at, id=name, page=self.id, message=text)
            case _:
                return Post(at=at, id=name, page=self.id, message=text, author=RUTH)


@dataclass(frozen=True, slots=True)
class PlayedProfile:
    """A professional Instagram account."""

    platform: Platform = Platform.INSTAGRAM
    id: str = PROFILE
    roots: tuple[ItemKind, ...] = (ItemKind.POST, ItemKind.POST, ItemKind.STORY)
    hidden: tuple[ItemKind, ...] = (ItemKind.COMMENT, ItemKind.REPLY)
    hides: bool = True
    lists: tuple[str, ...] = ("/media", "/comments", "/replies", "/stories", "")

    @property
    def scopes(self) -> Mapping[str, tuple[str, ...]]:
        """What may be granted beside what is never lost."""
        return {
            "all": (*_ALL, "instagram_basic", "instagram_manage_comments"),
            "own": (*_ALL, "instagram_basic"),
            "others": (*_ALL, "instagram_manage_comments"),
        }

    def begin(self, at: datetime) -> Entry:
        """Let the account exist."""
        return Instagram(at=at, id=self.id, username="quillbackmn")

    def root(self, at: datetime, kind: ItemKind, name: str, text: str, **_: bool) -> Entry:
        """Let a medium or a story stand on it; nobody else can put anything there."""
        product = Product.STORY if kind is ItemKind.STORY else Product.FEED
        return Media(at=at, id=name, account=self.id, message=text, product=product)
