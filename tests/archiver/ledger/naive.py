"""RFC 6962 section 2.1 read aloud: slow, and written without a look at the ledger's own tree."""

import hashlib
from collections.abc import Sequence


def root(entries: Sequence[bytes]) -> bytes:
    """MTH(D[n])."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = _greatest_power_below(len(entries))
    return hashlib.sha256(b"\x01" + root(entries[:k]) + root(entries[k:])).digest()


def path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(entries) == 1:
        return []
    k = _greatest_power_below(len(entries))
    if m < k:
        return [*path(m, entries[:k]), root(entries[k:])]
    return [*path(m - k, entries[k:]), root(entries[:k])]


def proof(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return _subproof(m, entries, complete=True)


def _subproof(m: int, entries: Sequence[bytes], *, complete: bool) -> list[bytes]:
    if m == len(entries):
        return [] if complete else [root(entries)]
    k = _greatest_power_below(len(entries))
    if m <= k:
        return [*_subproof(m, entries[:k], complete=complete), root(entries[k:])]
    return [*_subproof(m - k, entries[k:], complete=False), root(entries[:k])]


def _greatest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k
