"""An archive whose ledger a test may grow at will."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from sqlalchemy import insert

from archiver.archive import Archive
from archiver.catalogue import counter
from archiver.catalogue.tables import leaf

Grow = Callable[[int], list[bytes]]


@pytest.fixture
def grow(archive: Archive) -> Grow:
    """Give a way to commit as many invented leaves; it gives their digests."""

    def commit(count: int) -> list[bytes]:
        with archive.writing() as connection:
            first = counter.take(connection, count)
            digests = [sha256(b"leaf %d" % n).digest() for n in range(first, first + count)]
            connection.execute(
                insert(leaf),
                [
                    {"n": n, "kind": "version", "digest": each.hex(), "object": f"version-{n}"}
                    for n, each in enumerate(digests, first)
                ],
            )
        return digests

    return commit
