r"""Mending texts in which every byte of UTF-8 was written as a character of its own.

Meta's downloads write ``é`` as the two escapes ``\u00c3\u00a9``. Not every
file of every year does, so each string is decided by itself; the bytes that
were imported are kept as they came.
"""

from typing import Any

from archiver.slices import SliceFault, read_element


def mended(text: str) -> str:
    """Give the text as it was meant; one that is right already comes back as it is.

    Done only where every character is at most U+00FF and the bytes they stand
    for are UTF-8, and never twice: what comes out may look broken again
    because somebody wrote it so.
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def mended_throughout(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Mend every string of a JSON value, keys too. Raises ``RecursionError`` for absurd depth."""
    match value:
        case str():
            return mended(value)
        case list():
            return [mended_throughout(each) for each in value]
        case dict():
            return {mended(key): mended_throughout(each) for key, each in value.items()}
        case _:
            return value


def read_mended(data: bytes, fault: SliceFault | None) -> dict[str, Any]:
    """Read an element's fields from its bytes and mend them, once; none where it is no object."""
    try:
        fields: dict[str, Any] = mended_throughout(read_element(data, fault))
    except RecursionError:  # nested deeper than anything a person wrote
        return {}
    return fields
