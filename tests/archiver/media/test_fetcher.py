"""Files are streamed from allowed hosts, gone on with where they broke off, and kept once."""

import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from archiver.media.download import Limits, Patience
from archiver.media.fetcher import Kept, MediaFetcher, NotKept, Refresh
from archiver.store import FolderStore
from tests.archiver.media.fileserver import FileHost, Turn
from tests.archiver.quillback import png

PICTURE = png("a")
LONG = bytes(range(256)) * 4096
ETAG = {"ETag": '"first"'}
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
GONE_ON = 300_000
"""Where connections break: beyond the first piece that is written."""


@dataclass(slots=True)
class Fetching:
    """Fetches into a store without waiting; ``waits`` are the seconds it would have waited."""

    store: FolderStore
    waits: list[float] = field(default_factory=list)
    second: float = 0.0
    _made: list[MediaFetcher] = field(default_factory=list)

    def __call__(
        self,
        url: str,
        api_url: str | None = None,
        *,
        refresh: Refresh | None = None,
        resolver: Callable[[str, int], Sequence[str]] | None = None,
        limit: int = 10_000_000,
    ) -> Kept | NotKept:
        """Fetch one file."""
        more = {} if resolver is None else {"resolver": resolver}
        fetcher = MediaFetcher(
            self._keep,
            api_url=api_url,
            limits=Limits(bytes=limit, deadline=1000, timeout=5),
            clock=lambda: NOW,
            patience=Patience(self.waits.append, self._seconds),
            **more,
        )
        self._made.append(fetcher)
        return fetcher.fetch(url, refresh)

    def close(self) -> None:
        """Hang up."""
        for fetcher in self._made:
            fetcher.close()

    def _keep(self, pieces: Iterable[bytes], place: Callable[[], str]) -> None:
        self.store.put_long(pieces, place)

    def _seconds(self) -> float:
        self.second += 1
        return self.second


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FolderStore]:
    """Open an empty store."""
    opened = FolderStore(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def fetch(store: FolderStore) -> Iterator[Fetching]:
    """Give a way to fetch an address, with a server allowed as the account's own."""
    made = Fetching(store)
    yield made
    made.close()


def test_a_file_is_kept_once_under_its_digest(fetch: Fetching, store: FolderStore) -> None:
    """However often it hangs on something."""
    digest = sha256(PICTURE).hexdigest()
    with FileHost(Turn(PICTURE)) as host:
        first, second = (fetch(f"{host.url}/{n}?oh=x", host.url) for n in "ab")

    path = f"media/{digest[:2]}/{digest}"
    assert first == second == Kept(digest, "image/png", len(PICTURE), path)
    assert [path] == list(store.paths())
    assert PICTURE == store.get(path)


def test_no_token_and_no_encoding_is_asked_with(fetch: Fetching) -> None:
    """Signed links need none, and half a compressed file could not be gone on with."""
    with FileHost(Turn(PICTURE)) as host:
        fetch(f"{host.url}/a", host.url)

    assert "Authorization" not in host.asked[0].headers
    assert "identity" == host.asked[0].headers["Accept-Encoding"]


@pytest.mark.parametrize("headers", [ETAG, {"Last-Modified": "Mon, 04 May 2026 14:00:00 GMT"}])
def test_a_broken_download_goes_on_where_it_broke(
    fetch: Fetching, store: FolderStore, headers: dict[str, str]
) -> None:
    """Twice over, with what was there not asked for again."""
    turns = (Turn(LONG, headers=headers, stop=stop) for stop in (GONE_ON, 2 * GONE_ON, None))
    with FileHost(*turns) as host:
        outcome = fetch(f"{host.url}/a", host.url)

    assert isinstance(outcome, Kept)
    assert LONG == store.get(outcome.object)
    asked = [(each.headers.get("Range"), each.headers.get("If-Range")) for each in host.asked]
    (validator,) = headers.values()
    assert [(None, None), ("bytes=262144-", validator), ("bytes=524288-", validator)] == asked
    assert [1.0, 4.0] == fetch.waits


@pytest.mark.parametrize(
    "rest",
    [
        Turn(LONG, headers=ETAG, ranges=False),
        Turn(LONG[::-1], headers={"ETag": '"second"'}),
        Turn(LONG + b"x", headers=ETAG),
        Turn(LONG, headers=ETAG, cut_at=0),
        Turn(b"", status=416),
    ],
)
def test_a_rest_that_does_not_fit_starts_the_file_anew(
    fetch: Fetching, store: FolderStore, rest: Turn
) -> None:
    """A server that ignores the question, another file meanwhile, another place or length."""
    with FileHost(Turn(LONG, headers=ETAG, stop=GONE_ON), rest, Turn(LONG, headers=ETAG)) as host:
        outcome = fetch(f"{host.url}/a", host.url)

    assert isinstance(outcome, Kept)
    assert LONG == store.get(outcome.object)
    assert [outcome.object] == list(store.paths())
    assert [False, True, False] == ["Range" in each.headers for each in host.asked]


def test_a_file_that_nothing_tells_from_another_is_started_anew(
    fetch: Fetching, store: FolderStore
) -> None:
    """Without an ETag or a date nobody knows whether the rest belongs to the beginning."""
    with FileHost(Turn(LONG, stop=GONE_ON), Turn(LONG, headers={"ETag": 'W/"x"'})) as host:
        outcome = fetch(f"{host.url}/a", host.url)

    assert isinstance(outcome, Kept)
    assert LONG == store.get(outcome.object)
    assert ["Range" in each.headers for each in host.asked] == [False, False]


def test_a_host_that_fails_in_passing_is_asked_again(fetch: Fetching) -> None:
    """Some seconds later."""
    with FileHost(Turn(status=503), Turn(PICTURE)) as host:
        outcome = fetch(f"{host.url}/a", host.url)

    assert isinstance(outcome, Kept)
    assert [1.0] == fetch.waits


@pytest.mark.parametrize(
    ("answer", "why", "lasting"),
    [
        (Turn(b"Bad URL hash", 403), "the platform answered HTTP 403", False),
        (Turn(b"", 404), "the platform answered HTTP 404", False),
        (Turn(LONG), "it is larger than 1000 bytes", True),
        (Turn(LONG, announce=False), "it is larger than 1000 bytes", True),
        (Turn(PICTURE, stop=20), "the download failed (ProtocolError)", False),
        (Turn(PICTURE, status=500), "the download failed (HTTP 500)", False),
        (Turn(b"x", headers={"Content-Encoding": "gzip"}), "it came in an encoding", False),
        (Turn(status=302, headers={"Location": "/b"}), "the platform sent us on more", False),
    ],
)
def test_what_cannot_be_had_is_not_kept_and_said_why(
    fetch: Fetching, store: FolderStore, answer: Turn, why: str, *, lasting: bool
) -> None:
    """Nothing half, nothing too large, nothing round in circles."""
    with FileHost(answer) as host:
        outcome = fetch(f"{host.url}/a", host.url, limit=1000)

    assert isinstance(outcome, NotKept)
    assert why in outcome.reason
    assert lasting == outcome.lasting
    assert [] == list(store.paths())
    assert 0 == store.sweep()


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        (b"", "image/jpeg"),
        (b"<!DOCTYPE html><title>Sorry</title>", "image/jpeg"),
        (b'{"error":{"code":1}}', "application/json; charset=UTF-8"),
        (b"URL signature expired", "text/plain"),
    ],
)
def test_an_answer_that_is_no_file_is_not_kept(
    fetch: Fetching, store: FolderStore, body: bytes, declared: str
) -> None:
    """An error under the status of success is nobody's picture; it is tried again."""
    with FileHost(Turn(body, headers={"Content-Type": declared})) as host:
        outcome = fetch(f"{host.url}/a", host.url)

    assert NotKept("the platform answered with something that is not the file") == outcome
    assert [] == list(store.paths())


