"""Items as ``civickeep items --json`` promises them, now or as they stood at an instant."""

from dataclasses import replace
from datetime import datetime

import msgspec

from archiver.civil_time import from_wire, to_wire
from archiver.errors import WrongUsage
from archiver.items import Classification, Engagement, Imported, Item, ItemState, Media, Version


class AuthorEntry(msgspec.Struct, frozen=True):
    """Who wrote an item."""

    id: str | None
    name: str | None


class ShownEntry(msgspec.Struct, frozen=True, rename={"since": "from", "until": "to"}):
    """A stretch in which one wording was shown."""

    since: str
    until: str


class ImportedEntry(msgspec.Struct, frozen=True, rename={"run": "import"}):
    """The import by which a version came; null for one from a platform's API."""

    run: str
    kind: str
    at: str
    by: str


class LinkEntry(msgspec.Struct, frozen=True):
    """A page that a wording shares beside its text."""

    url: str
    title: str | None
    description: str | None


class VersionEntry(msgspec.Struct, frozen=True):
    """One wording of an item."""

    n: int
    text: str
    first_seen: str
    last_seen: str
    digest: str | None
    object: str
    shown: tuple[ShownEntry, ...]
    imported: ImportedEntry | None
    links: tuple[LinkEntry, ...]


class MatchEntry(msgspec.Struct, frozen=True):
    """Another item that an imported one is, or probably is."""

    item: str
    basis: str


class HiddenEntry(msgspec.Struct, frozen=True, rename={"since": "from", "until": "to"}):
    """A stretch in which the item was hidden."""

    since: str
    until: str | None


class UnavailableEntry(msgspec.Struct, frozen=True):
    """A stretch in which the item could not be read."""

    last_seen: str
    first_missing: str
    returned: str | None


class KeptMedia(msgspec.Struct, frozen=True):
    """A file that was kept."""

    sha256: str
    type: str | None
    bytes: int | None
    object: str | None


class MissingMedia(msgspec.Struct, frozen=True):
    """A file that was not kept, and why."""

    missing: str


class SeriesEntry(msgspec.Struct, frozen=True):
    """The item's place in the retention schedule."""

    series: str
    edition: str
    by: str
    reason: str


class EngagementEntry(msgspec.Struct, frozen=True):
    """The platform's counts, and since when they stand."""

    at: str
    reactions: int | None
    comments: int | None
    shares: int | None


class ItemEntry(msgspec.Struct, frozen=True):
    """One line of ``civickeep items --json``."""

    platform: str
    account: str
    id: str
    kind: str
    parent_id: str | None
    thread_id: str
    author: AuthorEntry | None
    created_at: str | None
    permalink: str | None
    state: str
    versions: tuple[VersionEntry, ...]
    hidden: tuple[HiddenEntry, ...]
    unavailable: tuple[UnavailableEntry, ...]
    media: tuple[KeptMedia | MissingMedia, ...]
    classification: SeriesEntry | None
    holds: tuple[str, ...]
    surface: str
    engagement: EngagementEntry | None
    matches: tuple[MatchEntry, ...]


def item_entry(item: Item) -> ItemEntry:
    """Put an item into its promised shape."""
    return ItemEntry(
        platform=item.platform,
        account=item.account,
        id=item.id,
        kind=item.kind,
        parent_id=item.parent_id,
        thread_id=item.thread_id,
        author=AuthorEntry(item.author.id, item.author.name) if item.author else None,
        created_at=_wire(item.created_at),
        permalink=item.permalink,
        state=item.state,
        versions=tuple(_version(version) for version in item.versions),
        hidden=tuple(HiddenEntry(to_wire(h.since), _wire(h.until)) for h in item.hidden),
        unavailable=tuple(
            UnavailableEntry(to_wire(u.last_seen), to_wire(u.first_missing), _wire(u.returned))
            for u in item.unavailable
        ),
        media=tuple(_media(media) for media in item.media),
        classification=_series(item.classification),
        holds=item.holds,
        surface=item.surface,
        engagement=_engagement(item.engagement),
        matches=tuple(MatchEntry(match.other, match.basis) for match in item.matches),
    )


def standing_at(item: Item, instant: datetime) -> Item | None:
    """Give the item as the archive knew it at an instant; None where it did not know it yet.

    Captured facts are wound back. Classification and holds are shown as they
    are now: they are acts of the city, not states of the item.
    """
    versions = tuple(
        _version_at(version, instant) for version in item.versions if version.first_seen <= instant
    )
    if not versions:
        return None
    hidden = tuple(
        replace(h, until=h.until if h.until and h.until <= instant else None)
        for h in item.hidden
        if h.since <= instant
    )
    gone = tuple(
        replace(u, returned=u.returned if u.returned and u.returned <= instant else None)
        for u in item.unavailable
        if u.first_missing <= instant
    )
    state = ItemState.PRESENT
    if any(h.until is None for h in hidden):
        state = ItemState.HIDDEN
    if any(u.returned is None for u in gone):
        state = ItemState.UNAVAILABLE
    return replace(item, versions=versions, hidden=hidden, unavailable=gone, state=state)


def _version_at(version: Version, instant: datetime) -> Version:
    """Wind a wording back: what was shown of it up to an instant."""
    shown = tuple(
        replace(stretch, until=min(stretch.until, instant))
        for stretch in version.shown
        if stretch.since <= instant
    )
    last_seen = max((stretch.until for stretch in shown), default=version.first_seen)
    return replace(version, shown=shown, last_seen=last_seen)


def parse_instant(text: str) -> datetime:
    """Read a time typed by a person; raises ``WrongUsage`` with an example."""
    try:
        return from_wire(text)
    except ValueError:
        raise WrongUsage(
            f"{text!r} is not a time.",
            next_step="Write it as 2026-03-31T17:00:00Z, or as a date.",
        ) from None


def _wire(instant: datetime | None) -> str | None:
    return to_wire(instant) if instant else None


def _imported(source: Imported | None) -> ImportedEntry | None:
    if source is None:
        return None
    return ImportedEntry(source.run, source.kind, to_wire(source.at), source.by)


def _engagement(counts: Engagement | None) -> EngagementEntry | None:
    if counts is None:
        return None
    return EngagementEntry(to_wire(counts.at), counts.reactions, counts.comments, counts.shares)


def _series(given: Classification | None) -> SeriesEntry | None:
    if given is None:
        return None
    return SeriesEntry(given.series, given.edition, given.by, given.reason)


def _version(version: Version) -> VersionEntry:
    return VersionEntry(
        n=version.n,
        text=version.text,
        first_seen=to_wire(version.first_seen),
        last_seen=to_wire(version.last_seen),
        digest=version.digest,
        object=version.object,
        shown=tuple(ShownEntry(to_wire(s.since), to_wire(s.until)) for s in version.shown),
        imported=_imported(version.imported),
        links=tuple(LinkEntry(each.url, each.title, each.description) for each in version.links),
    )


def _media(media: Media) -> KeptMedia | MissingMedia:
    if media.sha256 is None:
        return MissingMedia(media.missing or "unknown")
    return KeptMedia(media.sha256, media.type, media.bytes, media.object)
