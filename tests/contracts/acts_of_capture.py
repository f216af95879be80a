"""Acts around capture: connections, files, imports and notices, told of invented things."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from archiver.accounts import Ownership
from archiver.captures import Gap, MediaFinding
from archiver.connection_events import (
    AccountConnected,
    PlatformSignalReceived,
    SignalKind,
    SurfacesChosen,
    TokenChecked,
)
from archiver.events import DisappearancesConfirmed, Event
from archiver.imports.events import Basis, ImportedFile, ImportFinished, ImportStarted, Match
from archiver.imports.kinds import ImportKind
from archiver.items import ItemRef
from archiver.media.events import FileGivenUp, FilesGivenUp, MediaQuarantined, QuarantineReleased
from archiver.paths import media_path
from archiver.store import NewObject
from archiver.surfaces import Surface
from archiver.webhook_events import NoticeReceived, Told

AT = datetime(2026, 6, 2, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
FILE, NOTICE = b"a file", b"a notice"
DIGEST, BODY = sha256(FILE).hexdigest(), sha256(NOTICE).hexdigest()
FILES = [NewObject(media_path(DIGEST), FILE), NewObject(media_path(BODY), NOTICE)]
"""The files that these acts tell of, as they lie in the store."""

BY = "Theo Lindqvist"


def of_capture(account: str, first: ItemRef, second: ItemRef) -> list[Event]:
    """Give one of each."""
    gone = DisappearancesConfirmed(
        at=AT, by=BY, account=account, items=(first, second), reason="It was \0 cleaned up"
    )
    return [
        gone,
        *_of_connections(account),
        *_of_files(first),
        *_of_imports(account, first, second),
    ]


def _of_connections(account: str) -> list[Event]:
    told = Told(account, "feed", "comment", "add", "880100_1", "c1")
    return [
        AccountConnected(
            at=AT,
            by=BY,
            account=account,
            ownership=Ownership.CITY_OFFICIAL,
            authorized_by="Dana Ortiz",
            authorized_on=date(2026, 6, 1),
            app="55501",
        ),
        TokenChecked(
            at=AT, by="token check", account=account, valid=True, examined=True, tasks=("MODERATE",)
        ),
        TokenChecked(
            at=LATER, by="token check", account=account, valid=False, examined=False, problem="x\0"
        ),
        SurfacesChosen(at=AT, by=BY, account=account, off=(Surface.STORIES, Surface.REVIEWS)),
        SurfacesChosen(at=LATER, by=BY, account=account, off=(Surface.REVIEWS,)),
        PlatformSignalReceived(
            at=AT,
            by=BY,
            account=account,
            kind=SignalKind.DATA_DELETION,
            person="90011",
            issued_at=AT,
            code="ab12",
        ),
        PlatformSignalReceived(
            at=LATER,
            by="webhook",
            kind=SignalKind.DEAUTHORIZED,
            person="90011",
            issued_at=AT,
            code="cd34",
        ),
        NoticeReceived(at=AT, by="webhook", sha256=BODY, bytes=8, signature="s", told=(told, told)),
    ]


def _of_files(first: ItemRef) -> list[Event]:
    given_up = FileGivenUp(first, 1, 0, 7)
    return [
        FilesGivenUp(at=AT, by="retry", files=(given_up,)),
        MediaQuarantined(
            at=AT, by=BY, quarantine="Q-1", reason="Unlawful", files=(DIGEST,), refs=(first,)
        ),
        QuarantineReleased(
            at=LATER, by=BY, quarantine="Q-1", reason="A mistake", directed_by="Per Ødegård"
        ),
    ]


def _of_imports(account: str, first: ItemRef, second: ItemRef) -> list[Event]:
    file = ImportedFile(0, "posts.json", DIGEST, 6, "application/json")
    finding = MediaFinding(ref=second, n=1, position=7, missing="it is not in the file")
    return [
        ImportStarted(
            at=AT,
            by=BY,
            run="run-1",
            kind=ImportKind.FACEBOOK_DOWNLOAD,
            account=account,
            edition=1,
            files=(file,),
        ),
        ImportFinished(
            at=LATER,
            by=BY,
            run="run-1",
            pieces=2,
            known=1,
            new_items=1,
            new_versions=1,
            claimed=None,
            media=(finding,),
            matches=(Match(second, first, Basis.TIME_AND_TEXT),),
            gaps=(Gap("one entry", "it has no time"),),
            expected=(Gap("comments of others", "no download holds them"),),
            losses=("a word",),
        ),
    ]
