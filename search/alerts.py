"""Telling people by e-mail that a saved search found something new.

The mail names items by their ids and holds no word of what was archived: it
leaves the house's own machines, and whoever may read the item can look it up.
It goes the way of alarms, by the mail server of ``[alarms]``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from archiver.alarm_events import MessageKind
from archiver.alarms.channel import Delivery, Wait, attempt
from archiver.alarms.mail import mail_channel
from archiver.alarms.message import Message, Moment
from archiver.alarms.settings import AlarmSettings
from archiver.alarms.words import counted
from archiver.archive import Archive
from archiver.items import ItemRef
from archiver.viewer import Viewer, job
from search.engine import Page, Sort
from search.errors import QueryUnreadable
from search.follow import follow, index_folder
from search.query import search
from search.question import Narrowing
from search.saved import News, SavedSearch, news_or_reason, note_told

NAME = "saved searches"
"""By whom people are told, as it stands in the event."""

MOST_NAMED = 20
"""Items that a mail names; the search shows all of them."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A mail, and how far whoever reads it knows what the search finds: a change number."""

    message: Message
    change: int
    items: int


def tell_news(
    archive: Archive, saved: SavedSearch, environment: Mapping[str, str], wait: Wait
) -> Delivery | None:
    """Tell the addresses of a saved search what is new since they were told last.

    Where it cannot be read any more they are told that, and again as often as
    of any alarm. Gives what came of it, or ``None`` where there was nothing to
    tell. Where the process dies between the sending and its being kept, the
    mail goes out twice.
    """
    if not saved.mail:
        return None
    follow(archive)
    position = index_folder(archive).position()
    section = msgspec.structs.replace(archive.settings.section(AlarmSettings), to=saved.mail)
    ca = None if section.smtp_ca is None else archive.settings.resolve(section.smtp_ca)
    channel = mail_channel(section, environment, ca)
    if position is None or channel is None:
        return None
    letter = _letter(archive, saved, position.change, timedelta(hours=section.remind_hours))
    if letter is None:
        return None
    delivery = attempt(channel, letter.message, wait)
    if delivery.taken:
        note_told(archive, saved, letter.change, letter.items, NAME)
    return delivery


def _letter(archive: Archive, saved: SavedSearch, change: int, remind: timedelta) -> _Letter | None:
    """Write what is to be told; ``change`` is what the index is complete to."""
    viewer = job(NAME, archive.settings.city.name)
    found = news_or_reason(archive, viewer, saved, saved.told_change)
    if isinstance(found, QueryUnreadable):
        if saved.told_at is not None and archive.clock() - saved.told_at < remind:
            return None
        title = f"The saved search {saved.name!r} cannot be read any more"
        message = _message(archive, title, _reason_lines(saved, found))
        return _Letter(message, saved.told_change, 0)
    if not found.any:
        return None
    items = found.new + found.gone
    title = f"{counted(items, 'new item')} in the saved search {saved.name!r}"
    return _Letter(_message(archive, title, _lines(archive, viewer, saved, found)), change, items)


def _message(archive: Archive, title: str, lines: Iterator[str]) -> Message:
    city = archive.settings.city
    moment = Moment(city.name, city.zone, archive.clock())
    return moment.message(MessageKind.SEARCH, title, "\n".join(lines))


def _reason_lines(saved: SavedSearch, reason: QueryUnreadable) -> Iterator[str]:
    yield f"Nobody is told of what the saved search {saved.name!r} finds: {reason.what}"
    yield f"\n{reason.next_step}"
    yield f"\nThen save it under another name, and: civickeep search --forget {saved.name!r}\n"


def _lines(archive: Archive, viewer: Viewer, saved: SavedSearch, found: News) -> Iterator[str]:
    yield f"The saved search {saved.name!r} found something that you were not told of yet."
    told = saved.told_change
    for title, count, narrowing in (
        ("New, or reworded", found.new, Narrowing(new_since=told)),
        ("Hidden or unavailable, and changed since", found.gone, Narrowing(gone_since=told)),
    ):
        if count:
            yield f"\n{title}: {count:,}"
            yield from (f"- {ref}" for ref in _named(archive, viewer, saved, narrowing))
            if count > MOST_NAMED:
                yield f"- and {count - MOST_NAMED:,} more"
    yield f"\nTo read them: civickeep search --saved {saved.name!r} --new"
    yield "This mail holds nothing that anybody wrote.\n"


def _named(
    archive: Archive, viewer: Viewer, saved: SavedSearch, narrowing: Narrowing
) -> tuple[ItemRef, ...]:
    page = Page(Sort.OLDEST, MOST_NAMED)
    hits = search(archive, viewer, saved.query, narrowing, page).hits
    return tuple(hit.item.ref for hit in hits)
