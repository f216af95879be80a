"""A file in quarantine is shown at no door, and neither changed nor destroyed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.catalogue.quarantined import QUARANTINED
from archiver.errors import ItemUnknown, WrongUsage
from archiver.export.exporting import export
from archiver.export.order import Format, Order, Scope
from archiver.items import Item, Media
from archiver.media.errors import FileQuarantined, NothingToQuarantine, QuarantineUnknown
from archiver.media.quarantine import place, quarantines, release
from archiver.safekeeping import safeguard
from archiver.store import NewObject
from archiver.store.errors import ObjectLocked
from archiver.store.memory import MemoryStore
from archiver.verify.whole import verify
from archiver.viewer import Role, Viewer
from tests.archiver.export.exports import unwatched
from tests.archiver.quillback import CITY, READER, Harvester, PlayedPage, items, photo, png

BAD = sha256(png("bad")).hexdigest()
DANA, COLE = "Dana Ortiz", "Cole Weber"

Place = Callable[..., str]


@pytest.fixture
def shown(page: PlayedPage, harvest: Harvester) -> str:
    """Harvest a post with a bad picture and a good one, and another post with the bad one."""
    first = page.post("1", "Look", attachments=(photo("bad", "A title"), photo("good")))
    page.post("2", "Again", attachments=(photo("bad"),))
    page.post("3", "Something else", attachments=(photo("good"),))
    harvest()
    return first


@pytest.fixture
def quarantine(archive: Archive) -> Place:
    """Give a way to put something into quarantine."""

    def put(*names: str) -> str:
        return place(archive, READER, names, reason="reported", by=DANA, attorney=COLE)

    return put


def files(item: Item) -> list[str | None]:
    """Give the digests that can be seen of an item's files."""
    return [media.sha256 for media in item.media]


def test_a_digest_in_quarantine_is_shown_in_no_item(
    archive: Archive, shown: str, quarantine: Place
) -> None:
    """Nobody sees more than that there is something, whatever role they have."""
    quarantine(BAD)

    hidden = Media(0, None, None, None, None, QUARANTINED)
    for role in (Role.CLERK, Role.ATTORNEY, Role.COMPLIANCE, Role.AUDITOR, Role.JOB):
        viewer = Viewer("somebody", frozenset({role}), CITY)
        assert hidden == archive.item(viewer, shown).media[0]
    bad, good = items(archive)[shown].media
    assert (hidden, "image/png") == (bad, good.type)
    assert [None] == files(next(item for item in items(archive).values() if item.text == "Again"))


def test_its_bytes_are_given_to_nobody(archive: Archive, shown: str, quarantine: Place) -> None:
    """Not even to somebody who has listed it before."""
    before = items(archive)[shown]
    quarantine(BAD)

    for item in (before, items(archive)[shown]):
        with pytest.raises(FileQuarantined):
            archive.media(READER, item, item.media[0])
    assert png("good") == archive.media(READER, before, before.media[1])


def test_whoever_follows_the_archive_hears_of_it(
    archive: Archive, shown: str, quarantine: Place
) -> None:
    """So that an index forgets what it knew of the file, and learns it again."""
    seen = archive.change_number()
    name = quarantine(BAD)
    told = {item.id for item in archive.changed_since(READER, seen)}

    seen = archive.change_number()
    release(archive, name, reason="a mistake", by=DANA, directed_by=COLE)

    both = {ident for ident, item in items(archive).items() if item.text in {"Look", "Again"}}
    assert both == told == {item.id for item in archive.changed_since(READER, seen)}
    assert shown in both


def test_a_file_falls_under_it_wherever_it_is_captured_later(
    archive: Archive, page: PlayedPage, harvest: Harvester, quarantine: Place
) -> None:
    """The digest alone is enough, before the archive has ever met the file."""
    name = quarantine(BAD.upper())
    assert ((BAD,), ()) == (quarantines(archive)[0].files, quarantines(archive)[0].items)

    post = page.post("9", attachments=(photo("bad"),))
    harvest()

    assert [QUARANTINED] == [media.missing for media in items(archive)[post].media]
    assert (f"facebook/{post}",) == quarantines(archive)[0].items
    release(archive, name, reason="a mistake", by=DANA, directed_by=COLE)
    assert [BAD] == files(items(archive)[post])


def test_all_files_of_an_item_fall_under_it_those_to_come_too(
    archive: Archive, page: PlayedPage, harvest: Harvester, shown: str, quarantine: Place
) -> None:
    """And what it shares with another item is not shown there either."""
    quarantine(shown)
    page.edit(shown, "Look again")
    harvest()

    assert {QUARANTINED} == {media.missing for media in items(archive)[shown].media}
    assert 4 == len(items(archive)[shown].media)
    other = next(item for item in items(archive).values() if item.text == "Something else")
    assert [None] == files(other)


