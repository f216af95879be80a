"""The tree lies in files as c2sp.org/tlog-tiles says, however often it grew."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import ObjectMissing
from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.tiles import (
    WIDTH,
    Edge,
    TileReader,
    lay_tiles,
    numbered_path,
    path_number,
    read_tile_path,
    tile_path,
)
from archiver.ledger.tree import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_from_inclusion,
    root_of,
)
from archiver.store import NewObject
from archiver.store.memory import MemoryStore

DIGESTS = [sha256(b"%d" % n).digest() for n in range(70_000)]
LEAVES = list(map(leaf_hash, DIGESTS))


def lay(store: MemoryStore, size: int, before: int = 0) -> Edge:
    """Grow a tree in a store from one size to another."""
    edge = TileReader(store, before).edge()
    full = before // WIDTH * WIDTH
    store.put_all(lay_tiles(edge, DIGESTS[before:size], DIGESTS[full:before]))
    return edge


@pytest.mark.parametrize(
    ("number", "path"),
    [(0, "000"), (42, "042"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_a_number_is_written_as_the_standard_writes_it(number: int, path: str) -> None:
    """1234067 is the standard's own example."""
    assert path == numbered_path(number)
    assert number == path_number(path)


def test_a_number_below_zero_has_no_path() -> None:
    """Divided again and again, -1 stays -1: it is refused instead of written for ever."""
    with pytest.raises(ValueError, match="-1"):
        numbered_path(-1)


@pytest.mark.parametrize("path", ["", "1", "x001", "x000/001", "001/002", "x001/2", "٠٠١", "-01"])
def test_other_spellings_of_a_number_are_none(path: str) -> None:
    """One number has one path."""
    assert path_number(path) is None


@pytest.mark.parametrize(
    ("level", "number", "width"), [(0, 273, 112), (1, 0, 256), ("entries", 1234067, 1)]
)
def test_a_tile_can_be_told_from_its_path(level: int | str, number: int, width: int) -> None:
    """Level, number and width come back."""
    assert (level, number, width) == read_tile_path(tile_path(level, number, width))


@pytest.mark.parametrize(
    "path",
    [
        "ledger/checkpoint",
        "ledger/tile/0",
        "ledger/tile/00/000",
        "ledger/tile/x/000",
        "ledger/tile/0/000.p/0",
        "ledger/tile/0/000.p/256",
        "ledger/tile/0/000.p/01",
        "ledger/tile/0/000.p/",
        "tile/0/000",
    ],
)
def test_other_paths_are_no_tiles(path: str) -> None:
    """One tile has one path."""
    assert read_tile_path(path) is None


def test_a_tree_of_70000_lies_in_the_tiles_the_standard_counts() -> None:
    """273 full tiles of leaves and one of 112, one full and one of 17 above, and one of 1."""
    store = MemoryStore()

    edge = lay(store, 70_000)

    tiles = [path for path in store.paths() if "/tile/" in path and "/entries/" not in path]
    levels = [[path for path in tiles if path.startswith(f"ledger/tile/{n}/")] for n in range(4)]
    assert [274, 2, 1, 0] == list(map(len, levels))
    assert all(
        store.has(f"ledger/tile/{name}") for name in ("0/273.p/112", "1/001.p/17", "2/000.p/1")
    )
    assert root_of(LEAVES) == edge.root
    assert b"".join(LEAVES[:256]) == store.get("ledger/tile/0/000")


def test_entries_are_the_digests_each_with_its_length() -> None:
    """Anyone can map the ledger's order to objects, whose names end in the same digest."""
    store = MemoryStore()

    lay(store, 258)

    assert b"\x00\x20" + DIGESTS[256] + b"\x00\x20" + DIGESTS[257] == store.get(
        "ledger/tile/entries/001.p/2"
    )
    assert DIGESTS[:258] == [
        digest for number in (0, 1) for digest in TileReader(store, 258).digests(number)
    ]


