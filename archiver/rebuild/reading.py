"""Reading stored records: each once, its digest checked, made into what the catalogue needs.

This is most of the work of a verification or a rebuild, and no record needs
another, so it is spread over processes where the store is a folder, and over
threads where most of it is waiting for another machine.
"""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import islice
from queue import SimpleQueue
from typing import NamedTuple, TypeAlias

from archiver.capture.stored import read_version_of
from archiver.errors import CivickeepError
from archiver.rebuild.helpers import Helper
from archiver.rebuild.order import Entry
from archiver.rebuild.places import kind_of
from archiver.rebuild.version_values import VersionValues, version_values
from archiver.record import Envelope, RecordKind, parse_record
from archiver.store import FolderStore, ObjectStore

AT_ONCE = 500
"""Records handed to a process in one go: about a megabyte."""

FEW = 5_000
"""Below this many records, starting processes takes longer than it saves (measured)."""

THREADS = 16

READER = "archiver.rebuild.reader"
"""The module that a helper runs."""


class ReadVersion(NamedTuple):
    """A version, as the values of its rows."""

    entry: Entry
    values: VersionValues


class ReadAct(NamedTuple):
    """A receipt or an event."""

    entry: Entry
    envelope: Envelope
    block: bytes


class Lost(NamedTuple):
    """A record that cannot be read, why not, and what kind its name says it is."""

    entry: Entry
    reason: str
    kind: RecordKind | None

    @property
    def name(self) -> str:
        """Its path, or its digest where nobody knows one."""
        return self.entry.path or self.entry.digest.hex()


Read: TypeAlias = ReadVersion | ReadAct | Lost


def read_entry(store: ObjectStore, entry: Entry) -> Read:
    """Read one record. What is wrong with it is part of the answer."""
    if entry.path is None:
        return Lost(entry, "it is not in the store", None)
    kind = None
    try:
        kind = kind_of(entry.path)
        data = store.get(entry.path)
        if hashlib.sha256(data).digest() != entry.digest:
            return Lost(entry, "its bytes do not match its digest", kind)
        envelope, block = parse_record(data)
        if kind is RecordKind.VERSION:
            stored = read_version_of(envelope, block)
            return ReadVersion(
                entry, version_values(entry.number, entry.digest, entry.path, stored)
            )
        return ReadAct(entry, envelope, block)
    except CivickeepError as error:
        return Lost(entry, error.what, kind)


def read_all(store: ObjectStore, entries: Iterable[Entry]) -> Iterator[Read]:
    """Read records in the order given, several at a time where there are many."""
    coming = iter(entries)
    first = list(islice(coming, FEW))
    if len(first) < FEW:
        yield from _read_some(store, first)
        return
    with ExitStack() as stack:
        read, width = _means(store, stack)
        pool = stack.enter_context(ThreadPoolExecutor(width))
        # What is under way is bounded, so that a slow reader does not fill the memory.
        under_way: deque[Future[list[Read]]] = deque()
        for some in _batches(first, coming):
            under_way.append(pool.submit(read, some))
            if len(under_way) > 2 * width:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


def _batches(first: list[Entry], coming: Iterator[Entry]) -> Iterator[list[Entry]]:
    for start in range(0, len(first), AT_ONCE):
        yield first[start : start + AT_ONCE]
    while some := list(islice(coming, AT_ONCE)):
        yield some


def _means(store: ObjectStore, stack: ExitStack) -> tuple[Callable[[list[Entry]], list[Read]], int]:
    """Choose how a batch is read, and how many at a time."""
    if not isinstance(store, FolderStore):
        return partial(_read_here, store), THREADS
    free: SimpleQueue[Helper] = SimpleQueue()
    width = os.cpu_count() or 1
    for _ in range(width):
        helper = Helper(READER, str(store.root))
        stack.callback(helper.close)
        free.put(helper)
    return partial(_read_there, store, free), width


def _read_there(
    store: ObjectStore, free: "SimpleQueue[Helper]", entries: list[Entry]
) -> list[Read]:
    """Have a helper read; where it was killed, read here instead."""
    helper = free.get()
    try:
        reads: list[Read] = helper.ask(entries)
    except EOFError:
        reads = _read_here(store, entries)
    finally:
        free.put(helper)
    return reads


def _read_here(store: ObjectStore, entries: list[Entry]) -> list[Read]:
    return list(_read_some(store, entries))


def _read_some(store: ObjectStore, entries: Iterable[Entry]) -> Iterator[Read]:
    for entry in entries:
        yield read_entry(store, entry)
