"""What platforms pass on from people, over real HTTP: recorded once, answered, nothing deleted."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from archiver.archive import Archive
from archiver.catalogue.connection_rows import Signal, signals
from archiver.connect.signals import read_signed_request, record_signal
from archiver.connection_events import SignalKind
from archiver.errors import StoreUnwritable
from archiver.items import Platform
from archiver.registration import add_account
from archiver.secret import Secret
from archiver.webhooks import signal_door
from archiver.webhooks.receiver import Receiver
from tests.archiver.connect.test_signals import PAYLOAD, SECRET, signed
from tests.archiver.quillback import Harvester, PlayedPage, items
from tests.archiver.webhooks.served import served

DELETION, DEAUTHORIZE = "data-deletion", "deauthorize"
PUBLIC = "https://archive.quillback.example/meta/"
LIMIT = 1_000_000


@dataclass(slots=True)
class Doors:
    """The platform's end of the line, and a person's."""

    url: str
    said: list[str]

    def post(self, door: str, body: bytes | dict[str, bytes], **headers: str) -> requests.Response:
        """Post a form, or bytes that are none."""
        return requests.post(self.url + door, data=body, headers=headers, timeout=10)

    def ask(self, method: str, door: str) -> requests.Response:
        """Call a door in any way."""
        return requests.request(method, self.url + door, timeout=10)


@pytest.fixture
def told() -> str:
    """Give the lines of the section ``[webhooks]``; a test may give others."""
    return f'public_url = "{PUBLIC}"'


@pytest.fixture(autouse=True)
def _settings(folder: Path, told: str) -> None:
    """Write them before the archive is opened."""
    with (folder / "civickeep.toml").open("a") as settings:
        settings.write(f"\n[webhooks]\n{told}\n")


@pytest.fixture
def doors(archive: Archive) -> Iterator[Doors]:
    """Serve the receiver of an archive below a path of its own."""
    said: list[str] = []
    receiver = Receiver(archive, SECRET, Secret("word"), LIMIT, said.append)
    with served(receiver) as address:
        yield Doors(f"{address}meta/", said)


def form(text: bytes = b"") -> dict[str, bytes]:
    """Make the form that a platform posts."""
    return {"signed_request": text or signed()}


def recorded(archive: Archive) -> tuple[Signal, ...]:
    """List the signals that were recorded."""
    with archive.reading() as connection:
        return signals(connection)


def test_a_request_for_deletion_is_recorded_and_answered(archive: Archive, doors: Doors) -> None:
    """With the two fields that the platform shows the person."""
    answer = doors.post(DELETION, form())

    (signal,) = recorded(archive)
    assert 200 == answer.status_code
    assert "application/json" == answer.headers["Content-Type"]
    assert {"url": PUBLIC + DELETION, "confirmation_code": signal.code} == answer.json()
    assert ("data_deletion", "90011", "webhook", None) == (
        signal.kind,
        signal.person,
        signal.by,
        signal.account,
    )


def test_a_removal_of_the_app_is_recorded(archive: Archive, doors: Doors) -> None:
    """The platform wants no words for that."""
    answer = doors.post(DEAUTHORIZE, form())

    assert (200, "") == (answer.status_code, answer.text)
    assert ["deauthorized"] == [signal.kind for signal in recorded(archive)]


def test_a_replay_gets_the_same_code(archive: Archive, doors: Doors) -> None:
    """However often it comes, and many at once."""
    codes = set[str]()
    threads = [
        threading.Thread(target=lambda: codes.add(doors.post(DELETION, form()).text))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 == len(codes)
    assert 1 == len(recorded(archive))


def test_what_a_person_recorded_from_a_file_has_one_code_too(
    archive: Archive, doors: Doors
) -> None:
    """Whichever came first, the file or the call."""
    account = add_account(archive, Platform.FACEBOOK, "880100")
    first, second = signed(), signed({**PAYLOAD, "user_id": "90012"})
    request, other = (read_signed_request(each, SECRET) for each in (first, second))
    before = record_signal(archive, account, SignalKind.DATA_DELETION, request, by="Dana Ortiz")
    answers = [doors.post(DELETION, form(each)).json() for each in (first, second)]
    after = record_signal(archive, account, SignalKind.DATA_DELETION, other, by="Dana Ortiz")

    assert [before.code, after.code] == [answer["confirmation_code"] for answer in answers]
    assert 2 == len(recorded(archive))


def test_a_signal_deletes_nothing(
    archive: Archive, page: PlayedPage, harvest: Harvester, doors: Doors
) -> None:
    """Not a record, and nothing is marked; what the platform shows does that."""
    page.post("1", "Road closed")
    harvest()
    kept, seen = set(archive.store.paths()), items(archive)

    answers = [doors.post(door, form()).status_code for door in (DELETION, DEAUTHORIZE)]

    assert [200, 200] == answers
    assert kept <= set(archive.store.paths())
    assert seen == items(archive)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (form(signed(secret=Secret("another"))), 403),
        (form(signed() + b"A"), 403),
        (form(signed({**PAYLOAD, "user_id": "MARKED"})), 403),
        (form(b"MARKED"), 403),
        (form(b"\xff\x00."), 400),
        ({"other": b"MARKED"}, 400),
        ({"signed_request": b""}, 400),
        (b"signed_request=a.b&signed_request=MARKED", 400),
        (b"&".join(b"f%d=MARKED" % n for n in range(1_000)), 400),
        (b"signed_request=" + b"A" * 11_000, 403),
        (b"signed_request=" + b"A" * 12_000, 413),
        (b"A" * (LIMIT + 10), 413),
    ],
)
def test_what_the_platform_did_not_sign_leaves_nothing(
    archive: Archive, doors: Doors, body: bytes | dict[str, bytes], status: int
) -> None:
    """The refusal is told, without a word of what came."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    answers = [doors.post(door, body, **kind) for door in (DELETION, DEAUTHORIZE)]

    assert [status, status] == [answer.status_code for answer in answers]
    assert () == recorded(archive)
    assert "MARKED" not in "".join([*(answer.text for answer in answers), *doors.said])


