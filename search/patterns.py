"""Words of which only a part is known, as the engine and as Python want them written.

A pattern is cut by the same tokenizer as any text. Its wildcards must pass
through that as letters, so they travel as two letters of Linear B, a script
whose last clerk died three thousand years ago.
"""

import re
from collections.abc import Callable

from search import tokens

_ANY, _ONE = "\U00010000", "\U00010001"


def pieces(text: str, wild: str) -> tuple[str, ...]:
    """Cut text into words that may hold wildcards; ``wild`` says which signs are some.

    A wildcard that stands alone at either end says nothing and is left out.
    """
    carried = tokens.normal(text).replace(_ANY, " ").replace(_ONE, " ")
    for sign, letter in (("*", _ANY), ("?", _ONE)):
        if sign in wild:
            carried = carried.replace(sign, letter)
    words = tokens.words(carried, tokens.EXACT)
    while words and not words[0].strip(_ANY):
        words.pop(0)
    while words and not words[-1].strip(_ANY):
        words.pop()
    return tuple(words) if any(word.strip(_ANY + _ONE) for word in words) else ()


def key_pattern(text: str) -> str:
    """Write a whole value with wildcards as the engine's expression."""
    return engine(text.lower().replace("*", _ANY).replace("?", _ONE))


def is_open(piece: str) -> bool:
    """Tell whether a piece holds a wildcard."""
    return _ANY in piece or _ONE in piece


def engine(piece: str) -> str:
    """Write a piece as an expression of the engine; every other sign goes by its number."""
    return _write(piece, lambda sign: sign if sign.isalnum() else f"\\x{{{ord(sign):x}}}")


def python(piece: str) -> re.Pattern[str]:
    """Write a piece as an expression of Python, for highlighting."""
    return re.compile(_write(piece, re.escape), re.DOTALL)


def _write(piece: str, literal: Callable[[str], str]) -> str:
    """Write it, with one letter or none for each question mark at the end."""
    body = piece.rstrip(_ONE)
    signs = {_ANY: ".*", _ONE: "."}
    written = "".join(signs.get(sign) or literal(sign) for sign in body)
    return written + ".?" * (len(piece) - len(body))
