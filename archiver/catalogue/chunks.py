"""Pieces of a list that one query can name."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

CHUNK = 500
"""Values a query: stays under SQLite's limit of bound values."""


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces that one query can name."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