def test_a_file_stays_until_the_last_quarantine_is_over(
    archive: Archive, shown: str, quarantine: Place
) -> None:
    """Two may cover the same file."""
    first, second = quarantine(BAD), quarantine(shown)
    release(archive, first, reason="a mistake", by=DANA, directed_by=COLE)
    assert [None, None] == files(items(archive)[shown])

    release(archive, second, reason="a mistake", by=DANA, directed_by=COLE)

    assert BAD in files(items(archive)[shown])
    one, two = quarantines(archive)
    assert (DANA, COLE, "reported", COLE) == (
        one.placed_by,
        one.attorney,
        one.reason,
        one.directed_by,
    )
    assert one.released_at is not None
    assert {first, second} == {one.id, two.id}


@pytest.mark.parametrize("form", list(Format))
def test_no_export_holds_it(
    archive: Archive, shown: str, quarantine: Place, tmp_path: Path, form: Format
) -> None:
    """Neither its bytes nor its digest as a file of an item."""
    quarantine(BAD)
    assert shown in items(archive)

    order = Order(form, tmp_path / f"out.{form}", Scope())
    done = export(archive, READER, order, unwatched)

    out = [done.path] if done.path.is_file() else [p for p in done.path.rglob("*") if p.is_file()]
    assert not any(png("bad") in path.read_bytes() for path in out)
    assert not any(BAD in path.name for path in out)
    if form in {Format.WARC, Format.BAG}:
        assert any(png("good") in path.read_bytes() for path in out)
        assert 1 == done.tally.media


def test_it_is_checked_and_never_destroyed(archive: Archive, shown: str, quarantine: Place) -> None:
    """The bytes stay in the store; verify finds a flipped one, and derives every row."""
    path = items(archive)[shown].media[0].object
    assert path is not None
    name = quarantine(BAD, shown)
    assert [] == verify(archive).findings.problems
    assert png("bad") == archive.store.get(path)

    archive.store.put_all([NewObject(path, b"other")])

    (problem,) = verify(archive).findings.problems
    assert path == problem.object
    archive.store.put_all([NewObject(path, png("bad"))])
    release(archive, name, reason="a mistake", by=DANA, directed_by=COLE)
    assert [] == verify(archive).findings.problems


def test_the_stores_own_lock_is_on_it(archive: Archive, shown: str) -> None:
    """Where the store has locks, they follow: on with the quarantine, off with its end."""
    path = items(archive)[shown].media[0].object or ""
    store = MemoryStore(lambda: datetime.now(UTC) + timedelta(days=9999))
    store.put_all(NewObject(each, archive.store.get(each)) for each in archive.store.paths())
    locked = replace_store(archive, store)
    safeguard(locked)
    name = place(locked, READER, [BAD], reason="reported", by=DANA)
    safeguard(locked)

    with pytest.raises(ObjectLocked):
        store.remove(path)

    release(locked, name, reason="a mistake", by=DANA, directed_by=COLE)
    safeguard(locked)
    store.remove(path)
    assert not store.has(path)


def replace_store(archive: Archive, store: MemoryStore) -> Archive:
    """Give the same archive with another store."""
    return Archive(archive.settings, store, archive.engine, archive.clock)


def test_what_cannot_be_put_into_quarantine_is_said(
    archive: Archive, page: PlayedPage, harvest: Harvester, quarantine: Place
) -> None:
    """Nothing is recorded then."""
    bare = page.post("bare")
    harvest()
    before = archive.change_number()

    with pytest.raises(NothingToQuarantine, match="no picture"):
        quarantine(bare)
    with pytest.raises(ItemUnknown):
        quarantine("nobody")
    with pytest.raises(WrongUsage):
        place(archive, READER, [BAD], reason=" ", by=DANA)
    with pytest.raises(QuarantineUnknown):
        release(archive, "none", reason="x", by=DANA, directed_by=COLE)
    assert before == archive.change_number()


def test_a_quarantine_ends_once(archive: Archive, quarantine: Place) -> None:
    """What is over cannot be released again, nor without somebody who directed it."""
    name = quarantine(BAD)
    with pytest.raises(WrongUsage):
        release(archive, name, reason="x", by=DANA, directed_by="")
    release(archive, name, reason="x", by=DANA, directed_by=COLE)

    with pytest.raises(QuarantineUnknown):
        release(archive, name, reason="x", by=DANA, directed_by=COLE)


def test_a_missing_file_of_an_item_in_quarantine_is_still_only_missing(
    archive: Archive, shown: str, quarantine: Place
) -> None:
    """What the archive does not have it cannot hide; the item's row says why it is missing."""
    quarantine(shown)
    item = replace(items(archive)[shown], media=(Media(0, None, None, None, None, "gone"),))

    with pytest.raises(Exception, match="was not kept: gone"):
        archive.media(READER, item, item.media[0])
