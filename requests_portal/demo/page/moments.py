"""Section: what was kept at the right moment: by a notice, by hand, from a file, and the alarms."""

from dataclasses import dataclass

from archiver.alarm_events import MessageKind
from archiver.alarms.message import Message
from archiver.captures import Receipt
from archiver.imports.events import Basis
from archiver.items import Item
from archiver.webhooks.notice_list import NoticeEntry, list_notices
from requests_portal.demo import city
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour


@dataclass(frozen=True, slots=True)
class Pair:
    """An imported item, and the one in the archive that it probably is."""

    imported: Item
    match: Item


@dataclass(frozen=True, slots=True)
class View:
    """What was kept just in time, what came by file, and what reached people."""

    notices: tuple[NoticeEntry, ...]
    regretted: Item
    scam: Item
    kept_by: Receipt
    alone: tuple[Item, ...]
    pairs: tuple[Pair, ...]
    alarm: Message
    note: Message


def view(tour: Tour) -> View:
    """Collect the moments."""
    watched = tour.watched
    finished = watched.imported.finished
    matched = {
        each.ref: each.other for each in finished.matches if each.basis is Basis.TIME_AND_TEXT
    }
    imported = [item for item in tour.items if item.current.imported is not None]
    return View(
        notices=tuple(
            each for each in list_notices(tour.archive) if each.item == city.REGRETTED.id
        ),
        regretted=tour.item(city.REGRETTED),
        scam=tour.item(city.SCAM),
        kept_by=watched.kept_now.receipt,
        alone=tuple(item for item in imported if item.ref not in matched),
        pairs=tuple(
            Pair(item, tour.item(matched[item.ref])) for item in imported if item.ref in matched
        ),
        alarm=_first(watched.alarms, MessageKind.ALARMS),
        note=_first(watched.alarms, MessageKind.NOTE),
    )


def _first(messages: tuple[Message, ...], kind: MessageKind) -> Message:
    return next(message for message in messages if message.kind is kind)


SECTION = Section(
    id="moments",
    short="In time",
    title="Kept in time, and told in time",
    says="The platform's notices make the archive look at once, staff can have something kept "
    "before they act on it, files fill in what was there before, and alarms reach a person.",
    commands=(
        "civickeep webhook list",
        "civickeep capture-now 'https://www.facebook.com/kestrelfallsmn/posts/5129?comment_id=706'",
        "civickeep import instagram-download ../playback/instagram-download",
        "civickeep alarm list",
    ),
    view=view,
)
