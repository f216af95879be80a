"""The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1), as pure functions.

A leaf's data is the 32-byte SHA-256 of a stored record. Hashes of leaves and of
inner nodes begin with different bytes, so that neither passes for the other.
Proofs are made from the hashes of perfect subtrees, wherever those are kept.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeAlias

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
_LEAF = b"\x00"
_NODE = b"\x01"

SubtreeHash: TypeAlias = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree of 2**height leaves, by height and place from the left."""


def leaf_hash(data: bytes) -> bytes:
    """Hash the data of a leaf."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children into their parent."""
    return hashlib.sha256(_NODE + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Give the root over hashes of leaves, or of subtrees of one size of which the last is less.

    Pairing level by level and lifting a last one without a partner gives the
    same tree as the standard's split at the largest power of two.
    """
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    sha256 = hashlib.sha256
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(_NODE + left + right).digest() for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def tree_root(size: int, subtree: SubtreeHash) -> bytes:
    """Give the root of the tree of the first ``size`` leaves."""
    return _range_hash(0, size, subtree) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    """Prove that the leaf at ``index`` (from 0) is in the tree of ``size`` leaves.

    The leaf's sibling comes first, the child of the root last. Raises
    ``ValueError`` where there is no such leaf.
    """
    if not 0 <= index < size:
        message = f"there is no leaf {index} in a tree of {size}"
        raise ValueError(message)
    low, high = 0, size
    path: list[bytes] = []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range_hash(middle, high, subtree))
            high = middle
        else:
            path.append(_range_hash(low, middle, subtree))
            low = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, subtree: SubtreeHash) -> tuple[bytes, ...]:
    """Prove that the tree of ``old`` leaves is the beginning of the tree of ``new`` leaves.

    Raises ``ValueError`` where ``old`` is the greater.
    """
    if not 0 <= old <= new:
        message = f"a tree of {old} cannot be the beginning of one of {new}"
        raise ValueError(message)
    if old in {0, new}:
        return ()
    low, high = 0, new
    path: list[bytes] = []
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_range_hash(middle, high, subtree))
            high = middle
        else:
            path.append(_range_hash(low, middle, subtree))
            low = middle
    if low:
        path.append(_range_hash(low, high, subtree))
    return tuple(reversed(path))


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Give the root this proof leads to (RFC 9162, 2.1.3.2); None where it cannot be one."""
    if not 0 <= index < size or not _are_hashes(proof):
        return None
    place, last, root = index, size - 1, leaf
    for each in proof:
        if not last:
            return None
        if place % 2 or place == last:
            root = node_hash(each, root)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, each)
        place, last = place >> 1, last >> 1
    return None if last else root


def is_consistent(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Check that one tree is the beginning of another (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes(proof):
        return False
    if old in {0, new}:
        beginning = EMPTY_ROOT if old == 0 else new_root
        return not proof and old_root == beginning
    # The root of a perfect old tree is not repeated in the proof.
    path = (old_root, *proof) if old & (old - 1) == 0 else tuple(proof)
    return bool(path) and _roots_from(old, new, path) == (old_root, new_root)


def _roots_from(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Give the two roots a consistency proof leads to; None where it is too short or too long."""
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old_root = new_root = path[0]
    for each in path[1:]:
        if not last:
            return None
        if place % 2 or place == last:
            old_root, new_root = node_hash(each, old_root), node_hash(each, new_root)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            new_root = node_hash(new_root, each)
        place, last = place >> 1, last >> 1
    return None if last else (old_root, new_root)


def _are_hashes(proof: Sequence[bytes]) -> bool:
    return all(len(each) == HASH_BYTES for each in proof)


def _split(leaves: int) -> int:
    """Give the greatest power of two below a number of leaves (at least 2)."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _range_hash(low: int, high: int, subtree: SubtreeHash) -> bytes:
    """Hash the leaves from ``low`` to before ``high``, a range that the tree cuts out itself."""
    leaves = high - low
    if leaves & (leaves - 1) == 0:
        height = leaves.bit_length() - 1
        return subtree(height, low >> height)
    middle = low + _split(leaves)
    return node_hash(_range_hash(low, middle, subtree), _range_hash(middle, high, subtree))
