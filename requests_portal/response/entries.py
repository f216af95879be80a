"""Numbered entries of a response from judged items. Pure functions."""

from collections.abc import Iterable, Sequence

from archiver.data_requests import Action
from archiver.items import Item, Link, Media, Version
from requests_portal.redaction import Segment, mark, segments
from requests_portal.response.draft import (
    Entry,
    Original,
    Part,
    Picture,
    SharedLink,
    Taken,
    Wording,
    plain,
)
from requests_portal.response.taking import Judged, passages, scrub

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
}
"""How a released file is named by its type. Everything else is ``.bin``, which nothing runs."""


def make_entries(request: str, judged: Sequence[Judged]) -> tuple[Entry, ...]:
    """Give the items their numbers, in order, and of each what may be seen."""
    numbers = {one.item.ref: f"{request}-{n:06d}" for n, one in enumerate(judged, start=1)}
    by_id = {(one.item.account, one.item.id): numbers[one.item.ref] for one in judged}
    threads: dict[tuple[str, str], str] = {}
    for one in judged:
        threads.setdefault((one.item.account, one.item.thread_id), numbers[one.item.ref])
    return tuple(
        _entry(
            one,
            number=numbers[one.item.ref],
            thread=threads[one.item.account, one.item.thread_id],
            parent=by_id.get((one.item.account, one.item.parent_id or "")),
        )
        for one in judged
    )


def _entry(judged: Judged, *, number: str, thread: str, parent: str | None) -> Entry:
    item = judged.item
    author, author_id = _author(judged)
    pictures = tuple(_pictures(judged, number))
    redactions = (*_taken_texts(judged), *_taken_parts(judged, pictures))
    return Entry(
        number=number,
        platform=item.platform,
        account=item.account,
        id=item.id,
        kind=item.kind,
        thread=thread,
        parent=parent,
        answers_other=item.parent_id is not None and parent is None,
        author=author,
        author_id=author_id,
        created_at=item.created_at,
        permalink=_permalink(judged),
        state=item.state,
        hidden=item.hidden,
        unavailable=item.unavailable,
        wordings=tuple(_wording(judged, one, whole=not redactions) for one in item.versions),
        pictures=pictures,
        redactions=redactions,
    )


def _wording(judged: Judged, version: Version, *, whole: bool) -> Wording:
    """Show one wording; its original goes out only where nothing at all is taken out of the item.

    The stored record holds the author and every text at once, so one removed
    name would stand in the originals of the other wordings.
    """
    decision = judged.decisions[version.n]
    source = version.imported.kind if version.imported else None
    if decision.action is Action.WITHHOLD and decision.ground is not None:
        text: tuple[Segment, ...] = (Segment(mark([decision.ground]), removed=True),)
        return Wording(
            version.n,
            text,
            version.first_seen,
            version.last_seen,
            original=None,
            withheld=decision.ground,
            imported=source,
        )
    original = Original(version.n, version.digest) if whole and version.digest else None
    text = segments(version.text, judged.spans(version))
    seen = (version.first_seen, version.last_seen)
    links = tuple(_link(judged, one) for one in version.links)
    return Wording(version.n, text, *seen, original, imported=source, links=links)


def _link(judged: Judged, link: Link) -> SharedLink:
    ground = judged.hides_link(link)
    if ground is not None:
        return SharedLink(withheld=ground)
    url, title, about = (
        scrub(part or "", judged.words) for part in (link.url, link.title, link.description)
    )
    return SharedLink(url, title, about)


def _author(judged: Judged) -> tuple[tuple[Segment, ...] | None, str | None]:
    """Show the author, and the platform's id of the author only where the name stays whole."""
    ground = judged.hides_author
    if ground is not None:
        return (Segment(mark([ground]), removed=True),), None
    author = judged.item.author
    if author is None or author.name is None:
        return None, None if author is None else author.id
    name = scrub(author.name, judged.words)
    return name, author.id if plain(name) == author.name else None


def _permalink(judged: Judged) -> str | None:
    """Give the address of the item unless the author, whom it may name, was taken out."""
    link = judged.item.permalink
    if link is None or judged.hides_author is not None:
        return None
    return link if plain(scrub(link, judged.words)) == link else None


def _pictures(judged: Judged, number: str) -> Iterable[Picture]:
    unique = dict.fromkeys((one.position, one.sha256, one.missing) for one in judged.item.media)
    by_key = {(one.position, one.sha256, one.missing): one for one in judged.item.media}
    for place, key in enumerate(unique, start=1):
        yield _picture(judged, by_key[key], number, place)


def _picture(judged: Judged, media: Media, number: str, place: int) -> Picture:
    ground = judged.hides_media(media)
    if ground is not None:
        return Picture(media.position, None, withheld=ground)
    alt = None if media.alt is None else plain(scrub(media.alt, judged.words))
    if media.sha256 is None:
        return Picture(media.position, alt, missing=media.missing or "not captured")
    return Picture(
        media.position,
        alt,
        file=f"{number}-{place}.{EXTENSIONS.get(media.type or '', 'bin')}",
        sha256=media.sha256,
        type=media.type,
        bytes=media.bytes,
    )


def _taken_texts(judged: Judged) -> list[Taken]:
    """Count what is taken out of the wordings of an item, each item once a ground."""
    found: dict[object, Taken] = {}
    for version in judged.item.versions:
        decision = judged.decisions[version.n]
        if decision.action is Action.WITHHOLD and decision.ground is not None:
            parts: Iterable[Taken] = (Taken(Part.WORDING, decision.ground, 1, 1),)
        else:
            parts = passages(judged.spans(version))
        for one in parts:
            before = found.get((one.part, one.ground))
            count = (one.count or 0) + (before.count or 0 if before else 0)
            found[one.part, one.ground] = Taken(one.part, one.ground, count, 1)
    return list(found.values())


def _taken_parts(judged: Judged, pictures: Sequence[Picture]) -> list[Taken]:
    hidden = judged.hides_author
    author = [] if hidden is None else [Taken(Part.AUTHOR, hidden, 1, 1)]
    kept_back = [one.withheld for one in pictures if one.withheld is not None]
    grounds = dict.fromkeys(kept_back)
    pictured = [Taken(Part.PICTURE, one, kept_back.count(one), 1) for one in grounds]
    links = [judged.hides_link(link) for link in _links(judged)]
    linked = dict.fromkeys(one for one in links if one is not None)
    return [*author, *pictured, *(Taken(Part.LINK, one, links.count(one), 1) for one in linked)]


def _links(judged: Judged) -> Iterable[Link]:
    """Give each link of the wordings that go out, once."""
    shown = (
        version
        for version in judged.item.versions
        if judged.decisions[version.n].action is not Action.WITHHOLD
    )
    return dict.fromkeys(link for version in shown for link in version.links)


def originals(item: Item, entry: Entry) -> tuple[tuple[Wording, Version], ...]:
    """Pair the wordings that are released whole with the versions whose stored bytes go out."""
    versions = {one.n: one for one in item.versions}
    return tuple((one, versions[one.n]) for one in entry.wordings if one.original is not None)
