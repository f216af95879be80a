"""Files are fetched from allowed hosts only, kept once, and typed by what they are."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from archiver.capture.media import Kept, MediaFetcher, NotKept, type_of
from archiver.store import FolderStore
from tests.archiver.graph.scripted import Reply, Scripted
from tests.archiver.quillback import png

Fetch = Callable[..., Kept | NotKept]
PICTURE = png("a")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FolderStore]:
    """Open an empty store."""
    opened = FolderStore(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def fetch(store: FolderStore) -> Iterator[Fetch]:
    """Give a way to fetch an address, with a server allowed as the account's own."""
    made = []

    def fetch_one(url: str, api_url: str | None = None, limit: int = 1000) -> Kept | NotKept:
        made.append(
            MediaFetcher(lambda new: store.put_all([new]), api_url=api_url, limit=limit, timeout=5)
        )
        return made[-1].fetch(url)

    yield fetch_one
    for fetcher in made:
        fetcher.close()


def reply(body: bytes, status: int = 200, **headers: str) -> Reply:
    """Answer with a file."""
    return Reply(body, status, headers)


def test_a_file_is_kept_once_under_its_digest(fetch: Fetch, store: FolderStore) -> None:
    """However often it hangs on something."""
    digest = sha256(PICTURE).hexdigest()
    with Scripted(reply(PICTURE)) as server:
        first, second = (fetch(f"{server.url}/{n}?oh=x", server.url) for n in "ab")

    assert (
        first == second == Kept(digest, "image/png", len(PICTURE), f"media/{digest[:2]}/{digest}")
    )
    assert [f"media/{digest[:2]}/{digest}"] == list(store.paths())
    assert PICTURE == store.get(first.object)


@pytest.mark.parametrize(
    "url",
    [
        "http://scontent.fbcdn.net/a.jpg",
        "https://fbcdn.net.evil.example/a.jpg",
        "https://evilfbcdn.net/a.jpg",
        "https://evil.example/?x=.fbcdn.net",
        "https://evil.example/#.fbcdn.net",
        "https://scontent.fbcdn.net@evil.example/a",
        "http://127.0.0.1:1/a",
        "http://localhost/a",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://scontent.fbcdn.net/a",
        "//scontent.fbcdn.net/a",
        "javascript:alert(1)",
        "http://[",
        "https://[::1].fbcdn.net/",
        "",
        "\x00",
    ],
)
def test_no_other_host_is_ever_asked(fetch: Fetch, url: str) -> None:
    """A link in a post leads nowhere (invariant 12); tests that reach out would fail besides."""
    outcome = fetch(url, "http://127.0.0.1:8726")

    assert NotKept("its address is not one of the platform's file hosts") == outcome


def test_an_account_read_from_elsewhere_allows_no_other_files(fetch: Fetch) -> None:
    """Only a playback server on this machine serves files itself."""
    with Scripted(reply(PICTURE)) as server:
        outcome = fetch(f"{server.url}/a", "https://graph.example")
        other_port = fetch(f"{server.url}/a", "http://127.0.0.1:1")

    assert isinstance(outcome, NotKept)
    assert isinstance(other_port, NotKept)
    assert [] == server.heard


@pytest.mark.parametrize(
    ("url", "api_url"),
    [("ftp://127.0.0.1:1/a", "http://127.0.0.1:1"), ("http://127.0.0.1:x/a", "http://127.0.0.1:x")],
)
def test_an_address_that_cannot_be_asked_is_a_failed_download(
    fetch: Fetch, url: str, api_url: str
) -> None:
    """Not the end of the harvest."""
    outcome = fetch(url, api_url)

    assert isinstance(outcome, NotKept)
    assert outcome.reason.startswith("the download failed")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply(b"Bad URL hash", 403), "the platform answered HTTP 403"),
        (reply(b"", 404), "the platform answered HTTP 404"),
        (reply(b"", 302, Location="http://127.0.0.1:1/"), "the platform answered HTTP 302"),
        (reply(PICTURE + b"x" * 1000), "it is larger than 1000 bytes"),
        (Reply(PICTURE, headers={}, promised=900), "the download failed"),
        (Reply(b"not gzip", headers={"Content-Encoding": "gzip"}), "the download failed"),
    ],
)
def test_what_cannot_be_had_is_not_kept_and_said_why(
    fetch: Fetch, store: FolderStore, answer: Reply, why: str
) -> None:
    """Nothing half, nothing too large, nothing from where it points."""
    with Scripted(answer) as server:
        outcome = fetch(f"{server.url}/a", server.url)

    assert isinstance(outcome, NotKept)
    assert outcome.reason.startswith(why)
    assert [] == list(store.paths())


def test_a_file_of_the_largest_size_is_kept(fetch: Fetch) -> None:
    """The limit itself is allowed."""
    with Scripted(reply(b"x" * 1000)) as server:
        assert isinstance(fetch(f"{server.url}/a", server.url), Kept)


def test_no_token_goes_to_the_file_hosts(fetch: Fetch) -> None:
    """Signed links need none."""
    with Scripted(reply(PICTURE)) as server:
        fetch(f"{server.url}/a", server.url)

    assert "Authorization" not in server.heard[0].headers


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PICTURE, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a..", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<html><script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_say(data: bytes, kind: str) -> None:
    """Whatever its name or the server claims; what is not known will not be shown as anything."""
    assert kind == type_of(data)
