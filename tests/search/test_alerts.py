"""People are told by real mail of what a saved search finds, and of nothing that was written."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.alarms.channel import Delivery
from archiver.alarms.errors import DeliveryFailed
from archiver.alarms.settings import AlarmSettings
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.leases.table import Leases
from archiver.progress import Lines
from archiver.schedule.worker import Worker
from archiver.search_events import SearchLooked
from search.alerts import tell_news
from search.follow import follow, index_folder
from search.saved import forget, save, saved_search
from search.work import INDEX_WORK, SAVED_WORK, catch_up
from tests.archiver.alarms.mailserver import PASSWORD, USER, Mailbox, mail_server
from tests.archiver.quillback import PAGE, Harvester, PlayedPage

TO = "ann@quillback.example"
ENVIRONMENT = {"CIVICKEEP_SMTP_USER": USER, "CIVICKEEP_SMTP_PASSWORD": PASSWORD}
OUTSIDE = Surroundings(ENVIRONMENT, lambda _: None, Lines(lambda _: None))


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[Mailbox]:
    """Serve mail."""
    with mail_server(tmp_path) as box:
        yield box


@pytest.fixture
def telling(archive: Archive, mail: Mailbox, harvest: Harvester) -> Archive:
    """Give a harvested archive with a saved search of which somebody is told by mail."""
    harvest()
    section = AlarmSettings(
        sender="civickeep@quillback.example",
        smtp_host="127.0.0.1",
        smtp_port=mail.port,
        smtp_ca=str(mail.certificate),
        to=("somebody@quillback.example",),
    )
    settings = replace(archive.settings, sections={**archive.settings.sections, "alarms": section})
    told = Archive(settings, archive.store, archive.engine, archive.clock)
    save(told, "plows", "plow OR hidden", change=follow(told).change, by="Ann", mail=(TO,))
    return told


def tell(archive: Archive, environment: Mapping[str, str] = ENVIRONMENT) -> Delivery | None:
    """Tell what is new in the search."""
    return tell_news(archive, saved_search(archive, "plows"), environment, lambda _: None)


def test_what_is_new_is_told_once_and_only_to_whom_it_concerns(
    telling: Archive, page: PlayedPage, harvest: Harvester, mail: Mailbox
) -> None:
    """The mail names items and holds no word of them; the same is not told again."""
    before = tell(telling)
    page.comment("1_3", f"{PAGE}_1", "The plow broke my mailbox")
    harvest()

    sent = tell(telling)
    again = tell(telling)

    assert (None, None) == (before, again)
    assert sent is not None
    assert sent.taken
    assert [[TO]] == mail.recipients
    assert "1 new item in the saved search 'plows'" in mail.subjects[0]
    (text,) = mail.texts
    assert "- facebook/1_3" in text
    assert "civickeep search --saved 'plows' --new" in text
    assert "mailbox" not in text
    assert saved_search(telling, "plows").told_at is not None


def test_what_is_hidden_is_told(
    telling: Archive, page: PlayedPage, harvest: Harvester, mail: Mailbox
) -> None:
    """It has no new wording, and yet it is what somebody wants to hear of."""
    page.hide("1_2")
    save(telling, "gone", "alder", change=follow(telling).change, by="Ann", mail=(TO,))
    harvest()

    tell_news(telling, saved_search(telling, "gone"), ENVIRONMENT, lambda _: None)

    assert "Hidden or unavailable, and changed since: 1" in mail.texts[0]
    assert "- facebook/1_2" in mail.texts[0]


def test_a_search_that_cannot_be_read_any_more_says_so_by_mail(
    telling: Archive, mail: Mailbox
) -> None:
    """Silence would mean that nothing is new; it is said again as often as of an alarm."""
    save(telling, "leap", 'posted:"feb 29"', change=1, by="Ann", mail=(TO,))

    def tell_again() -> Delivery | None:
        return tell_news(telling, saved_search(telling, "leap"), ENVIRONMENT, lambda _: None)

    sent, again = tell_again(), tell_again()
    telling.clock.now += timedelta(hours=25)  # type: ignore[attr-defined] # a played clock
    reminder = tell_again()

    assert [True, True] == [each.taken for each in (sent, reminder) if each]
    assert None is again
    assert "The saved search 'leap' cannot be read any more" in mail.subjects[0]
    assert "'feb 29' cannot be read as a date." in mail.texts[0]
    assert 1 == saved_search(telling, "leap").told_change


def test_what_could_not_be_sent_is_told_the_next_time(
    telling: Archive, page: PlayedPage, harvest: Harvester, mail: Mailbox
) -> None:
    """A server that is away costs time, not news."""
    page.comment("1_3", f"{PAGE}_1", "The plow was here")
    harvest()
    mail.fail = 99

    failed = tell(telling)
    mail.fail = 0
    sent = tell(telling)

    assert failed is not None
    assert isinstance(failed.error, DeliveryFailed)
    assert sent is not None
    assert "- facebook/1_3" in mail.texts[-1]


def test_the_worker_tells_and_keeps_the_index_up_to_date(
    telling: Archive, page: PlayedPage, harvest: Harvester, mail: Mailbox
) -> None:
    """What is due is done, and where nothing is to be done nothing is."""
    leases = Leases(telling)
    worker = Worker(telling, {"index": INDEX_WORK, "saved": SAVED_WORK}, OUTSIDE, leases)
    list(worker.work_off(lambda: False))
    page.comment("1_3", f"{PAGE}_1", "The plow was here")
    harvest()
    telling.clock.now += timedelta(hours=2)  # type: ignore[attr-defined] # a played clock

    done = {done.work.kind: done for done in worker.work_off(lambda: False)}
    list(worker.work_off(lambda: False))
    idle = list(worker.work_off(lambda: False))

    assert {"index", "saved"} == set(done)
    assert all(each.clean for each in done.values())
    assert 1 == len(mail.texts)
    assert [] == idle
    position = index_folder(telling).position()
    assert position is not None
    assert telling.change_number() == position.change
    forget(telling, "plows", "Ann")
    telling.clock.now += timedelta(hours=2)  # type: ignore[attr-defined] # a played clock
    assert ["index"] == [each.work.kind for each in worker.work_off(lambda: False)]


def test_an_index_that_another_process_writes_is_looked_at_again(telling: Archive) -> None:
    """Not at once, which would be a busy loop."""
    telling.record(SearchLooked(at=telling.clock(), by="Ann", name="plows", change=1))
    with index_folder(telling).lock():
        outcome = catch_up(telling, "archive", OUTSIDE)

    assert outcome.next_due > telling.clock()
    assert None is outcome.said
