"""Words of which only a part is known, as the engine and as Python want them written.

A pattern is cut by the same tokenizer as any text. Its wildcards must pass
through that as letters, so they travel as two letters of Linear B, a script
whose last clerk died three thousand years ago.
"""

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
    return engine(key_piece(text.lower()))


def key_piece(text: str) -> str:
    """Write a whole value with wildcards as a piece that ``matches`` takes."""
    return text.replace("*", _ANY).replace("?", _ONE)


def is_open(piece: str) -> bool:
    """Tell whether a piece holds a wildcard."""
    return _ANY in piece or _ONE in piece


def beginning(piece: str) -> str | None:
    """Give the letters that a word begins with, where nothing else is asked of it."""
    start = piece.rstrip(_ANY)
    return start if len(start) < len(piece) and not is_open(start) else None


def engine(piece: str) -> str:
    """Write a piece as an expression of the engine; every other sign goes by its number.

    Each question mark at the end stands for one letter or none.
    """
    body = piece.rstrip(_ONE)
    signs = {_ANY: ".*", _ONE: "."}
    written = "".join(signs.get(sign) or _literal(sign) for sign in body)
    return written + ".?" * (len(piece) - len(body))


def _literal(sign: str) -> str:
    return sign if sign.isalnum() else f"\\x{{{ord(sign):x}}}"


def matches(piece: str, word: str) -> bool:
    """Tell whether a word is one that the piece stands for, as the engine would.

    Not by an expression of Python: eight stars against a word of two hundred
    letters would keep it busy for years.
    """
    if (start := beginning(piece)) is not None:
        return word.startswith(start)
    body = piece.rstrip(_ONE)
    maybe = len(piece) - len(body)
    return any(_fits(body + _ONE * count, word) for count in range(maybe + 1))


def _fits(piece: str, word: str) -> bool:
    """Compare from the left, and give the latest star a letter more where that fails."""
    at = place = 0
    star = resume = -1
    while at < len(word):
        sign = piece[place] if place < len(piece) else ""
        if sign == _ANY:
            star, resume = place, at
            place += 1
        elif sign and sign in {_ONE, word[at]}:
            place += 1
            at += 1
        elif star >= 0:
            resume += 1
            place, at = star + 1, resume
        else:
            return False
    return not piece[place:].strip(_ANY)
