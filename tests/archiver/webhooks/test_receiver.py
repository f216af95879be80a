"""The receiver over real HTTP, and the look that a notice brings about."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import requests

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.errors import StoreUnwritable
from archiver.leases.table import Leases
from archiver.platforms import FaultKind
from archiver.progress import Lines
from archiver.registration import close_account
from archiver.schedule.kinds import work_kinds
from archiver.schedule.worker import Done, Worker
from archiver.secret import Secret
from archiver.webhooks import receiver as receiving
from archiver.webhooks.notice_list import list_notices
from archiver.webhooks.receiver import Receiver
from archiver.webhooks.signature import HEADER, signature
from tests.archiver.quillback import (
    ACCOUNT,
    BEGINNING,
    PAGE,
    TOKEN,
    TOKEN_ENV,
    Harvester,
    PlayedClock,
    PlayedPage,
    items,
    texts,
)
from tests.archiver.webhooks.served import served

SECRET = Secret("quillback app secret")
VERIFY = Secret("quillback verify word")
LIMIT = 5_000
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Line:
    """The platform's end of the line."""

    url: str
    said: list[str]

    def send(self, body: bytes, signed: str | None = "", **headers: str) -> int:
        """Send a notice; give the status of the answer."""
        told = {"Content-Type": "application/json", **headers}
        if signed is not None:
            told[HEADER] = signed or signature(SECRET, body)
        return requests.post(self.url, data=body, headers=told, timeout=10).status_code


@pytest.fixture
def clock() -> PlayedClock:
    """Give a clock that shows an hour after the page began."""
    return PlayedClock(BEGINNING + 60 * MINUTE)


@pytest.fixture
def line(harvest: Harvester) -> Iterator[Line]:
    """Serve the receiver of an archive with one account."""
    said: list[str] = []
    receiver = Receiver(harvest.archive, SECRET, VERIFY, LIMIT, said.append)
    with served(receiver) as address:
        yield Line(address, said)


def notice(post: str, verb: str = "add", item: str = "post", **more: object) -> bytes:
    """Write a notice about a post or something below it."""
    value = {"item": item, "verb": verb, "post_id": post, **more}
    entry = {"id": PAGE, "time": 1, "changes": [{"field": "feed", "value": value}]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def work_off(archive: Archive) -> list[Done]:
    """Look at what notices told of."""
    outside = Surroundings({TOKEN_ENV: TOKEN}, lambda _: None, Lines(lambda _: None))
    return list(
        Worker(archive, work_kinds(("look",)), outside, Leases(archive)).work_off(lambda: False)
    )


def test_the_handshake(line: Line) -> None:
    """The challenge comes back as bare text for the right word alone."""
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    right = requests.get(line.url, {**asked, "hub.verify_token": VERIFY.reveal()}, timeout=10)
    wrong = requests.get(line.url, {**asked, "hub.verify_token": "guess"}, timeout=10)
    none = requests.get(line.url, asked, timeout=10)

    assert (200, "1158201444", 403, 403) == (
        right.status_code,
        right.text,
        wrong.status_code,
        none.status_code,
    )
    assert right.headers["Content-Type"].startswith("text/plain")


def test_a_signed_notice_is_kept_byte_for_byte(archive: Archive, line: Line) -> None:
    """For a deleted comment it may be the only copy of its text."""
    body = notice(f"{PAGE}_1", item="comment", comment_id="c1", message="D\u00e9neigement")

    status = line.send(body)

    (entry,) = list_notices(archive)
    assert 200 == status
    assert body == archive.store.get(entry.object)
    assert ("comment", "add", "c1") == (entry.what, entry.verb, entry.item)


@pytest.mark.parametrize("signed", [None, "sha1=" + "0" * 40, "sha256=" + "0" * 64])
def test_a_notice_that_is_not_signed_leaves_nothing(
    archive: Archive, line: Line, signed: str | None
) -> None:
    """The refusal is told, without a word of the body."""
    status = line.send(notice("SECRET"), signed)

    assert 403 == status
    assert [] == list(list_notices(archive))
    assert "SECRET" not in "".join(line.said)


def test_replays_and_disorder_are_harmless(archive: Archive, line: Line) -> None:
    """The same body is kept once, whatever else came between."""
    removed, added = notice(f"{PAGE}_1", "remove"), notice(f"{PAGE}_1", "add")
    statuses = [line.send(body) for body in (removed, added, removed, added)]

    assert [200] * 4 == statuses
    assert ["remove", "add"] == [entry.verb for entry in list_notices(archive)]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"[]", {}, 400),
        (b'{"a":"' + b"x" * LIMIT + b'"}', {}, 413),
    ],
)
def test_what_is_no_notice_is_refused(
    archive: Archive, line: Line, body: bytes, headers: dict[str, str], status: int
) -> None:
    """Signed or not."""
    assert status == line.send(body, **headers)
    assert [] == list(list_notices(archive))


