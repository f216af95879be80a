"""Links are followed to the platform's file hosts, and to one playback server, and nowhere else."""

from datetime import UTC, datetime

import pytest

from archiver.media.places import Places, expiry


@pytest.mark.parametrize(
    "url",
    [
        "https://scontent.fbcdn.net/v/a.jpg?oh=1&oe=2",
        "https://scontent-msp1-1.cdninstagram.com:443/a.jpg",
        "https://SCONTENT.FBCDN.NET/a.jpg",
    ],
)
def test_the_platforms_file_hosts_are_allowed(url: str) -> None:
    """Over TLS, on its port."""
    assert Places().allow(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://scontent.fbcdn.net/a.jpg",
        "https://scontent.fbcdn.net:8443/a.jpg",
        "https://fbcdn.net.evil.example/a.jpg",
        "https://evilfbcdn.net/a.jpg",
        "https://fbcdn.net/a.jpg",
        "https://scontent.fbcdn.net./a.jpg",
        "https://evil.example/?x=.fbcdn.net",
        "https://evil.example/#.fbcdn.net",
        "https://scontent.fbcdn.net@evil.example/a",
        "https://user@scontent.fbcdn.net/a",
        "https://evil.example\\.fbcdn.net/a",
        "http://127.0.0.1:1/a",
        "http://localhost/a",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://scontent.fbcdn.net/a",
        "//scontent.fbcdn.net/a",
        "https://",
        "https://[::1",
        "https://scontent.fbcdn.net:x/a",
        "",
    ],
)
def test_nothing_else_is(url: str) -> None:
    """However it dresses up."""
    assert not Places.beside("http://127.0.0.1:8001").allow(url)


def test_an_account_on_loopback_allows_its_own_host_and_port() -> None:
    """And nothing else on loopback, not even by another of its names."""
    places = Places.beside("http://127.0.0.1:8001")

    assert places.allow("http://127.0.0.1:8001/a.jpg")
    assert not places.allow("http://127.0.0.1:8002/a.jpg")
    assert not places.allow("http://127.0.0.1/a.jpg")
    assert not places.allow("http://localhost:8001/a.jpg")
    assert not places.allow("http://[::1]:8001/a.jpg")
    assert Places.beside("http://[::1]:8001").allow("http://[::1]:8001/a.jpg")


@pytest.mark.parametrize("api_url", [None, "", "https://graph.example", "http://10.0.0.1:80", "x:"])
def test_an_account_read_from_elsewhere_allows_no_other_files(api_url: str | None) -> None:
    """Only a playback server on this machine serves files itself."""
    assert Places() == Places.beside(api_url)


def test_a_signed_link_says_when_it_ends() -> None:
    """In hexadecimal seconds; a link that says nothing may work for ever."""
    assert datetime(2026, 5, 4, 14, tzinfo=UTC) == expiry("https://x.fbcdn.net/a?oh=1&oe=69F8A660")
    for mute in (
        "https://x/a",
        "https://x/a?oe=",
        "https://x/a?oe=zz",
        "https://x/a?oe=" + "f" * 99,
    ):
        assert expiry(mute) is None
    assert expiry("https://[") is None
