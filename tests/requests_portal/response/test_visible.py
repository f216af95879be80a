"""Hostile text on paper: shown, never obeyed, never silently dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_portal.response.fonts import drawable
from requests_portal.response.visible import (
    LONGEST_WORD,
    codepoint_mark,
    runs_right_to_left,
    visible,
    visible_line,
)


def test_ordinary_text_in_many_languages_is_left_alone() -> None:
    """What the city's residents write needs no marks."""
    text = (
        "Café ñandú Ua tsaug Tiếng Việt العربية አማርኛ ភាសាខ្មែរ ကညီကျိၣ် 中文 日本語 한국어 👩‍🚒👍🏽 1️⃣"
    )

    assert text == visible(text)


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\x1b", "⟦U+001B⟧"),
        ("\0", "⟦U+0000⟧"),
        ("\u202e", "⟦U+202E⟧"),
        ("\ufeff", "⟦U+FEFF⟧"),
        ("\ue000", "⟦U+E000⟧"),
        ("\U000fe343", "⟦U+FE343⟧"),
        ("\U00010348", "⟦U+10348⟧"),
        ("\t", " "),
        ("\r\n", "\n"),
        ("\u2028", "\n"),
    ],
)
def test_what_cannot_or_must_not_be_drawn_is_shown_by_its_number(
    character: str, shown: str
) -> None:
    """Control characters, overrides of direction, private use, letters no font has."""
    assert f"a{shown}b" == visible(f"a{character}b")


def test_a_name_cannot_turn_the_line_it_stands_in() -> None:
    """Isolates inside it are shown, and the whole is isolated."""
    assert "\u2068a⟦U+2069⟧b\u2069" == visible_line("a\u2069b")


def test_piled_accents_are_counted_and_not_drawn() -> None:
    """Five thousand marks on one letter would cover other people's lines."""
    shown = visible("z" + "\u0300" * 5_000)

    assert "4,994 more accents" in shown
    assert 6 == shown.count("\u0300")


def test_an_accent_that_no_font_draws_on_its_letter_is_shown_by_number() -> None:
    """A symbol font has no accents, and a glyph must come from one font."""
    assert "✔⟦U+031A⟧" == visible("✔\u031a")


def test_a_very_long_word_can_be_broken() -> None:
    """Fifty thousand letters without a blank get places to break a line."""
    shown = visible("x" * 50_000)

    assert LONGEST_WORD == max(len(piece) for piece in shown.split("\u200b"))
    assert "x" * 50_000 == shown.replace("\u200b", "")


def test_empty_lines_and_blanks_are_counted() -> None:
    """Nobody can fill a hundred pages with nothing."""
    assert "a\n⟦49,999 empty lines⟧\nb" == visible("a" + "\n" * 50_000 + "b")
    assert "a ⟦50,000 blanks⟧ b" == visible("a" + " " * 50_000 + "b")


def test_direction_follows_the_first_letter() -> None:
    """Digits and punctuation have no direction of their own."""
    assert runs_right_to_left("12 سلام hello")
    assert not runs_right_to_left("12 hello سلام")


@given(st.text())
def test_only_drawable_characters_remain(text: str) -> None:
    """Whatever is written, what is left can be drawn or is invisible on purpose."""
    shown = visible(text)

    invisible = {one for one in shown if ord(one) not in drawable()} - {"\n", "\u200b"}
    assert not [one for one in invisible if visible(one) != one]


@given(st.characters())
def test_a_mark_names_the_character(character: str) -> None:
    """The number in a mark leads back to the character."""
    mark = codepoint_mark(ord(character))

    assert character == chr(int(mark[3:-1], 16))