def test_a_notice_that_cannot_be_kept_is_sent_again(
    archive: Archive, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """500 tells the platform to; nothing is lost."""

    def refuse(*_: object) -> bool:
        raise StoreUnwritable("The disk is full.", next_step="Make room.")

    body = notice(f"{PAGE}_1")
    with monkeypatch.context() as broken:
        broken.setattr(receiving, "keep_notice", refuse)
        first = line.send(body)

    assert (500, 200) == (first, line.send(body))
    assert 1 == len(list(list_notices(archive)))


def test_a_notice_brings_a_look_now_and_another_soon(
    archive: Archive, line: Line, page: PlayedPage, clock: PlayedClock
) -> None:
    """Right after it the platform may still show the old state."""
    post = page.post("1", "Road closed")
    line.send(notice(post))
    first = work_off(archive)
    page.edit(post, "Road open")
    at_once = work_off(archive)
    clock.now += 6 * MINUTE
    second = work_off(archive)
    clock.now += 60 * MINUTE

    assert [1, 0, 1, 0] == [len(done) for done in (first, at_once, second, work_off(archive))]
    assert ["Road closed", "Road open"] == texts(archive)[post]


def test_a_notice_about_a_throttled_account_waits_as_told(
    archive: Archive, line: Line, page: PlayedPage, clock: PlayedClock
) -> None:
    """It is looked at afterwards, and no receipt tells of each that waits."""
    page.platform.misbehave(FaultKind.THROTTLE, minutes=45)
    line.send(notice(page.post("1", "Road closed")))
    work_off(archive)
    for name in ("2", "3"):
        line.send(notice(page.post(name)))
    clock.now += 6 * MINUTE
    calls = len(page.platform.calls)
    meanwhile = work_off(archive)
    still = len(page.platform.calls)
    receipts = sum("/receipts/" in path for path in archive.store.paths())
    clock.now += 45 * MINUTE
    work_off(archive)

    assert (calls, 1) == (still, receipts)
    assert [False] * 3 == [done.clean for done in meanwhile]
    assert {f"{PAGE}_1", f"{PAGE}_2", f"{PAGE}_3"} == set(texts(archive))


def test_many_notices_about_one_thread_are_one_look(
    archive: Archive, line: Line, page: PlayedPage
) -> None:
    """A burst costs as many calls as one notice."""
    post = page.post("1")
    for number in range(5):
        page.comment(f"c{number}", post)
        line.send(notice(post, item="comment", comment_id=f"c{number}"))

    assert 1 == len(work_off(archive))
    assert 6 == len(items(archive))


def test_a_removal_that_is_told_is_not_believed(
    archive: Archive, line: Line, page: PlayedPage, harvest: Harvester
) -> None:
    """A notice never marks anything; what the platform shows does."""
    post = page.post("1")
    page.post("2")
    harvest()
    line.send(notice(post, "remove"))

    work_off(archive)

    assert "present" == items(archive)[post].state


def test_a_notice_about_another_account_is_kept_and_not_followed(
    archive: Archive, line: Line
) -> None:
    """Nobody here may read it."""
    body = notice("1_1").replace(PAGE.encode(), b"4711")

    assert 200 == line.send(body)
    assert [] == work_off(archive)
    assert ["facebook/4711"] == [entry.account for entry in list_notices(archive)]
    assert ACCOUNT not in {entry.account for entry in list_notices(archive)}


def test_nobody_looks_at_a_closed_account(
    archive: Archive, line: Line, page: PlayedPage, harvest: Harvester
) -> None:
    """Not even after a notice that came while it was open: its last visit is over."""
    line.send(notice(page.post("1")))
    close_account(archive, harvest.account, by="Dana Ortiz", reason="The office was closed")

    assert [] == work_off(archive)
    assert {} == items(archive)