@given(st.lists(st.integers(1, 600), min_size=1, max_size=6))
def test_however_the_tree_grew_its_root_and_full_tiles_are_the_same(steps: list[int]) -> None:
    """And at each step its edge can be read back from the files."""
    grown, at_once = MemoryStore(), MemoryStore()
    size = 0

    for step in steps:
        edge = lay(grown, size + step, size)
        size += step
        assert root_of(LEAVES[:size]) == edge.root == TileReader(grown, size).edge().root
    lay(at_once, size)

    kept = {path: grown.get(path) for path in grown.paths()}
    assert {path: at_once.get(path) for path in at_once.paths()}.items() <= kept.items()
    assert all(".p/" in path for path in kept.keys() - set(at_once.paths()))


def test_no_path_is_ever_written_with_other_bytes() -> None:
    """Each growth by one adds files and replaces none."""
    store = MemoryStore()
    edge, written = Edge(), dict[str, bytes]()
    for size in range(515):
        full = size // WIDTH * WIDTH
        for new in lay_tiles(edge, DIGESTS[size : size + 1], DIGESTS[full:size]):
            assert new.data == written.setdefault(new.path, new.data)
            store.put_all([new])

    assert root_of(LEAVES[:515]) == TileReader(store, 515).edge().root


def test_only_what_is_new_is_written() -> None:
    """One leaf more is two files, its tile and its entries, however large the tree."""
    edge = Edge()
    for leaf in LEAVES[:69_999]:
        edge.append(leaf)
    full = 69_999 // WIDTH * WIDTH

    written = [new.path for new in lay_tiles(edge, DIGESTS[69_999:], DIGESTS[full:69_999])]

    assert ["ledger/tile/entries/273.p/112", "ledger/tile/0/273.p/112"] == written


@given(st.data())
def test_proofs_come_from_tiles(data: st.DataObject) -> None:
    """Of any leaf in any tree, and of any tree in any later one, from the same files."""
    size = data.draw(st.sampled_from([1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    reader = TileReader(whole_store(), size)

    included = inclusion_proof(index, size, reader)
    consistent = consistency_proof(old, size, reader)

    root = root_of(LEAVES[:size])
    assert root == root_from_inclusion(LEAVES[index], index, size, included)
    assert is_consistent(old, size, consistent, root_of(LEAVES[:old]), root)


_whole = MemoryStore()


def whole_store() -> MemoryStore:
    """Give a store with a tree of 70,000 leaves, laid once."""
    if not _whole.has(tile_path(0, 0)):
        lay(_whole, 70_000)
    return _whole


def test_a_fuller_tile_serves_where_the_partial_one_was_dropped() -> None:
    """As the standard allows a log to do."""
    reader = TileReader(whole_store(), 300)

    assert LEAVES[256:300] == reader.hashes(0, 1)
    assert root_of(LEAVES[:300]) == reader.edge().root


@pytest.mark.parametrize("damaged", [b"", b"\x00" * 8191, b"\x00" * 8193])
def test_a_tile_of_another_length_is_damaged(damaged: bytes) -> None:
    """It is named."""
    store = MemoryStore()
    lay(store, 256)
    store.put_all([NewObject("ledger/tile/0/000", damaged)])

    with pytest.raises(LedgerDamaged, match="ledger/tile/0/000"):
        TileReader(store, 256)(0, 0)


def test_an_entry_of_another_length_is_damaged() -> None:
    """Entries are digests of 32 bytes and nothing else."""
    store = MemoryStore()
    lay(store, 1)
    store.put_all([NewObject("ledger/tile/entries/000.p/1", b"\x00\x1f" + b"\x00" * 32)])

    with pytest.raises(LedgerDamaged, match="entries/000"):
        TileReader(store, 1).digests(0)


def test_a_tile_that_is_gone_is_missing() -> None:
    """It is said which."""
    with pytest.raises(ObjectMissing, match=r"ledger/tile/0/000\.p/7"):
        TileReader(MemoryStore(), 7).edge()


def test_what_a_tree_does_not_have_cannot_be_read() -> None:
    """Asking for it is a fault of the caller."""
    reader = TileReader(whole_store(), 300)

    for height, place in ((0, 300), (8, 1), (3, 37), (16, 0)):
        with pytest.raises(ValueError, match="a tree of 300"):
            reader(height, place)
