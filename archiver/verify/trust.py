"""Which leaves and which keys to believe, where catalogue and store contradict each other.

What was signed decides: of two lists of leaves the one that makes more of the
roots in the checkpoints. The keys are those that the stored events adopt.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from archiver.errors import CivickeepError
from archiver.events import ArchiveFounded, CheckpointKeyAdopted, Event
from archiver.ledger.checkpoint import SignedCheckpoint, origin
from archiver.ledger.note import read_verifier_key
from archiver.ledger.rows import AdoptedKey
from archiver.ledger.tree import HASH_BYTES
from archiver.rebuild.inventory import Inventory
from archiver.rebuild.order import Entry, published
from archiver.rebuild.places import kind_of
from archiver.rebuild.reading import ReadAct, read_entry
from archiver.record import RecordKind
from archiver.store import ObjectStore
from archiver.verify.said import Said
from archiver.verify.tree import GrownTree
from archiver.wire import decode_event


@dataclass(frozen=True, slots=True)
class Trusted:
    """The archive's id and its keys, as far as they can be known."""

    identity: str
    keys: tuple[AdoptedKey, ...]


def choose_tree(
    said: Said,
    store: ObjectStore,
    checkpoints: Mapping[str, SignedCheckpoint],
    tail: Callable[[bytes], bytes],
) -> GrownTree:
    """Grow the tree from the catalogue's leaves, or the store's where more roots are theirs.

    ``tail`` completes the leaves under checkpoints with those under none yet.
    """
    roots = {each.size: each.root for each in checkpoints.values()}
    sizes = {*roots, *said.checkpoints}
    signed = max(roots, default=0)
    ours = GrownTree(tail(said.digests[: signed * HASH_BYTES]), sizes)
    if _agreeing(ours, roots) == len(roots):
        return ours
    theirs = GrownTree(tail(_digests_of(store, roots)), sizes)
    return theirs if _agreeing(theirs, roots) > _agreeing(ours, roots) else ours


def _agreeing(tree: GrownTree, roots: Mapping[int, bytes]) -> int:
    return sum(tree.roots.get(size) == root for size, root in roots.items())


def _digests_of(store: ObjectStore, sizes: Iterable[int]) -> bytes:
    """Read the ledger's own entries at the greatest size for which they are there."""
    for size in sorted(sizes, reverse=True):
        try:
            return b"".join(published(store, size))
        except CivickeepError:
            continue  # what is wrong with those files is told where they are checked
    return b""


def trusted(store: ObjectStore, inventory: Inventory, tree: GrownTree, said: Said) -> Trusted:
    """Read the founding and the adoptions of keys; where one is lost, believe its row."""
    numbers = {number for number in said.key_leaves if 0 < number <= tree.size}
    if not numbers:
        numbers = set(range(1, tree.size + 1))
    events = _events(store, inventory, tree, {1, *numbers} if tree.size else set())
    founding = events.get(1)
    keys = {
        leaf: AdoptedKey(
            event.number, read_verifier_key(event.key), event.link, event.statement, leaf
        )
        for leaf, event in events.items()
        if isinstance(event, CheckpointKeyAdopted)
    }
    read = {key.number for key in keys.values()}
    lost = {
        leaf: key
        for leaf, key in said.keys.items()
        if leaf not in events and leaf <= tree.size and key.number not in read
    }
    adopted = tuple(key for _, key in sorted({**lost, **keys}.items()))
    if isinstance(founding, ArchiveFounded):
        return Trusted(founding.archive, adopted)
    named = adopted[0].key.name.removeprefix(origin("")) if adopted else ""
    return Trusted(named or said.identity or "", adopted)


def _events(
    store: ObjectStore, inventory: Inventory, tree: GrownTree, numbers: set[int]
) -> dict[int, Event]:
    """Read the events among these records; what is none, or is lost, is left out."""
    ordered = sorted(numbers)
    paths = inventory.paths_of([tree.digest(number) for number in ordered])
    events: dict[int, Event] = {}
    for number in ordered:
        path = paths.get(tree.digest(number))
        if path is None or kind_of(path) is not RecordKind.EVENT:
            continue
        read = read_entry(store, Entry(number, tree.digest(number), path))
        if isinstance(read, ReadAct):
            try:
                events[number] = decode_event(read.block)
            except msgspec.MsgspecError:
                continue
    return events
