"""An invented page whose life a test tells line by line, and ways to look at its archive."""

import base64
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.capture.harvest import harvest as visit
from archiver.capture.plan import Plan
from archiver.captures import Receipt, Scope
from archiver.connect.settings import ConnectSettings
from archiver.graph.client import THROTTLED_MINUTES
from archiver.items import Item
from archiver.platforms import (
    DEFAULT_APP_SECRET,
    Attachment,
    Comment,
    Delete,
    Edit,
    Entry,
    Hide,
    Page,
    Person,
    Playback,
    Post,
    Restore,
    Unhide,
    make_timeline,
)
from archiver.platforms.behaviour import APP_ID
from archiver.platforms.faults import FaultBook
from archiver.progress import Lines
from archiver.settings import FacebookSettings
from archiver.surfaces import Surface
from archiver.viewer import job

CITY = "City of Quillback"
PAGE = "880100"
ACCOUNT = f"facebook/{PAGE}"
TOKEN = "EAAB-quillback|page/token"
TOKEN_ENV = "QUILLBACK_TOKEN"
RUTH = Person(id="90011", name="Ruth Amundsen")
BEGINNING = datetime(2026, 5, 4, 14, tzinfo=UTC)
_SIGNED = re.compile(rb'\?[^"]*')
APP = {ConnectSettings().app_secret_env: DEFAULT_APP_SECRET}
"""The variable that holds the secret of the platform's app."""

FEED = Plan(Scope.FULL, frozenset({Surface.FEED}))
"""A full visit to posts and their comments alone, which is what most tests are about."""

READER = job("test", CITY)


