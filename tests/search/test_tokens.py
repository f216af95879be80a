"""How text falls into words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import tokens
from search.tokens import EXACT, STEMMED, composed, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plows plowing plow's", ["plows", "plowing", "plow's"]),
        ("caf\u00e9 cafe\u0301 CAFE", ["cafe", "cafe", "cafe"]),
        ("it\u2019s it's", ["it's", "it's"]),
        ("#SnowDay @city_hall", ["#", "snowday", "@", "city", "hall"]),
        ("https://www.example.org/a-b?x=1", ["https", "www", "example", "org", "a", "b", "x", "1"]),
        ("🎉🎉 👩‍👩‍👧 👍🏽 🇺🇸🇲🇽", ["🎉", "🎉", "👩‍👩‍👧", "👍🏽", "🇺🇸", "🇲🇽"]),
        ("❤️ ❤ ❤\ufe0e ❤️‍🔥 ❤‍🔥", ["❤", "❤", "❤", "❤‍🔥", "❤‍🔥"]),
        ("☝️🏽 ☝🏽 🏽", ["☝🏽", "☝🏽"]),
        ("👩🏽‍🚒 👩‍🚒 🏃🏿‍♀️", ["👩‍🚒🏽", "👩‍🚒", "🏃‍♀🏿"]),
        ("🧑🏻‍🤝‍🧑🏿👍🏽", ["🧑‍🤝‍🧑🏻🏿", "👍🏽"]),
        ("道路abc 7月", ["道", "路", "abc", "7", "月"]),
        ("도로 สวัสดี", ["도", "로", "ส", "วั", "ส", "ดี"]),
        ("Waa maxay ñandú Ħmoob", ["waa", "maxay", "nandu", "hmoob"]),
        ("مدرسة نمستے", ["مدرسة", "نمستے"]),
        ("... --- !!! \x00", []),
        ("ga\u00adrage water\u2060main sn\u034fow", ["garage", "watermain", "snow"]),
        ("\ufeffsnow \u200fשלג\u200e", ["snow", "שלג"]),
        ("snow\u202eplow", ["snow", "plow"]),
    ],
)
def test_text_falls_into_words(text: str, expected: list[str]) -> None:
    """Tags, names, emoji, addresses and scripts without spaces each have their rule."""
    assert expected == words(text, EXACT)


def test_english_endings_are_taken_off_the_stemmed_words_alone() -> None:
    """Both fields cut alike; only one forgets the ending."""
    assert ["plow", "plow", "citi"] == words("Plows plowing cities", STEMMED)
    assert ["plows", "plowing", "cities"] == words("Plows plowing cities", EXACT)


@pytest.mark.parametrize(
    ("toned", "plain"),
    [
        ("👍🏽", "👍"),
        ("👩🏽‍🚒", "👩‍🚒"),
        ("☝️🏿", "☝"),
        ("🧑🏻‍🤝‍🧑🏿", "🧑‍🤝‍🧑"),
        ("👩🏽‍❤️‍💋‍👨🏻", "👩‍❤‍💋‍👨"),
    ],
)
def test_skin_tones_are_forgotten_by_the_stemmed_words_alone(toned: str, plain: str) -> None:
    """A tone is like an ending."""
    assert [plain] == words(toned, STEMMED)
    assert words(plain, EXACT) != words(toned, EXACT)
    assert 1 == len(words(toned, EXACT))


EMOJI = st.text(st.sampled_from("👩🧑👍❤☝🚒♀🤝🏽🏿🏻\u200d\ufe0f\ufe0e🇺🇸a# "))


@given(EMOJI)
def test_both_fields_cut_alike(text: str) -> None:
    """A word and its stem stand at the same place, whatever stands beside an emoji."""
    exact, stemmed = words(text, EXACT), words(text, STEMMED)

    assert stemmed == [each.rstrip("🏽🏿🏻") for each in exact]


@given(st.text())
def test_composed_and_decomposed_letters_are_the_same_words(text: str) -> None:
    """NFC and NFD of a text are found alike."""
    nfc, nfd = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert words(nfc, EXACT) == words(nfd, EXACT)


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("ab\u00ad\u034f\u200e\ufeff ")) | EMOJI
)
def test_every_word_stands_where_it_says(text: str) -> None:
    """The places of words are in order and without overlap; they cover what was cut."""
    shown = composed(text)

    seen = tokens.seen(shown)
    places = [
        (seen[each.char_offset_from], seen[each.char_offset_to - 1] + 1)
        for each in tokens.places(shown)
    ]

    assert words(text, EXACT) == tokens.spelled(shown)
    assert words(text, STEMMED) == tokens.stems(shown)
    edges = [edge for place in places for edge in place]
    assert sorted(edges) == edges
    assert [[each] for each in tokens.spelled(shown)] == [
        words(shown[start:end], EXACT) for start, end in places
    ]