def test_only_a_form_is_taken(archive: Archive, doors: Doors) -> None:
    """A signed request that comes otherwise is not the platform's way."""
    answer = doors.post(DELETION, b"signed_request=" + signed(), **{"Content-Type": "text/plain"})

    assert (415, ()) == (answer.status_code, recorded(archive))


def test_another_method_is_refused(doors: Doors) -> None:
    """And those that there are, are named."""
    calls = [("GET", DEAUTHORIZE), ("PUT", DELETION), ("DELETE", f"{DELETION}/")]

    answers = [doors.ask(method, door) for method, door in calls]

    assert [405] * 3 == [answer.status_code for answer in answers]
    assert ["POST", "GET, POST", "GET, POST"] == [answer.headers["Allow"] for answer in answers]


def test_the_page_is_the_same_for_everybody(doors: Doors) -> None:
    """Before a request and after it, whatever is added to the address; nobody can be found out."""
    before = doors.ask("GET", DELETION)
    code = doors.post(DELETION, form()).json()["confirmation_code"]
    after = [doors.ask("GET", f"{DELETION}?code={given}") for given in (code, "<script>", "")]

    assert [before.text] * 3 == [each.text for each in after]
    assert before.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in before.headers["Content-Security-Policy"]


@pytest.mark.parametrize("told", ['ask = "Ruth <Lee>, city hall"'])
def test_the_page_says_what_happens_and_whom_to_ask(doors: Doors) -> None:
    """In plain words; what the settings say of whom to ask is shown as text."""
    page = doors.ask("GET", DELETION).text

    assert "City of Quillback: requests for deletion</h1>" in page
    assert "No program deletes anything because of it." in page
    assert "are government records" in page
    assert "Ask Ruth &lt;Lee&gt;, city hall. Name the confirmation code." in page


@pytest.mark.parametrize("told", [""])
def test_without_an_address_of_ours_a_request_is_recorded_and_not_answered(
    archive: Archive, doors: Doors
) -> None:
    """It is not lost for want of a setting; the person at the machine is told which."""
    answer = doors.post(DELETION, form())

    assert (503, 1) == (answer.status_code, len(recorded(archive)))
    assert "public_url" in doors.said[-1]


def test_a_signal_that_cannot_be_kept_is_not_answered(
    archive: Archive, doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform and the person at the machine are told; nothing is confirmed."""

    def refuse(*_: object, **__: object) -> Signal:
        raise StoreUnwritable("The disk is full.", next_step="Make room.")

    monkeypatch.setattr(signal_door, "record_signal", refuse)

    answer = doors.post(DELETION, form())

    assert (500, "", ()) == (answer.status_code, answer.text, recorded(archive))
    assert "The disk is full. Make room." in doors.said[-1]
