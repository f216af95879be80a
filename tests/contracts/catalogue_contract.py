"""What the catalogue does, whichever database it is in.

A new database joins with a class of ten lines in ``test_catalogues.py`` whose
fixture ``place`` names an empty one.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from archiver.archive import Archive
from archiver.catalogue import counter
from archiver.catalogue import tables as t
from archiver.catalogue.all_tables import metadata
from archiver.catalogue.dump import compare
from archiver.catalogue.engine import schema_of
from archiver.catalogue.projections import PROJECTIONS
from archiver.commit import add_leaf
from archiver.errors import ArchiveMissing, ArchiveNewer, SettingsInvalid, StoreUnwritable
from archiver.founding import found
from archiver.items import ItemState, Platform
from archiver.rebuild.catalogue import fill
from archiver.rebuild.order import take_inventory
from archiver.rebuild.scratch import scratch_catalogue
from archiver.record import RecordKind, read_record
from archiver.registration import add_account
from archiver.settings import load_settings
from archiver.viewer import Role, Viewer
from archiver.wire import decode_event
from tests.archiver.quillback import (
    ACCOUNT,
    CITY,
    PAGE,
    READER,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
    items,
    photo,
    texts,
)
from tests.contracts.acts import every_act

ZONE = "America/Chicago"
WRITERS, TURNS = 3, 10
LATER = datetime(2030, 1, 1, tzinfo=UTC)
"""Later than anything that is captured here."""

PUBLIC = Viewer("anyone", frozenset({Role.PUBLIC}), CITY)
PARKS = Viewer("parks", frozenset({Role.DEPARTMENT}), CITY, frozenset({"Parks"}))
HALL = Viewer("hall", frozenset({Role.DEPARTMENT}), CITY, frozenset({"Administration"}))


@dataclass(frozen=True, slots=True)
class Place:
    """An archive's folder, and the variables that say where its catalogue is."""

    folder: Path
    variables: dict[str, str]

    @classmethod
    def at(cls, folder: Path, **archive: str) -> "Place":
        """Name a place by the settings of its ``[archive]``; keys lie beside it."""
        variables = {f"CIVICKEEP_ARCHIVE__{key}": value for key, value in archive.items()}
        return cls(
            folder / "archive", {**variables, "CIVICKEEP_KEYS__FOLDER": str(folder / "keys")}
        )

    def found(self, city: str = CITY) -> bool:
        """Found the archive."""
        return found(
            self.folder,
            city=city,
            time_zone=ZONE,
            clock=PlayedClock(),
            environment=self.variables,
        )

    def elsewhere(self) -> dict[str, str]:
        """Name another catalogue of the same kind, where there is none."""
        url = self.variables["CIVICKEEP_ARCHIVE__CATALOGUE"]
        file = {} if "://" in url else {"CIVICKEEP_ARCHIVE__CATALOGUE": f"{url}.none"}
        return {**self.variables, "CIVICKEEP_ARCHIVE__SCHEMA": "none", **file}

    def open(self) -> Archive:
        """Open the archive."""
        settings = load_settings(str(self.folder / "civickeep.toml"), self.variables)
        return Archive.open(settings, PlayedClock())


