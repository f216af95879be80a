"""Kestrel Falls, the invented city: its page, its people at City Hall, and when we visit."""

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from archiver.items import ItemRef, Platform
from requests_portal.demo.pictures import PICTURES

CITY = "City of Kestrel Falls"
PAGE_ID = "104200731500417"
INSTAGRAM_ID, INSTAGRAM_NAME = "17841400731500417", "kestrelfallsmn"
ZONE = ZoneInfo("America/Chicago")
TOKEN_VARIABLE = "CIVICKEEP_DEMO_TOKEN"  # noqa: S105 - the name of a variable, not a token

CLERK = "Noreen Vasterling, City Clerk"
COMMUNICATIONS = "Theo Quist, Communications Coordinator"

TIMELINE = "timeline.jsonl"
"""What happens on the page, in the format of docs/playback.md."""

SNOW_POST = f"{PAGE_ID}_5110"
PLOW_POST = f"{PAGE_ID}_5111"
THAW_POST = f"{PAGE_ID}_5112"
TEXTS_POST = f"{PAGE_ID}_5114"
HEARING_POST = f"{PAGE_ID}_5132"


FALLS_POST = f"{PAGE_ID}_5105"


def on_page(item: str) -> ItemRef:
    """Name an item of the city's page."""
    return ItemRef(Platform.FACEBOOK, item)


def on_instagram(item: str) -> ItemRef:
    """Name an item of the city's Instagram account."""
    return ItemRef(Platform.INSTAGRAM, item)


VANISHED = on_page("5111_703")
"""A complaint about towing that somebody takes down."""

RETURNED = on_page("5111_705")
"""A reply about the turned sign that goes and comes back."""

SPAM = on_page("5111_718")
"""Hidden by the city between the first visit and the second."""

SIGN_UP = on_page("5114_701")
"""Nothing but a phone number and an e-mail address, given to get snow texts; hidden at once."""

JUDGE_NAMED = (on_page("5111_711"), on_page("5111_712"))
"""Two residents write down where a judge lives."""

JUDGE_ADDRESS = "418 Larkspur Court"

HOME_PHONE = on_page("5110_710")
"""A resident's own home number in an ordinary comment."""

INSULT = on_page("5111_707")
"""Rude about the city, without a swear word."""

HOSTILE = (on_page("5111_715"), on_page("5111_716"), on_page("5111_717"))
"""Comments made to break whatever shows them."""


SCAM = on_page("5129_706")
"""Kept by hand in the minutes between its appearance and its removal by the city."""

SCAM_ADDRESS = "https://www.facebook.com/kestrelfallsmn/posts/5129?comment_id=706"

REGRETTED = on_page("5128_706")
"""Written and taken back within the hour, while the platform's notices are on."""

REEL = on_page("720000000000901")
STORY = on_instagram("17900000000000105")
CAROUSEL = on_instagram("17900000000000101")
CORRECTED = on_instagram("17900000000000104")
"""An Instagram post whose caption names the wrong date, then the right one."""

ADVERTISED = on_instagram("17910000000000209")
"""A comment below it that the city hides."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be seen in the first whole look at the Page at or after an instant."""

    at: datetime
    why: str


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


FIRST_VISIT_AT = _at(4, 8, 16, 40)
SECOND_VISIT_AT = _at(4, 8, 17, 10)
REMARKS = (
    Remark(
        FIRST_VISIT_AT,
        "The first visit. Half way through, the platform asks us to slow down: the visit stops at "
        "once, keeps what it has, and lists what it could not read.",
    ),
    Remark(SECOND_VISIT_AT, "Half an hour later the rest is read, and the visit is complete."),
    Remark(
        _at(4, 9, 17),
        "Since yesterday the city hid spam, and two comments are missing. Missing once proves "
        "nothing yet.",
    ),
    Remark(
        _at(4, 10, 17),
        "Both are still missing, a direct look agrees and others of their kind can be read: "
        "now it is established.",
    ),
    Remark(_at(4, 11, 17), "One of the two is back."),
)
KEPT_NOW = "Somebody asked to have this thread kept now, before acting on a comment in it."

FOUNDED_AT = _at(4, 8, 16)
SCAM_SEEN_AT = _at(4, 9, 14, 31)
NOTICES_FROM = _at(4, 10, 9)
ALARM_AT = _at(4, 12, 5, 30)
NOTE_AT = _at(4, 13, 7)
IMPORTED_AT = _at(4, 13, 8, 20)
READ_AT = _at(4, 13, 9)
REQUESTED_AT = _at(4, 13, 10, 12)
SEARCHED_AT = _at(4, 13, 14)
DECIDED_AT = _at(4, 14, 9, 30)
ANSWERED_AT = _at(4, 15, 11)
AUDITED_AT = _at(4, 16, 9)


def unpack(folder: Path) -> Path:
    """Write the timeline and its photos, drawn on the spot, into a folder; give the timeline."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        (folder / name).write_bytes(draw().png())
    timeline = folder / TIMELINE
    timeline.write_bytes((files("requests_portal.demo") / TIMELINE).read_bytes())
    return timeline
