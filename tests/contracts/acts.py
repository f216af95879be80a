"""One act of every kind a person or a policy can do, told of invented items."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from archiver.accounts import Ownership
from archiver.alarm_events import (
    AlarmCleared,
    AlarmRaised,
    MessageKind,
    MessageSent,
    TokenNarrowed,
    ToldAlarm,
)
from archiver.data_requests import (
    Action,
    DataClass,
    Element,
    ElementKind,
    Ground,
    Outcome,
    Requester,
    Span,
    Track,
    Wanted,
)
from archiver.events import (
    AccountAdded,
    AccountClosed,
    Event,
    HoldLifted,
    HoldPlaced,
    ItemsClassified,
    ItemSeries,
    ItemsRead,
    ScheduleAdopted,
    ScheduleImported,
)
from archiver.imports.approval_events import LiveApproved, LiveWithdrawn
from archiver.imports.events import ImportedFile, ImportStarted, LiveRun
from archiver.imports.kinds import ImportKind
from archiver.items import ItemRef, Platform
from archiver.request_events import (
    DecidedVersion,
    ItemsDecided,
    RequestClosed,
    RequestOpened,
    RequestPackaged,
    RequestSearched,
)
from archiver.search_events import SearchForgotten, SearchLooked, SearchSaved, SearchTold
from tests.contracts.acts_of_capture import DIGEST as FILE
from tests.contracts.acts_of_capture import of_capture

AT = datetime(2026, 6, 2, 9, tzinfo=UTC)
DIGEST = sha256(b"invented").hexdigest()
REQUEST = "R-2026-0001"


def every_act(account: str, ids: Sequence[str]) -> list[Event]:
    """Give one of each but the founding and its key, which every archive has already.

    ``ids`` are two items of the account that are in the archive.
    """
    first, second = (ItemRef(Platform.FACEBOOK, each) for each in ids)
    return [
        *_of_the_schedule(account, first, second),
        *_of_the_desk(first, second),
        *_of_live_runs(),
        *_of_searches(),
        *_of_alarms(account),
        *of_capture(account, first, second),
    ]


def _of_the_schedule(account: str, first: ItemRef, second: ItemRef) -> list[Event]:
    by = "Dana Ortiz"
    series = ItemSeries(first, "COM 03-115", "It answers a resident \N{EM DASH} by rule 4.")
    return [
        AccountAdded(
            at=AT,
            by=by,
            platform=Platform.INSTAGRAM,
            id="7007",
            ownership=Ownership.MIXED_REVIEW,
            token_env="PARKS_TOKEN",
            department="Parks",
        ),
        AccountClosed(at=AT, by=by, account="instagram/7007", reason="The program ended."),
        ScheduleImported(at=AT, by=by, edition="2026", title="A", sha256=DIGEST, content="[x]\n"),
        ScheduleAdopted(at=AT, by=by, edition="2026", sha256=DIGEST),
        ItemsClassified(at=AT, by="rule", edition="2026", items=(series,)),
        ItemsRead(at=AT, by=by, up_to=AT, account=account),
        HoldPlaced(at=AT, by=by, hold="H-1", reason="A lawsuit", refs=(first, second)),
        HoldLifted(at=AT + timedelta(days=1), by=by, hold="H-1", reason="It was settled"),
    ]


def _of_live_runs() -> list[Event]:
    by, account = "Ruth Amundsen", "instagram/7007"
    approved = LiveApproved(
        at=AT,
        by=by,
        approval="L-1",
        account=account,
        username="quillback_parks",
        attorney="Ines Okafor",
        approved_on=date(2026, 6, 1),
        note="Memo 14\0",
    )
    run = LiveRun(
        approval="L-1",
        attorney="Ines Okafor",
        approved_on=date(2026, 6, 1),
        program="instaloader 4.16",
        username="quillback_parks",
        began=AT,
        profile="77",
    )
    return [
        approved,
        ImportStarted(
            at=AT,
            by=by,
            run="run-live",
            kind=ImportKind.INSTALOADER,
            account=account,
            edition=1,
            files=(ImportedFile(0, "a.json", FILE, 6, "application/json"),),
            live=run,
        ),
        LiveWithdrawn(at=AT + timedelta(days=1), by=by, approval="L-1", reason="It was \0 over"),
    ]


def _of_searches() -> list[Event]:
    by = "Ruth Amundsen"
    plows = SearchSaved(
        at=AT, by=by, name="plows", query="plow*", change=3, mail=("ruth@example.gov",)
    )
    return [
        plows,
        SearchSaved(at=AT, by=by, name="plows and snow", query="plow* snow\0", change=3),
        SearchLooked(at=AT + timedelta(days=1), by=by, name="plows", change=4),
        SearchTold(at=AT + timedelta(days=2), by="alerts", name="plows", change=5, items=2),
        SearchForgotten(at=AT, by=by, name="plows and snow"),
    ]


def _of_alarms(account: str) -> list[Event]:
    by, later = "alarm watch", AT + timedelta(hours=1)
    kind, other = "missed_run", "disk_full"
    words = {"what": "Nobody looked.", "next_step": "Look."}
    told = (ToldAlarm(kind, account, 1),)
    message = MessageSent(
        at=AT, by=by, kind=MessageKind.ALARMS, channel="e-mail", day=AT.date(), alarms=told
    )
    return [
        AlarmRaised(at=AT, by=by, kind=kind, subject=account, since=AT, step=0, **words),
        AlarmRaised(at=later, by=by, kind=kind, subject=account, since=AT, step=1, **words),
        AlarmRaised(at=AT, by=by, kind=other, subject="archive", since=AT, step=0, **words),
        message,
        message,
        AlarmCleared(at=later, by=by, kind=kind, subject=account),
        TokenNarrowed(at=AT, by=by, account=account, lost=("MODERATE", "pages_show_list")),
        TokenNarrowed(at=AT, by=by, account="facebook/4711", lost=()),
    ]


def _of_the_desk(first: ItemRef, second: ItemRef) -> list[Event]:
    by = "Ruth Amundsen"
    ground = Ground(DataClass.PRIVATE, "Minn. Stat. 13.43, subd. 4")
    taken_out = DecidedVersion(
        second, 1, Action.REDACT, (Span(0, 4, ground),), (Element(ElementKind.AUTHOR, 0, ground),)
    )
    return [
        RequestOpened(
            at=AT,
            by=by,
            request=REQUEST,
            track=Track.MEMBER,
            wanted=Wanted.COPIES,
            received_at=AT,
            received_on=date(2026, 6, 2),
            text="All posts about plowing,\0 please.",
            requester=Requester(name="Per Ødegård"),
            statutory_due=None,
            city_target=date(2026, 6, 12),
        ),
        RequestSearched(at=AT, by=by, request=REQUEST, query="plow*", refs=(first, second)),
        ItemsDecided(
            at=AT,
            by=by,
            request=REQUEST,
            versions=(DecidedVersion(first, 1, Action.RELEASE), taken_out),
        ),
        RequestPackaged(
            at=AT,
            by=by,
            request=REQUEST,
            manifest_sha256=DIGEST,
            released=1,
            redacted=1,
            withheld=0,
        ),
        RequestClosed(at=AT, by=by, request=REQUEST, outcome=Outcome.PARTIAL, reason="Sent."),
    ]
