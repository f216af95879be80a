"""What is shown of a hit, and that it cannot do harm."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Link, Media
from search.highlight import CUT, WIDTH, cut, marked
from search.query import Hit
from search.sought import within
from tests.search.conftest import Town, answer


def only_hit(town: Town, text: str, query: str) -> Hit:
    """Search for the one item with this text."""
    town.add(text)
    return answer(town, query).hits[0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("plow", "The snow «plows» passed. Snow «plowing» ended."),
        ("snow", "The «snow» plows passed. «Snow» plowing ended."),
        ('"snow plows"', "The «snow plows» passed. Snow plowing ended."),
        ('"the plows"~2', "«The» snow «plows» passed. Snow plowing ended."),
        ("pl*", "The snow «plows» passed. Snow «plowing» ended."),
        ("sn?w", "The «snow» plows passed. «Snow» plowing ended."),
        ("passd~", "The snow plows «passed». Snow plowing ended."),
        ("snow -rain", "The «snow» plows passed. «Snow» plowing ended."),
        ("snow OR ended", "The «snow» plows passed. «Snow» plowing «ended»."),
        ("kind:post", "The snow plows passed. Snow plowing ended."),
        ("author:jane", "The snow plows passed. Snow plowing ended."),
    ],
)
def test_the_words_found_are_marked(town: Town, query: str, expected: str) -> None:
    """Every way of asking for a word marks it where it stands."""
    hit = only_hit(town, "The snow plows passed. Snow plowing ended.", query)

    assert expected == "".join(piece for piece, _ in marked(hit.snippet, "«", "»"))


def test_places_are_right_after_letters_of_several_parts(town: Town) -> None:
    """Composed letters, emoji and unspaced scripts do not move the marks."""
    hit = only_hit(town, "cafe\u0301 👩‍👩‍👧 道路 plow", "道路 plow")

    assert ["道路", "plow"] == [hit.snippet.text[a:b] for a, b in hit.snippet.marks]


def test_signs_that_nobody_sees_part_no_word_and_move_no_mark(town: Town) -> None:
    """A soft hyphen or a byte order mark is shown as it was written, within what is marked."""
    hit = only_hit(town, "\ufeffthe ga\u00adrage\u200f door", '"garage door"')

    assert ["ga\u00adrage\u200f door"] == [hit.snippet.text[a:b] for a, b in hit.snippet.marks]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"the sidewalk"', "Clear «the #sidewalk» of snow"),
        ('"the sidewalk snow"~2', "Clear «the» #«sidewalk» of «snow»"),
        ("#sidewalk", "Clear the «#sidewalk» of snow"),
        ("the-sidewalk OR clear", "«Clear» the #sidewalk of snow"),
    ],
)
def test_a_phrase_is_marked_with_the_tags_within_it(town: Town, query: str, expected: str) -> None:
    """As the reader sees it; where a tag does part the words, nothing is marked."""
    hit = only_hit(town, "Clear the #sidewalk of snow", query)

    assert expected == "".join(piece for piece, _ in marked(hit.snippet, "«", "»"))


def test_an_emoji_is_marked_with_its_skin_tone(town: Town) -> None:
    """A mark within it would show it as two."""
    hit = only_hit(town, "ok 👩🏽‍🚒👍🏿 thanks", "👍 👩‍🚒")

    assert ["👩🏽‍🚒", "👍🏿"] == [hit.snippet.text[a:b] for a, b in hit.snippet.marks]


def test_the_text_is_shown_as_it_was_written(town: Town) -> None:
    """A curved apostrophe is searched as a straight one and shown as it is."""
    hit = only_hit(town, "the city’s plow", '"city\'s"')

    assert ("the city’s plow", ((4, 10),)) == (hit.snippet.text, hit.snippet.marks)


def test_a_long_text_is_cut_around_the_first_place(town: Town) -> None:
    """The snippet is short, says that it is cut, and its marks still fit."""
    hit = only_hit(town, "word " * 200 + "the snow plow " + "word " * 200, '"snow plow"')
    text = hit.snippet.text

    assert len(text) <= WIDTH + 2 * len(CUT)
    assert text.startswith(CUT)
    assert text.endswith(CUT)
    assert ["snow plow"] == [text[a:b] for a, b in hit.snippet.marks]


ROAD = Link("https://alder.example/road", "Diamond Path is closed", "From 8 to 5")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("diamond", "«Diamond» Path is closed From 8 to 5 https://alder.example/road"),
        ("alder.example", "Diamond Path is closed From 8 to 5 https://«alder.example»/road"),
        ("hydrant", "A «hydrant» in the snow"),
        ("notice", "See the «notice»"),
        ("notice diamond", "See the «notice»"),
        ("diamond road", "«Diamond» Path is closed From 8 to 5 https://alder.example/«road»"),
        ("has:link", "See the notice"),
    ],
)
def test_a_link_or_picture_is_shown_where_the_words_stand_there(
    town: Town, query: str, expected: str
) -> None:
    """And the wording wherever it answers as well."""
    picture = Media(0, "0" * 64, "image/png", 1, "m", None, "A hydrant in the snow")
    town.add(replace(Town.version(1, "See the notice", 1), links=(ROAD,)), media=(picture,))
    hit = answer(town, query).hits[0]

    assert expected == "".join(piece for piece, _ in marked(hit.snippet, "«", "»"))


@pytest.mark.parametrize("query", ["diamond", "has:link"])
def test_a_hit_in_a_link_names_the_version_that_shared_it(town: Town, query: str) -> None:
    """A link that was taken away is not shown as what stands there now."""
    shared = replace(Town.version(1, "See here", 1), links=(ROAD,))
    town.add(shared, Town.version(2, "Gone", 1))
    hit = answer(town, query).hits[0]

    expected = (1, False) if query == "diamond" else (2, True)
    assert expected == (hit.version, hit.current)


def test_a_picture_of_an_earlier_version_is_shown_as_that(town: Town) -> None:
    """Each version has its own."""
    first = Media(0, "0" * 64, "image/png", 1, "m", None, "A hydrant", 1)
    second = Media(0, "1" * 64, "image/png", 1, "m", None, "A plow", 2)
    town.add("Snow", "Snow again", media=(first, second))
    earlier, present = answer(town, "hydrant").hits[0], answer(town, "plow").hits[0]

    assert ((1, False), (2, True)) == (
        (earlier.version, earlier.current),
        (present.version, present.current),
    )


@pytest.mark.parametrize("query", ["has:link", "*"])
def test_a_post_without_words_shows_what_it_links_to(town: Town, query: str) -> None:
    """Rather than nothing."""
    town.add(replace(Town.version(1, " ", 1), links=(ROAD,)))

    assert answer(town, query).hits[0].snippet.text.startswith("Diamond Path")


def test_control_characters_become_blanks(town: Town) -> None:
    """A comment cannot move the cursor, ring the bell or turn the line around."""
    hit = only_hit(town, "snow\x1b[31m\x07\u202eplow\u2066x", "snow")

    assert "snow [31m  plow x" == hit.snippet.text


@given(st.text(), st.lists(st.integers(0, 400), max_size=10))
def test_a_cut_keeps_what_it_marks(text: str, edges: list[int]) -> None:
    """Whatever is cut, the marks lie within the snippet and its pieces make it up."""
    text = text * 9
    ordered = sorted({min(edge, len(text)) for edge in edges})
    marks = list(zip(ordered[::2], ordered[1::2], strict=False))

    snippet = cut(text, marks)

    assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.marks)
    assert snippet.text == "".join(piece for piece, _ in marked(snippet, "", ""))
    assert len(snippet.text) <= WIDTH + 2 * len(CUT)


@pytest.mark.parametrize(
    ("one", "other", "distance", "expected"),
    [
        ("plow", "plow", 1, True),
        ("plow", "plwo", 1, True),
        ("plow", "plo", 1, True),
        ("plow", "flog", 1, False),
        ("plow", "flog", 2, True),
        ("plow", "p", 2, False),
    ],
)
def test_misspellings_are_counted_as_the_engine_does(
    one: str, other: str, distance: int, *, expected: bool
) -> None:
    """A letter more, less, other or swapped with its neighbour counts once."""
    assert expected == within(one, other, distance)
