"""What somebody should know of how a query was read, although it could be read."""

from collections.abc import Iterator

from search.tree import Node, Word, asked_leaves

_SMALL_OPERATORS = frozenset({"and", "or", "not"})


def notes(tree: Node) -> tuple[str, ...]:
    """Tell of words that look like operators: in small letters they are words, and must be there.

    ``snow or plow`` finds what holds all three, which is far less than was meant.
    """
    return tuple(dict.fromkeys(_notes(tree)))


def _notes(tree: Node) -> Iterator[str]:
    leaves = tuple(asked_leaves(tree))
    for leaf in leaves if len(leaves) > 1 else ():
        if isinstance(leaf, Word) and leaf.text.lower() in _SMALL_OPERATORS:
            yield (
                f"{leaf.text} is searched as a word; to combine words by it write "
                f'{leaf.text.upper()}, and to mean the word "{leaf.text}".'
            )