def test_a_body_that_trickles_ends_at_the_deadline(fetch: Fetching, store: FolderStore) -> None:
    """Each byte in time, and the whole never: no file holds up a harvest."""
    with FileHost(Turn(LONG, crumb=1)) as host:
        outcome = fetch(f"{host.url}/a", host.url)

    assert NotKept("it did not arrive within 1000 seconds") == outcome
    assert [] == list(store.paths())


def test_a_host_that_is_not_there_is_a_failed_download(fetch: Fetching) -> None:
    """Not the end of the harvest."""
    with FileHost(Turn()) as host:
        url = host.url

    outcome = fetch(f"{url}/a", url)

    assert NotKept("the download failed (ConnectionError)") == outcome


def test_a_file_of_the_largest_size_is_kept(fetch: Fetching) -> None:
    """The limit itself is allowed."""
    with FileHost(Turn(LONG)) as host:
        assert isinstance(fetch(f"{host.url}/a", host.url, limit=len(LONG)), Kept)


def test_a_type_declared_wrongly_is_noted(fetch: Fetching) -> None:
    """What counts is what the bytes say."""
    with FileHost(
        Turn(b"<svg/>", headers={"Content-Type": "image/png; x=y"}),
        Turn(PICTURE, headers={"Content-Type": "image/png"}),
    ) as host:
        wrong, right = (fetch(f"{host.url}/a", host.url) for _ in "ab")

    assert isinstance(wrong, Kept)
    assert isinstance(right, Kept)
    assert ("text/xml", "image/png") == (wrong.type, wrong.declared)
    assert ("image/png", None) == (right.type, right.declared)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_to_allowed_hosts_only(fetch: Fetching, status: int) -> None:
    """Each hop is looked at like the first link."""
    with FileHost(Turn(PICTURE)) as elsewhere:
        for place in (f"{elsewhere.url}/b", "http://169.254.169.254/", "file:///etc/passwd", "//x"):
            with FileHost(Turn(status=status, headers={"Location": place})) as host:
                outcome = fetch(f"{host.url}/a", host.url)

            assert (
                NotKept("its address is not one of the platform's file hosts", lasting=True)
                == outcome
            )

    assert [] == elsewhere.asked
    with FileHost(Turn(status=status, headers={"Location": "/b"}), Turn(PICTURE)) as host:
        assert isinstance(fetch(f"{host.url}/a", host.url), Kept)
    assert ["/a", "/b"] == [each.path for each in host.asked]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["1.1.1.1", "10.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["fe80::1%eth0"],
        [],
    ],
)
def test_a_name_that_leads_inside_is_not_connected_to(
    fetch: Fetching, store: FolderStore, addresses: list[str]
) -> None:
    """Not even where only one of its addresses does."""
    outcome = fetch("https://scontent.fbcdn.net/a", resolver=lambda *_: addresses)

    assert isinstance(outcome, NotKept)
    assert "a network that is not the public internet" in outcome.reason
    assert [] == list(store.paths())