class CatalogueContract:
    """The suite; ``place`` comes from the class that joins."""

    @pytest.fixture
    def archive(self, place: Place) -> Iterator[Archive]:
        """Found an empty archive and open it."""
        place.found()
        with closing(place.open()) as archive:
            yield archive

    @pytest.fixture
    def harvest(self, archive: Archive, page: PlayedPage) -> Harvester:
        """Put the page under archive."""
        account = add_account(
            archive,
            Platform.FACEBOOK,
            PAGE,
            name=CITY,
            department="Administration",
            token_env=TOKEN_ENV,
            api_url=page.platform.url,
        )
        assert account is not None
        return Harvester(archive, account, {TOKEN_ENV: TOKEN})

    def test_the_steps_make_the_tables_of_this_program(self, archive: Archive) -> None:
        """Nothing is missing, nothing is too much, and no column differs."""
        with archive.reading() as connection:
            names = set(inspect(connection).get_table_names(schema=schema_of(connection)))
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            differences = [] if schema_of(connection) else compare_metadata(context, metadata)

        assert {*metadata.tables, "alembic_version"} == names
        assert [] == differences

    def test_founding_again_changes_nothing(self, place: Place) -> None:
        """Neither a row nor a number."""
        assert place.found()
        with closing(place.open()) as archive:
            before = archive.change_number()

        assert not place.found()

        with closing(place.open()) as archive:
            assert before == archive.change_number()

    def test_a_catalogue_is_never_shared_by_two_cities(self, place: Place, tmp_path: Path) -> None:
        """Two settings files may come to name the same one; the second is refused."""
        place.found()

        with pytest.raises(SettingsInvalid, match=CITY):
            Place(tmp_path / "other", place.variables).found("City of Redwing Falls")

    def test_nothing_is_opened_where_nothing_was_founded(self, place: Place) -> None:
        """And nothing is made by trying."""
        place.found()
        elsewhere = Place(place.folder, place.elsewhere())

        for _ in range(2):
            with pytest.raises(ArchiveMissing):
                elsewhere.open()

    def test_a_newer_catalogue_is_left_alone(self, place: Place, archive: Archive) -> None:
        """It is refused before anything is read or written."""
        with archive.writing() as connection:
            schema = schema_of(connection)
            table = f'"{schema}".alembic_version' if schema else "alembic_version"
            connection.exec_driver_sql(f"UPDATE {table} SET version_num = '9999'")  # noqa: S608 - the name is ours

        with pytest.raises(ArchiveNewer):
            place.open()

    def test_a_second_harvest_finds_nothing_new(self, page: PlayedPage, harvest: Harvester) -> None:
        """Rows are only touched: no version, no change number but that of the receipt."""
        page.comment("1", page.post("p"))
        harvest()
        before = items(harvest.archive)

        receipt = harvest()

        after = items(harvest.archive)
        assert 0 == receipt.new_versions
        assert [item.change for item in before.values()] == [it.change for it in after.values()]
        assert all(after[each].last_seen > before[each].last_seen for each in before)

    def test_a_life_on_the_page_is_told_in_rows(self, page: PlayedPage, harvest: Harvester) -> None:
        """Edits, hiding, going and coming back."""
        post = page.post("p", attachments=(photo("a", "A map"),))
        for ident in ("1", "2", "3"):
            page.comment(ident, post, f"Comment {ident}")
        harvest()
        page.edit("1", "Comment 1, edited")
        page.hide("2")
        page.delete("3")
        harvest()
        harvest()
        gone = items(harvest.archive)["3"]
        page.unhide("2")
        page.restore("3")
        page.edit("1", "Comment 1")
        harvest()

        found = items(harvest.archive)
        assert ItemState.UNAVAILABLE == gone.state
        assert ["Comment 1", "Comment 1, edited"] == texts(harvest.archive)["1"]
        assert {ItemState.PRESENT} == {item.state for item in found.values()}
        assert [True] == [interval.until is not None for interval in found["2"].hidden]
        assert [True] == [gone.returned is not None for gone in found["3"].unavailable]
        assert ["image/png"] == [media.type for media in found[post].media]

    def test_every_row_can_be_made_again_from_the_store(
        self, page: PlayedPage, harvest: Harvester, tmp_path: Path
    ) -> None:
        """In whichever database: two catalogues of one store say the same."""
        post = page.post("p", "Grüße \N{SNOWMAN}", attachments=(photo("a"),))
        page.comment("1", post)
        page.comment("2", post, "stray \0 and \ud83d alone")
        harvest()
        page.edit("1", "edited")
        page.delete("2")
        harvest()
        harvest()
        archive = harvest.archive
        for act in every_act(ACCOUNT, (post, "1")):
            archive.record(act)
        harvest()  # which closes with a checkpoint, so that the order of the acts is in the store

        with scratch_catalogue(tmp_path / "scratch") as engine, engine.begin() as expected:
            fill(expected, archive.store, take_inventory(archive.store))
            with archive.reading() as actual:
                deviations = list(compare(actual, expected))

        assert [] == deviations

    def test_every_kind_of_act_can_be_kept(self, page: PlayedPage, harvest: Harvester) -> None:
        """None of them needs what only one database can do."""
        post = page.post("p")
        page.comment("1", post)
        harvest()
        archive = harvest.archive

        for act in every_act(ACCOUNT, (post, "1")):
            archive.record(act)

        blocks = (read_record(archive.store.get(path))[1] for path in archive.store.paths("events"))
        kinds = {type(decode_event(block)) for block in blocks}
        assert set(PROJECTIONS) == kinds

    def test_what_no_database_can_keep_is_kept_in_the_object(
        self, page: PlayedPage, harvest: Harvester
    ) -> None:
        """U+0000 and half a surrogate pair stand as U+FFFD in the row, and as sent in the store."""
        ident = page.post("p", "before \0 after \ud83d end")
        harvest()

        item = harvest.archive.item(READER, ident)

        sent = harvest.archive.native(READER, item, item.versions[0])
        assert "before \ufffd after \ufffd end" == item.versions[0].text
        assert b"\\u0000" in sent
        assert b"\\ud83d" in sent

    def test_items_come_in_the_order_of_their_making_and_their_ids(
        self, archive: Archive, harvest: Harvester
    ) -> None:
        """By code point, whatever language the database was set up with."""
        _insert_items(archive, ["b", "B", "_a", "a", "Z", "10", "9", "é", "z"])

        assert ["10", "9", "B", "Z", "_a", "a", "b", "z", "é"] == [
            item.id for item in archive.items(READER)
        ]
        assert harvest.account.key == ACCOUNT

    def test_many_items_are_streamed_whole_and_in_order(
        self, archive: Archive, harvest: Harvester
    ) -> None:
        """Over many pages, each item once."""
        names = [f"{number:05d}" for number in range(2_600)]
        _insert_items(archive, names)

        found = [item.id for item in archive.items(READER)]
        later = [item.id for item in archive.changed_since(READER, archive.change_number() - 700)]

        assert names == found
        assert names[-700:] == later
        assert harvest.account.key == ACCOUNT

    def test_of_all_counts_the_newest_stand(self, page: PlayedPage, harvest: Harvester) -> None:
        """However they were written."""
        post = page.post("p")
        harvest()
        archive = harvest.archive
        with archive.writing() as connection:
            pk = connection.scalar(select(t.item.c.pk))
            told = [{"item": pk, "at": LATER + timedelta(hours=n), "shares": n} for n in (1, 3, 2)]
            connection.execute(insert(t.engagement), told)

        engagement = archive.item(READER, post).engagement

        assert engagement is not None
        assert (3, LATER + timedelta(hours=3)) == (engagement.shares, engagement.at)

    def test_a_reader_sees_one_moment(
        self, page: PlayedPage, harvest: Harvester, place: Place
    ) -> None:
        """What others commit meanwhile is not seen until the next reading."""
        page.post("1")
        harvest()
        with harvest.archive.reading() as connection:
            before = connection.scalar(select(func.count()).select_from(t.item))
            with closing(place.open()) as other:
                _insert_items(other, ["extra"])
            during = connection.scalar(select(func.count()).select_from(t.item))

        assert (1, 1) == (before, during)
        assert 2 == len(items(harvest.archive))

    def test_nothing_is_seen_before_it_is_committed(self, archive: Archive, place: Place) -> None:
        """And nothing stays of what was not."""
        before = archive.change_number()
        with closing(place.open()) as other, archive.writing() as rows:
            first = counter.take(rows, 1)
            add_leaf(rows, first, RecordKind.EVENT, "d", "o")
            assert before == other.change_number()
            rows.rollback()

        assert before == archive.change_number()

    def test_nothing_that_is_written_in_a_reading_stays(self, archive: Archive) -> None:
        """A database refuses it, or forgets it at the end."""
        before = archive.change_number()
        with suppress(StoreUnwritable), archive.reading() as connection:
            counter.take(connection, 1)

        assert before == archive.change_number()

    def test_rows_hold_together(self, archive: Archive) -> None:
        """A version of an item that is not there is refused."""
        with pytest.raises(IntegrityError), archive.writing() as connection:
            connection.execute(insert(t.hidden).values(item=404, since=archive.clock(), until=None))

    def test_processes_leave_no_hole_in_the_numbers(self, archive: Archive, place: Place) -> None:
        """The row's lock orders commits, not anything in our memory."""
        start = archive.change_number()
        context = multiprocessing.get_context("spawn")
        writers = [context.Process(target=take_numbers, args=(place, n)) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()

        with archive.reading() as connection:
            used = list(connection.scalars(select(t.leaf.c.n).order_by(t.leaf.c.n)))
        assert [0] * WRITERS == [writer.exitcode for writer in writers]
        assert list(range(1, len(used) + 1)) == used
        assert archive.change_number() == len(used) > start + WRITERS

    def test_a_viewer_reads_what_is_theirs(self, page: PlayedPage, harvest: Harvester) -> None:
        """The condition is part of the query itself."""
        page.post("1")
        harvest()
        archive = harvest.archive

        assert 1 == len(list(archive.items(HALL)))
        assert [] == list(archive.items(PARKS))
        assert [] == list(archive.items(PUBLIC))
        assert [] == list(archive.changed_since(PUBLIC, 0))


def take_numbers(place: Place, writer: int) -> None:
    """Take numbers again and again, and think better of every third time."""
    with closing(place.open()) as archive:
        for turn in range(TURNS):
            with archive.writing() as connection:
                count = 1 + turn % 3
                first = counter.take(connection, count)
                for number in range(first, first + count):
                    name = f"{writer}-{turn}-{number}"
                    add_leaf(connection, number, RecordKind.EVENT, name, name)
                if turn % 3 == writer % 3:
                    connection.rollback()


def _insert_items(archive: Archive, names: list[str]) -> None:
    """Make rows of items alone, all created at one moment unless their names sort by themselves."""
    at = archive.clock()
    with archive.writing() as connection:
        first = counter.take(connection, len(names))
        connection.execute(
            insert(t.item),
            [
                {
                    "platform": "facebook",
                    "id": name,
                    "account": ACCOUNT,
                    "kind": "comment",
                    "surface": "feed",
                    "thread_id": "t",
                    "state": "present",
                    "created_at": at,
                    "current": 1,
                    "first_seen": at,
                    "last_seen": at + timedelta(seconds=1),
                    "change": first + place,
                }
                for place, name in enumerate(names)
            ],
        )
