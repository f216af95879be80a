"""Having checkpoints stamped: who is due, asking over HTTP, and keeping what was verified.

A day is due at an authority once it is over and no stamp of that authority
covers its last record; then the newest checkpoint is stamped, which covers
every day before it. The answer is verified before it is kept, and kept before
it has a row; a run that was killed in between takes up what it kept.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

import requests

from archiver.archive import Archive
from archiver.civil_time import civil_date
from archiver.errors import CivickeepError, SettingsInvalid
from archiver.ledger import rows, stamp_rows
from archiver.ledger.checkpoint import checkpoint_path
from archiver.ledger.errors import AuthorityUnavailable
from archiver.ledger.settings import Authority, StampSettings
from archiver.ledger.stamp_rows import LedgerDay, StampRow
from archiver.ledger.stamps import Trust, ask_for, check_stamp, read_roots, stamp_time
from archiver.ledger.tiles import PREFIX, numbered_path, path_number
from archiver.settings import Settings
from archiver.store import NewObject

STAMPS = f"{PREFIX}stamps/"
QUERY_TYPE = "application/timestamp-query"
REPLY_TYPE = "application/timestamp-reply"
LARGEST_REPLY = 1_000_000
"""Bytes. Stamps are five to ten thousand; what is larger is something else."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Stamping:
    """What came of asking one authority: the stamp, or why there is none."""

    authority: str
    size: int
    row: StampRow | None = None
    error: CivickeepError | None = None


@dataclass(frozen=True, slots=True)
class UnstampedDay:
    """A day that is over and that no stamp of an authority covers; its last leaf."""

    authority: str
    day: date
    leaf: int


def stamp_path(authority: str, size: int) -> str:
    """Place an authority's answer for the checkpoint of a size."""
    return f"{STAMPS}{authority}/{numbered_path(size)}.tsr"


def kept_stamp(path: str, response: bytes) -> StampRow | None:
    """Make the row of a stamp from its file, for whoever rebuilds; None for any other path.

    Raises ``StampRefused`` where the file is no stamp. Whether it proves
    anything is for ``check_stamp`` to say.
    """
    authority, _, rest = path.removeprefix(STAMPS).partition("/")
    name, dot, kind = rest.rpartition(".")
    size = path_number(name)
    if size is None or dot + kind != ".tsr" or path != stamp_path(authority, size):
        return None
    return _row(size, authority, stamp_time(response, authority=authority), response)


def roots_path(authority: str, pem: bytes) -> str:
    """Place the roots a stamp was verified with, under their own digest."""
    return f"{roots_of(authority)}{hashlib.sha256(pem).hexdigest()}.pem"


def roots_of(authority: str) -> str:
    """Give the folder of an authority's roots."""
    return f"{STAMPS}{authority}/roots/"


def stamp_due(archive: Archive, *, at_once: bool = False) -> tuple[Stamping, ...]:
    """Have the newest checkpoint stamped by every authority at which a day is due.

    ``at_once`` asks also where no day is over yet. One authority's failure
    stops no other; it stands in what is given back.
    """
    with archive.reading() as connection:
        newest = rows.newest_checkpoint(connection)
    if newest is None:
        return ()
    asked = []
    for authority in authorities(archive.settings):
        with archive.reading() as connection:
            stamped = stamp_rows.stamped_size(connection, authority.name)
        wanted = at_once or bool(_days(archive, stamped))
        if wanted and stamped < newest.size:
            asked.append(_stamp(archive, authority, newest.size))
    return tuple(asked)


def unstamped_days(archive: Archive) -> tuple[UnstampedDay, ...]:
    """List the days that are over and not covered by a stamp of every authority in ``[stamps]``."""
    found: list[UnstampedDay] = []
    for authority in authorities(archive.settings):
        with archive.reading() as connection:
            stamped = stamp_rows.stamped_size(connection, authority.name)
        found.extend(
            UnstampedDay(authority.name, day.day, day.leaf) for day in _days(archive, stamped)
        )
    return tuple(found)


def authorities(settings: Settings) -> tuple[Authority, ...]:
    """Give the authorities of ``[stamps]``; raises ``SettingsInvalid`` where one cannot be used."""
    named = settings.section(StampSettings).authorities
    names = [authority.name for authority in named]
    for authority in named:
        if not _NAME.fullmatch(authority.name) or names.count(authority.name) > 1:
            raise SettingsInvalid(
                f"The time stamp authority {authority.name!r} needs another name.",
                next_step="Give each in [stamps] a name of its own, of lower-case letters, digits "
                "and hyphens.",
            )
    return named


