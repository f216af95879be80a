"""Queries that are words and nothing else, which need no grammar to be read.

Most are. Loading the parser takes about a quarter of a short search from a
cold start, so it is loaded only where there is something for it to parse; a
test holds both readings to be the same.
"""

import re

from search.tree import And, Node, Place, TextField, Word

_PLAIN = re.compile(r"[a-z0-9]{1,40}(?: [a-z0-9]{1,40}){0,19}", re.ASCII)
"""Small letters, digits and single blanks: nothing that could be a mark or an operator."""


def read_plain(query: str) -> Node | None:
    """Read a query of plain words; ``None`` where the parser has to."""
    if not _PLAIN.fullmatch(query):
        return None
    words = tuple(
        Word(TextField.TEXT, found[0], Place(found.start(), found.end()))
        for found in re.finditer(r"\S+", query)
    )
    return words[0] if len(words) == 1 else And(words)
