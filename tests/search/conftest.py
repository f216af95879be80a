"""A town whose archive is a list of items, with the reads that searching uses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from archiver.accounts import Account, Ownership
from archiver.archive import Archive
from archiver.catalogue.all_tables import metadata
from archiver.catalogue.engine import open_engine
from archiver.catalogue.findable import Findable
from archiver.coverage.settings import CoverageSettings
from archiver.founding import found
from archiver.items import (
    Author,
    Item,
    ItemKind,
    ItemRef,
    ItemState,
    Platform,
    Version,
)
from archiver.registration import add_account
from archiver.schedule.settings import ScheduleSettings
from archiver.selection import EVERYTHING, Selection
from archiver.settings import City, Settings, load_settings
from archiver.viewer import Role, Viewer
from search.engine import Page
from search.follow import follow
from search.query import EVERYWHERE, FIRST_PAGE, Results, search
from search.question import Narrowing
from search.settings import SearchSettings
from tests.archiver.findable import findable
from tests.archiver.quillback import (
    CITY as PLAYED_CITY,
)
from tests.archiver.quillback import (
    PAGE,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
    photo,
)

CITY = "Town of Alder Bluff"
NOON = datetime(2026, 11, 22, 18, tzinfo=UTC)
CLERK = Viewer("clerk", frozenset({Role.CLERK}), CITY)
PARKS = Viewer("parks", frozenset({Role.DEPARTMENT}), CITY, frozenset({"Parks"}))
PUBLIC = Viewer("anyone", frozenset({Role.PUBLIC}), CITY)


class Town(Archive):
    """An archive held in memory. The real one is read in the end-to-end tests."""

    def __init__(self, folder: Path) -> None:  # the parent's parts are not needed
        self.settings = Settings(
            folder / "civickeep.toml",
            {
                "city": City(name=CITY),
                "coverage": CoverageSettings(),
                "schedule": ScheduleSettings(),
                "search": SearchSettings(),
            },
        )
        self.clock = lambda: NOON
        self.kept: dict[ItemRef, Item] = {}
        self.under_archive: list[Account] = []
        self.newest = 0
        self.reads = 0
        self.catalogue = folder / "catalogue.sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read a catalogue in which nothing is: no capture was ever run."""
        begun = self.catalogue.exists()
        engine = open_engine(str(self.catalogue))
        if not begun:
            metadata.create_all(engine)
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    def close(self) -> None:
        """Nothing is open."""

    def add_account(self, number: str, name: str, department: str) -> Account:
        """Put an account under archive."""
        account = Account(
            key=f"facebook/{number}",
            platform=Platform.FACEBOOK,
            id=number,
            name=name,
            department=department,
            authorized_by=None,
            ownership=Ownership.CITY_OFFICIAL,
            token_env="TOKEN",
            api_url=None,
            opened_at=NOON,
            closed_at=None,
            close_reason=None,
        )
        self.under_archive.append(account)
        self.newest += 1
        return account

    def add(self, *wordings: str | Version, **parts: Any) -> Item:  # noqa: ANN401 - the parts of an item
        """Keep an item with these wordings, the latest of them the present one."""
        self.newest += 1
        number = parts.pop("id", f"1_{self.newest}")
        made = Item(
            platform=Platform.FACEBOOK,
            account="facebook/100",
            id=number,
            kind=ItemKind.POST,
            parent_id=None,
            thread_id=number,
            author=Author("7", "Jane Doe"),
            created_at=NOON - timedelta(days=10),
            permalink=None,
            state=ItemState.PRESENT,
            first_seen=NOON,
            last_seen=NOON,
            change=self.newest,
            versions=tuple(
                self.version(n, said, self.newest) if isinstance(said, str) else said
                for n, said in enumerate(wordings, 1)
            ),
            hidden=(),
            unavailable=(),
            media=(),
            classification=None,
            holds=(),
        )
        return self.keep(replace(made, **parts))

    @staticmethod
    def version(n: int, text: str, leaf: int) -> Version:
        """Make the nth wording, seen later than those before it."""
        seen = NOON + timedelta(hours=n)
        return Version(n, text, seen, seen, "0" * 64, f"facebook/{n}.warc", leaf)

    def keep(self, item: Item) -> Item:
        """Keep an item in the state given, under the newest change number."""
        self.newest += 1
        self.kept[item.ref] = replace(item, change=self.newest)
        return self.kept[item.ref]

    def accounts(self) -> tuple[Account, ...]:
        """List the accounts."""
        return tuple(self.under_archive)

    def change_number(self) -> int:
        """Give the newest change number."""
        return self.newest

    def items(self, viewer: Viewer, selection: Selection = EVERYTHING) -> Iterator[Item]:
        """Stream the chosen items this viewer may read."""
        wanted = self.kept if selection.refs is None else selection.refs
        found = [
            item
            for ref in wanted
            if (item := self.kept.get(ref)) is not None
            and (not selection.accounts or item.account in selection.accounts)
            and (selection.threads is None or item.thread_id in selection.threads)
        ]
        return iter([item for item in found if self._may_read(viewer, item)])

    def changed_since(self, viewer: Viewer, change: int) -> Iterator[Findable]:
        """Stream what changed since, in the order it did."""
        for item in sorted(self.items(viewer), key=lambda item: (item.change, item.id)):
            if item.change > change:
                self.reads += 1
                yield findable(item)

    def _may_read(self, viewer: Viewer, item: Item) -> bool:
        theirs = {a.key for a in self.under_archive if a.department in viewer.reads_departments}
        return viewer.reads_everything or item.account in theirs


Ask = Callable[..., Results]


def answer(
    town: Archive,
    query: str,
    viewer: Viewer = CLERK,
    narrowing: Narrowing = EVERYWHERE,
    page: Page = FIRST_PAGE,
) -> Results:
    """Bring the index up to date and search."""
    follow(town)
    return search(town, viewer, query, narrowing, page)


def ids(results: Results) -> list[str]:
    """Give the ids of the hits, in no order that matters."""
    return sorted(hit.item.id for hit in results.hits)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Make a town with two accounts and nothing posted."""
    made = Town(tmp_path)
    made.add_account("100", "City Hall", "Administration")
    made.add_account("200", "Parks and Trails", "Parks")
    return made


@pytest.fixture
def page() -> Iterator[PlayedPage]:
    """Play an invented page with one thread."""
    played = PlayedPage()
    with played.platform:
        played.post("1", "The snow plow is out tonight", attachments=(photo("a", "A hydrant"),))
        played.comment("1_2", f"{PAGE}_1", "You missed Alder Court")
        yield played


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Found an archive."""
    found(tmp_path, city=PLAYED_CITY, time_zone="America/Chicago")
    opened = Archive.open(load_settings(str(tmp_path / "civickeep.toml"), {}), PlayedClock())
    yield opened
    opened.close()


@pytest.fixture
def harvest(archive: Archive, page: PlayedPage) -> Harvester:
    """Put the page under archive, for the department of Streets."""
    url = page.platform.url
    account = add_account(archive, Platform.FACEBOOK, PAGE, department="Streets", api_url=url)
    assert account is not None
    return Harvester(archive, account, {account.token_env: TOKEN, TOKEN_ENV: TOKEN})
