"""Checking the time stamps that are kept: each file, each row, and what each stamp proves."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from archiver.archive import Archive
from archiver.errors import CivickeepError
from archiver.ledger.checkpoint import checkpoint_path
from archiver.ledger.stamp_rows import StampRow, stamp_rows
from archiver.ledger.stamping import STAMPS, kept_stamp, trust_in
from archiver.ledger.stamps import Trust, check_stamp

ROOTS = "roots"


class StampDamage(StrEnum):
    """What is wrong with a kept stamp, or with roots kept beside it."""

    MISSING = "missing"
    DAMAGED = "damaged"
    UNLISTED = "unlisted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class StampProblem:
    """One file of stamps that is not as it was when it was kept."""

    kind: StampDamage
    path: str
    detail: str


def stamp_problems(archive: Archive, paths: Iterable[str]) -> Iterator[StampProblem]:
    """Check every stamp the catalogue knows, and every file among ``paths`` that lies with them.

    A stamp is held against the roots of ``[stamps]``, or, where its authority
    is named there no more, against those that were kept with it.
    """
    with archive.reading() as connection:
        listed = {row.object: row for row in stamp_rows(connection)}
    there = {path for path in paths if path.startswith(STAMPS)}
    trust: dict[str, Trust | CivickeepError] = {}
    for path, row in listed.items():
        if path not in there:
            yield StampProblem(StampDamage.MISSING, path, "it was kept once")
        else:
            yield from _check(archive, row, trust)
    for path in sorted(there - listed.keys()):
        yield from _check_other(archive, path)


def _check(
    archive: Archive, row: StampRow, trust: dict[str, Trust | CivickeepError]
) -> Iterator[StampProblem]:
    response = archive.store.get(row.object)
    if hashlib.sha256(response).hexdigest() != row.sha256:
        yield StampProblem(StampDamage.DAMAGED, row.object, "it is not what was kept")
        return
    if row.authority not in trust:
        trust[row.authority] = _trust(archive, row.authority)
    known = trust[row.authority]
    try:
        if isinstance(known, CivickeepError):
            raise known
        data = archive.store.get(checkpoint_path(row.size))
        stamp = check_stamp(response, data, known, authority=row.authority)
    except CivickeepError as error:
        yield StampProblem(StampDamage.REFUSED, row.object, error.what)
        return
    if stamp.at != row.at:
        yield StampProblem(StampDamage.DAMAGED, row.object, "its row says another time")


def _trust(archive: Archive, authority: str) -> Trust | CivickeepError:
    try:
        return trust_in(archive, authority)
    except CivickeepError as error:
        return error


def _check_other(archive: Archive, path: str) -> Iterator[StampProblem]:
    """Check a file that is no listed stamp: roots under their digest, and nothing else."""
    folder, _, name = path.rpartition("/")
    data = archive.store.get(path)
    if not folder.endswith(f"/{ROOTS}"):
        known = _is_stamp(path, data)
        what = "the catalogue does not know this stamp" if known else "it is no stamp of ours"
        yield StampProblem(StampDamage.UNLISTED, path, what)
    elif name != f"{hashlib.sha256(data).hexdigest()}.pem":
        yield StampProblem(StampDamage.DAMAGED, path, "it does not match its digest")


def _is_stamp(path: str, data: bytes) -> bool:
    try:
        return kept_stamp(path, data) is not None
    except CivickeepError:
        return False
