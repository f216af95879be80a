"""Bringing what people write to the form in which rules look at it."""

import re
import unicodedata
from functools import lru_cache

JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
"""Zero-width joiner, the two presentation selectors and the keycap: parts of emoji."""

SKIN_TONES = frozenset(chr(code) for code in range(0x1F3FB, 0x1F400))

SYMBOLS = 0x2190
"""Where symbols that people send as emoji begin (arrows); the copyright sign is not one."""

WORDY = re.compile(r"\w")
"""A letter or digit of any script: most texts have one at the start, and are told by it at once."""

STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """Bring text to one spelling: compatibility forms, no case, straight quotes, single spaces."""
    folded = unicodedata.normalize("NFKC", text).translate(STRAIGHT).casefold()
    return " ".join(folded.split())


def only_emoji(text: str) -> bool:
    """Say whether a text is nothing but emoji, spaces and punctuation, with at least one emoji.

    Invisible direction marks are not emoji: a text with them waits for a person.
    """
    if WORDY.search(text):
        return False
    rest = [
        character
        for character in text
        if not (character.isspace() or unicodedata.category(character).startswith("P"))
    ]
    return any(map(_is_symbol, rest)) and all(
        _is_symbol(one) or one in JOINERS or one in SKIN_TONES for one in rest
    )


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in plain form, without punctuation, symbols and emoji."""
    spaced = "".join(_word_character(character) for character in plain(text))
    return tuple(word for word in (each.strip("'") for each in spaced.split()) if word)


def _is_symbol(character: str) -> bool:
    return ord(character) >= SYMBOLS and unicodedata.category(character) == "So"


def _word_character(character: str) -> str:
    """Keep letters, marks, digits and the apostrophe; joiners vanish, all else separates."""
    if character in JOINERS:
        return ""
    kept = character == "'" or unicodedata.category(character)[0] in "LMN"
    return character if kept else " "
