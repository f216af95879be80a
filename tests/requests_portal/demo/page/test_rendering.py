"""Writing archived text and times into HTML."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Media
from requests_portal.demo.page.rendering import environment, once, spelled, stored, when, words


class _Reader(HTMLParser):
    """Collects the tags and the text a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - html.parser's signature
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    """Whatever somebody wrote, the only elements are our marks."""
    assert _read(words(text)).tags <= {"span"}


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))))
def test_text_that_can_be_seen_is_shown_as_it_is(text: str) -> None:
    """A browser shows exactly the characters that were written."""
    assert text == _read(words(text)).text


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\u2066", "\u200b", "\ue000"])
def test_what_cannot_be_seen_or_misleads_is_shown_as_a_mark(character: str) -> None:
    """A comment cannot turn the direction of the page or hide a part of itself."""
    shown = words(f"a{character}b")

    assert character not in shown
    assert f"aU+{ord(character):04X}b" == _read(shown).text


def test_emoji_stay_whole() -> None:
    """The joiner inside an emoji is no attack."""
    assert "👩‍🚒 ❤️" == words("👩‍🚒 ❤️")


def test_every_value_of_a_template_is_escaped() -> None:
    """Escaping is on by default, so that nobody can forget it."""
    made = environment().from_string("{{ text }}").render(text="<script>")

    assert "&lt;script&gt;" == made


def test_times_are_told_in_the_citys_zone() -> None:
    """An instant of the next day in UTC is still the evening before in Minnesota."""
    told = [when(datetime(2026, 4, 9, hour, 5, tzinfo=UTC)) for hour in (3, 5, 17)]

    assert [
        "April 8, 2026, 10:05 p.m.",
        "April 9, 2026, 12:05 a.m.",
        "April 9, 2026, 12:05 p.m.",
    ] == told


def test_a_time_that_is_not_known_is_told_so() -> None:
    """The platform does not always say when something was written."""
    assert "at a time the platform does not give" == when(None)


def test_the_address_of_a_stored_object_is_safe() -> None:
    """A character that means something in an address means nothing here."""
    assert "archive/store/media/a%22%3Eb" == stored('media/a">b')


def test_numbers_are_told_with_their_noun() -> None:
    """One search, two searches."""
    told = [
        spelled(1, "search", "searches"),
        spelled(2, "search", "searches"),
        spelled(1200, "hit"),
    ]

    assert ["1 search", "2 searches", "1,200 hits"] == told


def test_a_file_that_an_item_has_twice_is_shown_once() -> None:
    """The still of a film, or the picture of a post that was edited; what is missing stays told."""
    kept = Media(0, "a" * 64, "image/png", 9, "media/a", None)
    again = Media(1, "a" * 64, "image/png", 9, "media/a", None)
    missing = [Media(n, None, None, None, None, "the link is gone") for n in (2, 3)]

    shown = once([kept, again, *missing])

    assert (kept, *missing) == shown
