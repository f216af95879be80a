"""What the lines of a timeline refer to, and whether it is there at that time."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from archiver.platforms.entries import (
    Approve,
    Block,
    Comment,
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
    Unblock,
    Unhide,
)


class Named(StrEnum):
    """What an id can be the name of, as a message says it."""

    PAGE = "page"
    INSTAGRAM = "Instagram account"
    ITEM = "post or comment"


Names: TypeAlias = dict[str, Named]
"""The ids of a timeline up to an instant."""


def order(entry: Entry, depths: dict[str, int]) -> int:
    """Order what happens at one instant: what is referred to comes first, then the changes.

    ``depths`` says below how many comments each comment stands.
    """
    match entry:
        case Page() | Instagram():
            return 0
        case Post() | Reel() | Story() | Review() | Live() | Media():
            return 1
        case Comment():
            return 1 + depths[entry.id]
        case _:
            return 2 + len(depths)


def contradiction(entry: Entry, names: Names) -> str | None:
    """Say what this entry refers to that is not there, where that is so."""
    match entry:
        case Page() | Instagram():
            return _account(entry, names)
        case Post() | Reel() | Story() | Review() | Live():
            return _missing(entry.page, names, "page", {Named.PAGE}) or _taken(entry, names)
        case Media():
            missing = _missing(entry.account, names, "account", {Named.INSTAGRAM})
            return missing or _taken(entry, names)
        case Comment():
            return _missing(entry.parent, names, "parent", {Named.ITEM}) or _taken(entry, names)
        case Fault():
            given = [bool(entry.calls), entry.times is not None, entry.until is not None]
            return "give one of `calls`, `times` and `until`" if sum(given) > 1 else None
        case _:
            return _change(entry, names)


def remembered(entry: Entry) -> Iterator[tuple[str, Named]]:
    """Give the ids that an entry brings, and what they name."""
    match entry:
        case Page():
            yield entry.id, Named.PAGE
        case Instagram():
            yield entry.id, Named.INSTAGRAM
        case Post() | Reel() | Story() | Review() | Live() | Comment():
            yield entry.id, Named.ITEM
        case Media():
            yield entry.id, Named.ITEM
            yield from ((child.id, Named.ITEM) for child in entry.children)
        case _:
            return


def images(entry: Entry) -> Iterator[str]:
    """Give the images that an entry names."""
    match entry:
        case Post():
            found = [attachment.image for attachment in entry.attachments]
        case Comment():
            found = [entry.attachment.image] if entry.attachment else []
        case Media():
            found = [entry.image, *(child.image for child in entry.children)]
        case Reel() | Story() | Live():
            found = [entry.image]
        case Page() | Instagram():
            found = [entry.picture]
        case Profile():
            found = [entry.picture] if isinstance(entry.picture, str) else []
        case _:
            return
    yield from (image for image in found if image is not None)


def _change(entry: Entry, names: Names) -> str | None:
    accounts = {Named.PAGE, Named.INSTAGRAM}
    match entry:
        case Block() | Unblock() | Setting():
            return _missing(entry.page, names, "page", {Named.PAGE})
        case Profile():
            return _missing(entry.id, names, "id", accounts)
        case Edge() | Subscription():
            return _missing(entry.account, names, "account", accounts)
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
            return _missing(entry.id, names, "id", {Named.ITEM})
        case _:
            return None


def _account(entry: Page | Instagram, names: Names) -> str | None:
    """Say what is wrong with an account: another thing has its id, or it is linked to no page."""
    own = Named.PAGE if isinstance(entry, Page) else Named.INSTAGRAM
    if names.get(entry.id, own) is not own:
        return _taken(entry, names)
    if isinstance(entry, Instagram) and entry.page is not None:
        return _missing(entry.page, names, "page", {Named.PAGE})
    return None


def _taken(
    entry: Page | Instagram | Post | Reel | Story | Review | Live | Media | Comment, names: Names
) -> str | None:
    brought = [name for name, _ in remembered(entry)]
    for name in brought:
        if name in names or brought.count(name) > 1:
            return f"the id {name!r} is already that of a {names.get(name, Named.ITEM)}"
    return None


def _missing(name: str, names: Names, key: str, wanted: set[Named]) -> str | None:
    if names.get(name) in wanted:
        return None
    what = " or ".join(sorted(wanted))
    return f"`{key}` names {name!r}, but at that time there is no {what} {name!r}"
