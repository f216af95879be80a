"""Tags, names and emoji, asked for as people write them."""

import pytest

from tests.search.conftest import Town, answer, ids


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"the sidewalk"', ["a", "b"]),
        ('"sidewalk now"', ["a", "b"]),
        ('"the #sidewalk"', ["b"]),
        ('"the side*"', ["a", "b"]),
        ('"thanks cityhall now"', ["c"]),
        ('"snow plow"', ["d"]),
        ("#sidewalk", ["b"]),
        ('"#sidewalk"', ["b"]),
        ("@cityhall", ["c"]),
        ("sidewalk", ["a", "b"]),
        ('"jane example"', []),
        ('"jane@example"', ["e"]),
    ],
)
def test_tags_and_names_stand_in_phrases_like_plain_words(
    town: Town, query: str, expected: list[str]
) -> None:
    """And who asks for the tag gets the tag alone."""
    town.add("Clear the sidewalk now", id="a")
    town.add("Clear the #sidewalk now", id="b")
    town.add("Thanks @cityhall now", id="c")
    town.add("#snow#plow", id="d")
    town.add("jane@example.org", id="e")

    found = answer(town, query)

    assert expected == sorted(ids(found))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("👍", ["a", "b", "c"]),
        ("👍🏽", ["a", "b", "c"]),
        ('"👍🏽"', ["b"]),
        ('"👍"', ["a"]),
        ("👩‍🚒", ["d", "e"]),
        ('"👩🏽‍🚒"', ["e"]),
        ("❤", ["f"]),
        ("👩", []),
    ],
)
def test_an_emoji_is_found_in_every_skin_tone_and_in_quotes_as_it_is(
    town: Town, query: str, expected: list[str]
) -> None:
    """As a word is found with every ending, and in quotes with its own."""
    texts = ("Yes 👍", "Yes 👍🏽 yes", "👍🏿", "👩‍🚒 came", "Two 👩🏽‍🚒", "❤️")
    for identity, text in zip("abcdef", texts, strict=True):
        town.add(text, id=identity)

    found = answer(town, query)

    assert expected == ids(found)
