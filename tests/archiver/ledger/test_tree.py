"""The tree agrees with RFC 6962, with its known roots and with a second reading of it."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.ledger.tree import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_from_inclusion,
    root_of,
    tree_root,
)
from tests.archiver.ledger import naive

# The entries and roots that implementations of Certificate Transparency check each other with
# (google/certificate-transparency, merkletree/merkle_tree_test.cc).
KNOWN_ENTRIES = tuple(
    map(
        bytes.fromhex,
        (
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ),
    )
)
KNOWN_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

SIZES = st.integers(1, 70)


def entries_of(size: int) -> list[bytes]:
    """Make as many different entries."""
    return [sha256(b"%d" % n).digest() for n in range(size)]


def subtrees(entries: list[bytes]) -> Callable[[int, int], bytes]:
    """Give the hash of any perfect subtree, worked out anew each time."""
    return lambda height, place: naive.root(
        entries[place << height : (place + 1) << height],
    )


@pytest.mark.parametrize("size", range(1, 9))
def test_known_entries_give_the_known_roots(size: int) -> None:
    """A third party's numbers come out."""
    root = root_of([leaf_hash(entry) for entry in KNOWN_ENTRIES[:size]])

    assert KNOWN_ROOTS[size - 1] == root.hex()


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    """As the standard says of a list without entries."""
    assert sha256().digest() == EMPTY_ROOT == root_of([]) == tree_root(0, subtrees([]))


@given(SIZES)
def test_a_root_is_the_same_from_leaves_and_from_subtrees(size: int) -> None:
    """Pairing, splitting and the standard's own words agree."""
    entries = entries_of(size)

    roots = {root_of(list(map(leaf_hash, entries))), tree_root(size, subtrees(entries))}

    assert {naive.root(entries)} == roots


@given(st.data())
def test_every_leaf_is_proven_to_be_in_every_tree(data: st.DataObject) -> None:
    """The proof is the standard's, and leads from the leaf to the root."""
    size = data.draw(SIZES)
    index = data.draw(st.integers(0, size - 1))
    entries = entries_of(size)

    proof = inclusion_proof(index, size, subtrees(entries))

    assert naive.path(index, entries) == list(proof)
    assert naive.root(entries) == root_from_inclusion(leaf_hash(entries[index]), index, size, proof)


@given(st.data())
def test_a_proof_of_another_leaf_or_with_another_hash_leads_elsewhere(data: st.DataObject) -> None:
    """Whatever single thing is changed, the root is missed."""
    size = data.draw(st.integers(2, 70))
    index = data.draw(st.integers(0, size - 1))
    entries = entries_of(size)
    root = naive.root(entries)
    proof = naive.path(index, entries)
    leaf = leaf_hash(entries[index])
    place = data.draw(st.integers(0, len(proof) - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda other: other != index))

    changed = [*proof[:place], sha256(proof[place]).digest(), *proof[place + 1 :]]

    assert root != root_from_inclusion(leaf, index, size, changed)
    assert root != root_from_inclusion(leaf, other, size, proof)
    assert root != root_from_inclusion(leaf_hash(entries[other]), index, size, proof)
    assert root != root_from_inclusion(leaf, index, size, proof[:-1])
    assert root != root_from_inclusion(leaf, index, size, [*proof, leaf])
    assert root_from_inclusion(leaf, index, size, [*proof[:-1], proof[-1][:31]]) is None


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_a_leaf_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    """Neither made nor believed."""
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(index, size, subtrees(entries_of(8)))

    assert root_from_inclusion(EMPTY_ROOT, index, size, ()) is None


@given(st.data())
def test_every_tree_is_proven_to_be_the_beginning_of_every_later_one(data: st.DataObject) -> None:
    """The proof is the standard's and convinces."""
    new = data.draw(SIZES)
    old = data.draw(st.integers(1, new))
    entries = entries_of(new)

    proof = consistency_proof(old, new, subtrees(entries))

    roots = naive.root(entries[:old]), naive.root(entries)
    assert naive.proof(old, entries) == list(proof)
    assert is_consistent(old, new, proof, *roots)


@given(st.data())
def test_a_tree_with_another_beginning_is_not_consistent(data: st.DataObject) -> None:
    """One changed old leaf, one changed hash, a proof cut or lengthened: none convinces."""
    new = data.draw(st.integers(2, 70))
    old = data.draw(st.integers(1, new - 1))
    entries = entries_of(new)
    roots = naive.root(entries[:old]), naive.root(entries)
    changed = data.draw(st.integers(0, old - 1))
    forged = [*entries[:changed], b"forged", *entries[changed + 1 :]]
    proof = naive.proof(old, entries)
    place = data.draw(st.integers(0, len(proof) - 1))

    other = [*proof[:place], sha256(proof[place]).digest(), *proof[place + 1 :]]

    assert not is_consistent(old, new, naive.proof(old, forged), roots[0], naive.root(forged))
    assert not is_consistent(old, new, other, *roots)
    assert not is_consistent(old, new, proof[:-1], *roots)
    assert not is_consistent(old, new, [*proof, proof[-1]], *roots)
    assert not is_consistent(old, new, proof, roots[1], roots[0])
    assert not is_consistent(new, old, proof, *roots)


def test_the_empty_and_the_same_tree_need_no_proof() -> None:
    """And a proof where none belongs does not convince."""
    roots = naive.root(entries_of(3)), naive.root(entries_of(4))

    assert () == consistency_proof(0, 4, subtrees(entries_of(4)))
    assert is_consistent(0, 4, (), EMPTY_ROOT, roots[1])
    assert is_consistent(4, 4, (), roots[1], roots[1])
    assert not is_consistent(0, 4, (), roots[0], roots[1])
    assert not is_consistent(4, 4, (), roots[0], roots[1])
    assert not is_consistent(4, 4, (roots[0],), roots[1], roots[1])
    assert not is_consistent(3, 4, (), *roots)


def test_a_greater_tree_is_not_the_beginning_of_a_lesser() -> None:
    """Such a proof is a fault of the caller."""
    with pytest.raises(ValueError, match="beginning"):
        consistency_proof(5, 4, subtrees(entries_of(5)))
