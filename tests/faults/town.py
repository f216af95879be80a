"""An archive with its keys beside it in one folder, so that both can be crashed together."""

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from archiver.archive import Archive
from archiver.capture.plan import EVERYTHING
from archiver.catalogue import tables as t
from archiver.civil_time import Clock
from archiver.events import HoldPlaced
from archiver.founding import found
from archiver.items import ItemRef, Platform
from archiver.ledger.closing import close_ledger
from archiver.registration import add_account
from archiver.settings import Settings, load_settings
from archiver.verify.whole import verify
from tests.archiver.quillback import (
    ACCOUNT,
    CITY,
    PAGE,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedPage,
    logical,
    photo,
)

ENVIRONMENT = {"CIVICKEEP_KEYS__FOLDER": "../keys"}
HOLD = "lawsuit"
LATER = timedelta(days=2)
"""When whoever cut the power runs everything again: by then even an act's leftovers are swept."""


def begin(root: Path, clock: Clock) -> None:
    """Found the archive."""
    found(
        root / "archive",
        city=CITY,
        time_zone="America/Chicago",
        clock=clock,
        environment=ENVIRONMENT,
    )


def settings(root: Path) -> Settings:
    """Read its settings."""
    return load_settings(str(root / "archive" / "civickeep.toml"), ENVIRONMENT)


def opened(root: Path, clock: Clock) -> Archive:
    """Open it as the next process does."""
    return Archive.open(settings(root), clock)


def add_page(root: Path, clock: Clock, url: str) -> None:
    """Put the page under archive, unless it is."""
    archive = opened(root, clock)
    add_account(archive, Platform.FACEBOOK, PAGE, token_env=TOKEN_ENV, api_url=url, by="Dana Ortiz")
    archive.close()


def harvest(root: Path, clock: Clock) -> None:
    """Visit the page once."""
    archive = opened(root, clock)
    try:
        Harvester(archive, archive.account(ACCOUNT), {TOKEN_ENV: TOKEN}, plan=EVERYTHING)()
    finally:
        archive.close()


def work(root: Path, clock: Clock) -> None:
    """Do what is cut short: a visit, and an act of a person; run again, it does what is left."""
    assert [] == work_and_tell(root, clock)


def work_and_tell(root: Path, clock: Clock) -> list[str]:
    """Do it, and give what was said of refusals that did not stop it."""
    said: list[str] = []
    archive = opened(root, clock)
    try:
        visit = Harvester(
            archive, archive.account(ACCOUNT), {TOKEN_ENV: TOKEN}, said=said, plan=EVERYTHING
        )
        visit()
        if not _holds(archive):
            archive.record(_hold(clock()))
            close_ledger(archive, said.append)
    finally:
        archive.close()
    return [sentence for sentence in said if "no checkpoint" in sentence]


def begun(page: PlayedPage) -> None:
    """Let the page be as it is before the first visit."""
    first, second = (page.post(str(n), f"Number {n}", attachments=(photo(f"p{n}"),)) for n in "12")
    page.comment("c1", first, "A question")
    page.comment("c2", second, "A complaint")
    page.comment("r1", "c1", "An answer")


def went_on(page: PlayedPage) -> None:
    """Let something of everything happen: a wording, a picture, a hiding, a comment."""
    page.edit(f"{PAGE}_1", "Number 1, corrected")
    page.hide("c1")
    page.post("3", "Number 3", attachments=(photo("p3"), photo("p1")))
    page.comment("c3", f"{PAGE}_3", "Thanks. " * 1500)  # more than fits on a page of the catalogue


def _holds(archive: Archive) -> bool:
    with archive.reading() as connection:
        return connection.execute(select(t.hold)).first() is not None


def _hold(at: datetime) -> HoldPlaced:
    refs = (ItemRef(Platform.FACEBOOK, "c2"),)
    return HoldPlaced(at=at, by="Ruth Amundsen", hold=HOLD, reason="Asked for", refs=refs)


def contents(root: Path, clock: Clock) -> list[Mapping[str, object]]:
    """Give what the archive holds, salts, object names and capture times aside; check it whole."""
    archive = opened(root, clock)
    try:
        verified = verify(archive)
        assert [] == verified.findings.problems
        assert 0 == verified.uncovered
        with archive.reading() as connection:
            assert [] == connection.execute(select(t.pending)).all()
            assert [] == connection.execute(select(t.sighting)).all()
        return logical(archive)
    finally:
        archive.close()


def left_behind(root: Path) -> list[str]:
    """List half-written files and working folders that nobody needs any more."""
    incoming = (root / "archive" / "store" / ".incoming").glob("*")
    return sorted(path.name for path in (*incoming, *root.rglob(".tmp-*")))


def still_there(root: Path, acknowledged: Mapping[int, tuple[str, str]]) -> bool:
    """Whether every acknowledged record lies where it was, byte for byte."""
    store = root / "archive" / "store"
    return all(
        digest == sha256((store / path).read_bytes()).hexdigest()
        for digest, path in acknowledged.values()
    )


def copied(root: Path, name: str) -> Path:
    """Give everything once more, beside the first."""
    return copied_to(root, root.parent / name)


def copied_to(root: Path, place: Path) -> Path:
    """Give everything once more."""
    return shutil.copytree(root, place)
