"""Telling people by e-mail that a saved search found something new.

The mail names items by their ids and holds no word of what was archived: it
leaves the house's own machines, and whoever may read the item can look it up.
It goes the way of alarms, by the mail server of ``[alarms]``.
"""

from collections.abc import Iterator, Mapping

import msgspec

from archiver.alarm_events import MessageKind
from archiver.alarms.channel import Delivery, Wait, attempt
from archiver.alarms.mail import mail_channel
from archiver.alarms.message import Message, Moment
from archiver.alarms.settings import AlarmSettings
from archiver.alarms.words import counted, in_words
from archiver.archive import Archive
from archiver.items import ItemRef
from archiver.viewer import Viewer, job
from search.engine import Page, Sort
from search.follow import follow, index_folder
from search.query import search
from search.question import Narrowing
from search.saved import News, SavedSearch, news, note_told

NAME = "saved searches"
"""By whom people are told, as it stands in the event."""

MOST_NAMED = 20
"""Items that a mail names; the search shows all of them."""


def tell_news(
    archive: Archive, saved: SavedSearch, environment: Mapping[str, str], wait: Wait
) -> Delivery | None:
    """Tell the addresses of a saved search what is new since they were told last.

    Gives what came of it, or ``None`` where there was nothing to tell. Where the
    process dies between the sending and its being kept, the mail goes out twice.
    """
    if not saved.mail:
        return None
    follow(archive)
    position = index_folder(archive).position()
    viewer = job(NAME, archive.settings.city.name)
    found = news(archive, viewer, saved, saved.told_change)
    if position is None or not found.any:
        return None
    section = msgspec.structs.replace(archive.settings.section(AlarmSettings), to=saved.mail)
    ca = None if section.smtp_ca is None else archive.settings.resolve(section.smtp_ca)
    channel = mail_channel(section, environment, ca)
    if channel is None:
        return None
    delivery = attempt(channel, _message(archive, viewer, saved, found), wait)
    if delivery.taken:
        note_told(archive, saved, position.change, found.new + found.gone, NAME)
    return delivery


def _message(archive: Archive, viewer: Viewer, saved: SavedSearch, found: News) -> Message:
    city = archive.settings.city
    moment = Moment(city.name, city.zone, archive.clock())
    title = f"{counted(found.new + found.gone, 'new item')} in the saved search {saved.name!r}"
    text = "\n".join(_lines(archive, viewer, saved, found))
    return moment.message(MessageKind.SEARCH, title, text)


def _lines(archive: Archive, viewer: Viewer, saved: SavedSearch, found: News) -> Iterator[str]:
    since = in_words(saved.told_at or saved.saved_at, archive.settings.city.zone)
    yield f"The saved search {saved.name!r} found something new since {since}."
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