def test_a_name_of_loopback_that_leads_elsewhere_is_not_connected_to(fetch: Fetching) -> None:
    """The playback server is on this machine or nowhere."""
    with FileHost(Turn(PICTURE)) as host:
        url = f"http://localhost:{host.port}"
        outcome = fetch(f"{url}/a", url, resolver=lambda *_: ["10.0.0.1"])
        here = fetch(f"{url}/a", url, resolver=lambda *_: ["127.0.0.1"])

    assert isinstance(outcome, NotKept)
    assert isinstance(here, Kept)
    assert [f"localhost:{host.port}"] == [each.headers["Host"] for each in host.asked]


def signed(host: FileHost, name: str, at: datetime) -> str:
    """Make a link that ends at an instant."""
    return f"{host.url}/{name}?oh=1&oe={int(at.timestamp()):x}"


@pytest.mark.parametrize(("life", "asked"), [(-1, ["old", "new"]), (1, ["old"])])
def test_a_link_refused_after_its_time_is_asked_for_anew(
    fetch: Fetching, life: int, asked: list[str]
) -> None:
    """The link itself says when it ends; before that, what is not there is not there."""
    with FileHost(Turn(status=404), Turn(PICTURE)) as host:
        old, new = (signed(host, name, NOW + timedelta(hours=life)) for name in ("old", "new"))
        outcome = fetch(old, host.url, refresh=lambda: new)

    assert asked == [each.path[1:4] for each in host.asked]
    assert isinstance(outcome, Kept) is ("new" in asked)


def test_a_link_that_works_is_used_whatever_it_says(fetch: Fetching) -> None:
    """The platform's clock counts; a call for another link would be wasted."""
    with FileHost(Turn(PICTURE)) as host:
        old = signed(host, "old", NOW - timedelta(days=9))
        outcome = fetch(old, host.url, refresh=lambda: pytest.fail("a call was wasted"))

    assert isinstance(outcome, Kept)


def test_a_refused_link_is_asked_for_anew_once(fetch: Fetching) -> None:
    """And not a second time, however often it is refused."""
    links = iter(["/new", "/newer"])
    with FileHost(Turn(status=403)) as host:
        outcome = fetch(f"{host.url}/old", host.url, refresh=lambda: host.url + next(links))

    assert NotKept("the platform answered HTTP 403") == outcome
    assert ["/old", "/new"] == [each.path for each in host.asked]


@pytest.mark.parametrize("same", [True, False])
def test_where_no_other_link_is_to_be_had_it_is_said(fetch: Fetching, *, same: bool) -> None:
    """The item is gone, or gives the same link again."""
    with FileHost(Turn(status=403)) as host:
        link = f"{host.url}/old"
        outcome = fetch(link, host.url, refresh=lambda: link if same else None)

    assert NotKept("the platform answered HTTP 403") == outcome
    assert 1 == len(host.asked)


def test_a_large_file_costs_little_memory(fetch: Fetching, store: FolderStore) -> None:
    """A film of any length passes through in pieces."""
    film = b"\0\0\0\x18ftypmp42" + bytes(64_000_000)
    with FileHost(Turn(film, crumb=1 << 20)) as host:
        tracemalloc.start()
        outcome = fetch(f"{host.url}/a", host.url, limit=100_000_000)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert isinstance(outcome, Kept)
    assert ("video/mp4", len(film)) == (outcome.type, outcome.bytes)
    assert peak < 4_000_000
    assert sha256(film).hexdigest() == outcome.sha256
    assert len(film) == sum(map(len, store.get_long(outcome.object)))
