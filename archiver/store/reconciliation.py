"""Comparing a listing with what ought to be there, where the listing may be old."""

from collections.abc import Iterable
from dataclasses import dataclass

from archiver.store.objects import ObjectStore


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Objects that ought to be there and are not, and objects that nothing names; both sorted."""

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]


def reconcile(store: ObjectStore, expected: Iterable[str], under: str = "") -> Reconciliation:
    """Compare the store, or one folder of it, with the paths expected there.

    The listing only says where to look: each difference is asked of the
    object itself, so that an old listing accuses nobody.
    """
    listed = set(store.paths(under))
    wanted = set(expected)
    return Reconciliation(
        missing=tuple(path for path in sorted(wanted - listed) if not store.has(path)),
        unexpected=tuple(path for path in sorted(listed - wanted) if store.has(path)),
    )