@dataclass(slots=True)
class PlayedClock:
    """Tells a later second each time it is asked, so that no two moments are one."""

    now: datetime = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the time."""
        self.now += timedelta(seconds=1)
        return self.now


def png(mark: str) -> bytes:
    """Make bytes that pass for a picture, and differ by ``mark``."""
    size = struct.pack(">II", 2, 2)
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + mark.encode()


def photo(mark: str, title: str | None = None) -> Attachment:
    """Make an attached photo."""
    inline = base64.b64encode(png(mark)).decode()
    return Attachment(title=title, image=f"data:image/png;base64,{inline}")


def shared(url: str, title: str | None = None, description: str | None = None) -> Attachment:
    """Make an attached link to a page elsewhere."""
    return Attachment(type="share", url=url, title=title, description=description)


class PlayedPage:
    """The page, as a harvester sees it and as a test moves it on."""

    def __init__(self, **behaviour: int | None) -> None:
        self._now = BEGINNING
        first = Page(at=self._now, id=PAGE, name=CITY, username="quillbackmn")
        self.platform = Playback(make_timeline([first]), token=TOKEN, **behaviour)  # type: ignore[arg-type] # the limits among its settings

    def post(self, name: str, message: str = "A notice", **more: object) -> str:
        """Let the city post; give the post's id."""
        ident = f"{PAGE}_{name}"
        self._add(Post(at=self._tick(), id=ident, page=PAGE, message=message, **more))  # type: ignore[arg-type] # the optional parts of a post
        return ident

    def comment(self, ident: str, parent: str, message: str = "An answer", **more: object) -> str:
        """Let somebody answer; give the comment's id."""
        told = {"author": RUTH, **more}
        self._add(Comment(at=self._tick(), id=ident, parent=parent, message=message, **told))  # type: ignore[arg-type] # the optional parts of a comment
        return ident

    def edit(self, ident: str, message: str) -> None:
        """Let a text become another."""
        self._add(Edit(at=self._tick(), id=ident, message=message))

    def hide(self, ident: str) -> None:
        """Let the city hide something."""
        self._add(Hide(at=self._tick(), id=ident))

    def unhide(self, ident: str) -> None:
        """Let the city show it again."""
        self._add(Unhide(at=self._tick(), id=ident))

    def delete(self, *idents: str) -> None:
        """Let things go."""
        self._add(*(Delete(at=self._tick(), id=ident) for ident in idents))

    def wait(self) -> None:
        """Let a minute pass in which nothing happens."""
        self.platform.set_time(self._tick())

    def restore(self, ident: str) -> None:
        """Let something come back."""
        self._add(Restore(at=self._tick(), id=ident))

    def quiet(self) -> None:
        """Let all faults be over."""
        stage = self.platform._stage  # noqa: SLF001 - a platform has no other way to behave again
        stage._faults = FaultBook()  # noqa: SLF001 - same

    def add(self, entries: Iterable[Entry]) -> None:
        """Let all of this happen at once, and show the page after it."""
        self._add(*entries)

    def _add(self, *entries: Entry) -> None:
        self.platform.add(entries)
        self._now = max(self._now, *(entry.at for entry in entries))
        self.platform.set_time(self._now)

    def _tick(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


@dataclass(slots=True)
class Harvester:
    """Harvests the page without waiting; ``waits`` are the seconds it would have waited."""

    archive: Archive
    account: Account
    environment: dict[str, str]
    waits: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    plan: Plan = FEED

    def move(self, url: str) -> None:
        """Let the account be read from another address."""
        self.account = replace(self.account, api_url=url)

    def __call__(self, **environment: str) -> Receipt:
        """Make one visit and give its receipt."""
        variables = {**self.environment, **environment}
        outside = Surroundings(variables, self.waits.append, Lines(self.said.append))
        return visit(self.archive, self.account, outside, self.plan)


def with_facebook(archive: Archive, **changed: object) -> Archive:
    """Give the same archive under other settings of Facebook."""
    section = msgspec.structs.replace(archive.settings.section(FacebookSettings), **changed)
    sections = {**archive.settings.sections, "facebook": section}
    settings = replace(archive.settings, sections=sections)
    return Archive(settings, archive.store, archive.engine, archive.clock)


def with_app(archive: Archive) -> Archive:
    """Give the same archive with the platform's app configured; its secret is in ``APP``."""
    section = msgspec.structs.replace(archive.settings.section(ConnectSettings), app_id=APP_ID)
    settings = replace(archive.settings, sections={**archive.settings.sections, "connect": section})
    return Archive(settings, archive.store, archive.engine, archive.clock)


def stay_away(archive: Archive) -> None:
    """Let as much time pass as the platform asks for where it does not say how much."""
    clock = archive.clock
    assert isinstance(clock, PlayedClock)
    clock.now += timedelta(minutes=THROTTLED_MINUTES)


def items(archive: Archive) -> dict[str, Item]:
    """Give every item by its id."""
    return {item.id: item for item in archive.items(READER)}


def texts(archive: Archive) -> dict[str, list[str]]:
    """Give every wording of every item."""
    return {
        ident: [version.text for version in item.versions] for ident, item in items(archive).items()
    }


def objects(archive: Archive) -> dict[str, str]:
    """Give every object in the store with the digest of its bytes; the ledger is about them."""
    paths = [path for path in archive.store.paths() if not path.startswith("ledger/")]
    return {path: sha256(archive.store.get(path)).hexdigest() for path in paths}


def versions_in(paths: Iterable[str]) -> list[str]:
    """Choose the version objects among paths."""
    return [path for path in paths if Path(path).name.startswith("version-")]


def logical(archive: Archive) -> list[Mapping[str, object]]:
    """Give what two archives of the same page must agree on: no salts, names or capture times."""
    return [
        {
            "ref": str(item.ref),
            "account": item.account,
            "kind": item.kind,
            "parent": item.parent_id,
            "thread": item.thread_id,
            "author": item.author,
            "created": item.created_at,
            "permalink": item.permalink,
            "state": item.state,
            "text": item.text,
            "versions": [(version.n, version.text) for version in item.versions],
            "bytes": [_without_links(archive.native(READER, item, v)) for v in item.versions],
            "hidden": [interval.until is None for interval in item.hidden],
            "gone": [interval.returned is None for interval in item.unavailable],
            "media": [(file.position, file.sha256, file.missing) for file in item.media],
        }
        for item in archive.items(READER)
    ]


def _without_links(data: bytes) -> bytes:
    """Leave out the signed part of links, which differs from call to call."""
    return _SIGNED.sub(b"?", data)
