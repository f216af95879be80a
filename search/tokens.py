"""How text is cut into words, the same for what is indexed, asked and highlighted.

A word is a run of letters, marks and digits with apostrophes inside. Each
emoji cluster (joined, flags) is a word, and each character of a script that
writes no spaces, so that a word of such a script is found as a phrase. A skin
tone is to an emoji what an English ending is to a word: forgotten by the
stemmed words, kept by the exact ones. ``#`` and ``@`` before a name are words
of their own: ``#plow`` finds the tag alone and ``plow`` the tag as well. They
would part a phrase, so a text that has some is also searched without them. A web
address falls into its words, so that it is found whole, by its host and by any
word of it.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Token, Tokenizer

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_MOST_JOINED = 16
"""Emoji that are joined to one word, so that with their tones it is no longer than a word may be;
people join up to five."""

_PICTURE = r"\p{Extended_Pictographic}"
_CLUSTER = rf"{_PICTURE}(?:\x{{200D}}{_PICTURE}){{0,{_MOST_JOINED - 1}}}"

PATTERN = (
    r"[#@]"
    rf"|[{_UNSPACED}]\p{{M}}*"
    r"|\p{Regional_Indicator}{2}"
    rf"|{_CLUSTER}"
    rf"|[\p{{L}}\p{{N}}--[{_UNSPACED}]](?:[\p{{L}}\p{{N}}\p{{M}}--[{_UNSPACED}]])*"
    rf"(?:'[\p{{L}}--[{_UNSPACED}]][\p{{L}}\p{{M}}--[{_UNSPACED}]]*)*"
)
"""The tokenizer as an expression of Rust's regex crate, which alone knows these classes."""

EXACT_PATTERN = PATTERN.replace(_CLUSTER, rf"{_CLUSTER}\p{{Emoji_Modifier}}{{0,{_MOST_JOINED}}}")
"""The same words, emoji with their skin tones. Both patterns cut a text into as many words."""

LONGEST_WORD = 200
"""Bytes of a word that is kept; longer runs are encoded data, not words."""

STEMMED, EXACT, KEY = "stemmed", "exact", "key"
"""The analyzers by the names under which fields ask for them."""

_APOSTROPHES = "\u2019\u02bc\u2018"
"""Apostrophes as they are set in print; each becomes the one that is typed."""

_UNSEEN = "\u00ad\u034f\u061c\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"
"""Signs within words that no reader sees: soft hyphens, joiners, marks of direction, and whether
an emoji is meant in colour.

Those that turn a line around are shown as blanks, and part words as blanks do.
"""


SIGNS = frozenset("#@")
_SIGNED = re.compile(r"#+(?=\w)|(?<!\w)@+(?=\w)")
"""What makes a tag or a name of a word; the sign within an address of e-mail does not."""

_TONES = "\U0001f3fb-\U0001f3ff"
_TONED = (
    "\u2194\u2195\u261d\u2640\u2642\u2695\u2696\u26a7\u26f9\u2708\u270a-\u270d\u2764\u27a1"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001f53d\U0001f546-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f90c-\U0001f93a\U0001f93c-\U0001f945\U0001f947-\U0001faff"
)
"""Emoji that have a tone or are joined to one that has (Unicode emoji-zwj-sequences)."""

_JOINED = re.compile(
    f"[{_TONED}][{_TONES}]?(?:\u200d[{_TONED}][{_TONES}]?){{1,{_MOST_JOINED - 1}}}"
)
_TONE = re.compile(f"[{_TONES}]")


@cache
def analyzers() -> dict[str, TextAnalyzer]:
    """Give the analyzers; every process must register them with every index it opens."""
    return {
        STEMMED: _folded(Tokenizer.regex(PATTERN)).filter(Filter.stemmer("english")).build(),
        EXACT: _folded(Tokenizer.regex(EXACT_PATTERN)).build(),
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
    return _JOINED.sub(_tones_last, text) if "\u200d" in text else text


def _tones_last(joined: re.Match[str]) -> str:
    """Put the tones of joined emoji behind all of them, where one field leaves them out."""
    tones = _TONE.findall(joined.group())
    return "".join((_TONE.sub("", joined.group()), *tones)) if tones else joined.group()


def unsigned(text: str) -> str | None:
    """Give a text with its tags and names as plain words; ``None`` where it has none."""
    if "#" not in text and "@" not in text:
        return None
    plain = _SIGNED.sub(" ", text)
    return None if plain == text else plain


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
