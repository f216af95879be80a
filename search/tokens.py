"""How text is cut into words, the same for what is indexed, asked and highlighted.

A word is a run of letters, marks and digits with apostrophes inside. Each
emoji cluster (joined, flags, skin tones) is a word, and each character of a
script that writes no spaces, so that a word of such a script is found as a
phrase. ``#`` and ``@`` before a name are words of their own: ``#plow`` finds
the tag alone and ``plow`` the tag as well. A web address falls into its
words, so that it is found whole, by its host and by any word of it.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Token, Tokenizer

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_JOINER, _PRESENTATION = r"\x{200D}", r"\x{FE0F}"
_PICTURE = rf"\p{{Extended_Pictographic}}(?:{_PRESENTATION}?\p{{Emoji_Modifier}})?"

PATTERN = (
    r"[#@]"
    rf"|[{_UNSPACED}]\p{{M}}*"
    r"|\p{Regional_Indicator}{2}"
    rf"|{_PICTURE}(?:{_PRESENTATION}?{_JOINER}{_PICTURE})*"
    rf"|[\p{{L}}\p{{N}}--[{_UNSPACED}]](?:[\p{{L}}\p{{N}}\p{{M}}--[{_UNSPACED}]])*"
    rf"(?:'[\p{{L}}--[{_UNSPACED}]][\p{{L}}\p{{M}}--[{_UNSPACED}]]*)*"
)
"""The tokenizer as an expression of Rust's regex crate, which alone knows these classes."""

LONGEST_WORD = 200
"""Bytes of a word that is kept; longer runs are encoded data, not words."""

STEMMED, EXACT, KEY = "stemmed", "exact", "key"
"""The analyzers by the names under which fields ask for them."""

_APOSTROPHES = "\u2019\u02bc\u2018"
"""Apostrophes as they are set in print; each becomes the one that is typed."""

_UNSEEN = "\u00ad\u034f\u061c\u200e\u200f\u2060\ufeff"
"""Signs within words that no reader sees: soft hyphens, joiners, marks of direction.

Those that turn a line around are shown as blanks, and part words as blanks do.
"""


@cache
def analyzers() -> dict[str, TextAnalyzer]:
    """Give the analyzers; every process must register them with every index it opens."""
    return {
        STEMMED: _folded(Tokenizer.regex(PATTERN)).filter(Filter.stemmer("english")).build(),
        EXACT: _folded(Tokenizer.regex(PATTERN)).build(),
        KEY: TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.lowercase()).build(),
    }


@cache
def as_written() -> TextAnalyzer:
    """Give the analyzer that leaves a value as it is."""
    return TextAnalyzerBuilder(Tokenizer.raw()).build()


@cache
def _whole() -> TextAnalyzer:
    return _folded(Tokenizer.raw()).build()


def _folded(tokenizer: Tokenizer) -> TextAnalyzerBuilder:
    """Take away capitals and accents: ``Café`` and ``cafe`` are one word."""
    builder = TextAnalyzerBuilder(tokenizer)
    for each in (Filter.remove_long(LONGEST_WORD), Filter.lowercase(), Filter.ascii_fold()):
        builder = builder.filter(each)
    return builder


def composed(text: str) -> str:
    """Bring letters and their accents together; nothing a reader sees is changed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def normal(text: str) -> str:
    """Bring text to one spelling: composed, with straight apostrophes and nothing unseen."""
    return _straightened(composed(text))


def _straightened(text: str) -> str:
    if text.isascii():
        return text
    for each in _APOSTROPHES:  # a table of translations looks at each letter and takes far longer
        text = text.replace(each, "'")
    for each in _UNSEEN:
        text = text.replace(each, "")
    return text


def seen(text: str) -> Sequence[int]:
    """Give the places of a composed text that a reader sees, in order."""
    if len(_straightened(text)) == len(text):
        return range(len(text))
    return [at for at, character in enumerate(text) if character not in _UNSEEN]


def words(text: str, analyzer: str) -> list[str]:
    """Cut text into words."""
    return analyzers()[analyzer].analyze(normal(text))


def fold(text: str) -> str:
    """Spell a piece of a word as words are spelled in the index."""
    return "".join(_whole().analyze(normal(text)))


def spelled(text: str) -> list[str]:
    """Cut a text, already ``composed``, into words as they are spelled in the index."""
    return analyzers()[EXACT].analyze(_straightened(text))


def stems(text: str) -> list[str]:
    """Give the same words without their English endings."""
    return analyzers()[STEMMED].analyze(_straightened(text))


def places(text: str) -> list[Token]:
    """Give the same words with the places where they stand, counted in what is ``seen``."""
    return analyzers()[EXACT].pre_tokenize(_straightened(text)).tokens
