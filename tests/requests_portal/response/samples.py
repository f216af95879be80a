"""An invented request with items in many shapes, for the tests of a response."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from archiver.data_requests import (
    Action,
    DataClass,
    DataRequest,
    Determination,
    Element,
    Ground,
    Requester,
    RequestSearch,
    RequestState,
    Span,
    Track,
    Wanted,
)
from archiver.items import Author, Item, ItemKind, ItemState, Media, Platform, Version
from requests_portal.response.draft import ResponseDraft
from requests_portal.response.drafting import Found, draft_response

CHICAGO = ZoneInfo("America/Chicago")
DATED = date(2026, 3, 9)
START = datetime(2026, 2, 1, 18, 30, tzinfo=UTC)
PAGE = "facebook/100"
NUMBERS = Ground(DataClass.PRIVATE, "Minn. Stat. § 13.355, subd. 1")
COMPLAINT = Ground(DataClass.CONFIDENTIAL, "Minn. Stat. § 13.44, subd. 1")


def data_request(**changes: object) -> DataRequest:
    """Make a request for public data."""
    plain = DataRequest(
        id="R-2026-0001",
        track=Track.MEMBER,
        wanted=Wanted.COPIES,
        received_at=datetime(2026, 3, 3, 15, 0, tzinfo=UTC),
        received_on=date(2026, 3, 3),
        text="All posts and comments about snow plowing in February 2026.",
        requester=Requester(name="Ada Lindgren", email="ada@example.org"),
        statutory_due=None,
        city_target=None,
        state=RequestState.REVIEW,
        opened_at=datetime(2026, 3, 3, 15, 5, tzinfo=UTC),
        opened_by="clerk",
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # fields by name


def version(n: int, text: str, **changes: object) -> Version:
    """Make one wording, seen for a day from the n-th day on."""
    first = START + timedelta(days=n)
    last = first + timedelta(days=1)
    digest = f"{n:064x}"
    plain = Version(n, text, first, last, digest, f"facebook/100/version-{digest}", n)
    return replace(plain, **changes)  # type: ignore[arg-type] # fields by name


def item(number: int, *texts: str, parent: int | None = None, **changes: object) -> Item:
    """Make an item of the thread that begins with item 1; with a parent it is a comment."""
    plain = Item(
        platform=Platform.FACEBOOK,
        account=PAGE,
        id=f"100_{number}",
        kind=ItemKind.POST if parent is None else ItemKind.COMMENT,
        parent_id=None if parent is None else f"100_{parent}",
        thread_id="100_1",
        author=Author(f"7{number}", f"Person {number}"),
        created_at=START + timedelta(minutes=number),
        permalink=f"https://www.facebook.com/100_{number}",
        state=ItemState.PRESENT,
        first_seen=START,
        last_seen=START + timedelta(days=1),
        change=number,
        versions=tuple(version(n, text) for n, text in enumerate(texts or ("Text.",), start=1)),
        hidden=(),
        unavailable=(),
        media=(),
        classification=None,
        holds=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # fields by name


def photo(position: int, sha256: str, alt: str | None = None) -> Media:
    """Make a photo that was captured."""
    return Media(position, sha256, "image/png", 100, f"media/{sha256}", None, alt)


def decide(
    of: Item,
    action: Action = Action.RELEASE,
    *,
    words: str | None = None,
    ground: Ground = NUMBERS,
    elements: tuple[Element, ...] = (),
) -> list[Determination]:
    """Decide every wording of an item alike; ``words`` are taken out where they stand."""
    return [
        Determination(
            request="R-2026-0001",
            ref=of.ref,
            n=one.n,
            action=action,
            by="clerk",
            at=START,
            ground=ground if action is Action.WITHHOLD else None,
            spans=_spans(one.text, words, ground),
            elements=elements,
        )
        for one in of.versions
    ]


def _spans(text: str, words: str | None, ground: Ground) -> tuple[Span, ...]:
    if words is None or words not in text:
        return ()
    start = text.index(words)
    return (Span(start, start + len(words), ground),)


def found(
    items: Iterable[Item],
    decisions: Iterable[Determination],
    *,
    request: DataRequest | None = None,
    query: str = "plow*",
) -> Found:
    """Put items and decisions together as the archive would give them."""
    all_items = tuple(items)
    search = RequestSearch("R-2026-0001", query, len(all_items), "clerk", START)
    return Found(
        request=request or data_request(),
        items=all_items,
        decisions={(one.ref, one.n): one for one in decisions},
        searches=(search,),
        accounts=((PAGE, "City of Maple Ridge"),),
    )


def draft(of: Found) -> ResponseDraft:
    """Draft the response of an invented city."""
    return draft_response(of, city="City of Maple Ridge", zone=CHICAGO, dated=DATED)