def trust_in(archive: Archive, authority: str) -> Trust:
    """Give the roots for an authority's stamps: those of ``[stamps]``, else those kept with them.

    Raises ``SettingsInvalid`` where there are none that can be read.
    """
    for named in authorities(archive.settings):
        if named.name == authority:
            return _trust(_read_pem(archive.settings, named), named)
    kept = [archive.store.get(path) for path in archive.store.paths(roots_of(authority))]
    return Trust(tuple(root for pem in kept for root in read_roots(pem)))


def _stamp(archive: Archive, authority: Authority, size: int) -> Stamping:
    try:
        return Stamping(authority.name, size, row=_keep(archive, authority, size))
    except CivickeepError as error:
        return Stamping(authority.name, size, error=error)


def _keep(archive: Archive, authority: Authority, size: int) -> StampRow:
    """Get a stamp, verify it, keep it with the roots it was verified with, and list it."""
    pem = _read_pem(archive.settings, authority)
    trust = _trust(pem, authority)
    data = archive.store.get(checkpoint_path(size))
    path = stamp_path(authority.name, size)
    if archive.store.has(path):  # kept by a run that was killed before it made the row
        stamp = check_stamp(archive.store.get(path), data, trust, authority=authority.name)
    else:
        request = ask_for(data)
        response = _post(authority, request.data, archive.settings)
        stamp = check_stamp(response, data, trust, authority=authority.name, nonce=request.nonce)
        archive.store.put_all([NewObject(roots_path(authority.name, pem), pem)])
        archive.store.put_all([NewObject(path, stamp.response)])
    row = _row(size, authority.name, stamp.at, stamp.response)
    with archive.writing() as connection:
        stamp_rows.add_stamp(connection, row)
    return row


def _row(size: int, authority: str, at: datetime, response: bytes) -> StampRow:
    sha256 = hashlib.sha256(response).hexdigest()
    return StampRow(size, authority, at, sha256, stamp_path(authority, size))


def _post(authority: Authority, query: bytes, settings: Settings) -> bytes:
    """Send a request as RFC 3161 says in 3.4."""
    timeout = settings.section(StampSettings).timeout
    headers = {"Content-Type": QUERY_TYPE, "Accept": REPLY_TYPE}
    try:
        with requests.post(
            authority.url,
            data=query,
            headers=headers,
            timeout=timeout,
            allow_redirects=False,
            stream=True,
        ) as answer:
            reply = answer.raw.read(LARGEST_REPLY, decode_content=True)
            status, kind = answer.status_code, answer.headers.get("Content-Type", "")
    except (requests.RequestException, OSError) as error:
        raise _unavailable(authority, type(error).__name__) from error
    if status != requests.codes.ok or kind.partition(";")[0].strip() != REPLY_TYPE:
        raise _unavailable(authority, f"HTTP {status}")
    return reply


def _days(archive: Archive, stamped: int) -> tuple[LedgerDay, ...]:
    zone = archive.settings.city.zone
    with archive.reading() as connection:
        today = civil_date(archive.clock(), zone)
        return stamp_rows.ledger_days(connection, zone, today, stamped)


def _read_pem(settings: Settings, authority: Authority) -> bytes:
    file = settings.resolve(authority.roots)
    try:
        return file.read_bytes()
    except OSError as error:
        raise _no_roots(authority, f"{file}: {error.strerror}") from error


def _trust(pem: bytes, authority: Authority) -> Trust:
    try:
        return Trust(read_roots(pem), authority.policy)
    except ValueError:
        raise _no_roots(authority, "the file holds no certificate") from None


def _no_roots(authority: Authority, why: str) -> SettingsInvalid:
    return SettingsInvalid(
        f"The roots of the time stamp authority {authority.name} cannot be read: {why}.",
        next_step="Name a PEM file of its root certificates as roots in [stamps].",
    )


def _unavailable(authority: Authority, how: str) -> AuthorityUnavailable:
    return AuthorityUnavailable(
        f"The time stamp authority {authority.name} gave no stamp ({how}).",
        next_step="Run civickeep stamp again later; every day that is due is covered then.",
    )
