"""Fetching the files of items: each streamed into the store and kept once under its SHA-256."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from archiver.civil_time import Clock, system_clock
from archiver.media.connection import Gate, Resolver, resolve
from archiver.media.download import USUAL, Download, Limits, Lines, NotToBeHad, Patience, StartAnew
from archiver.media.kinds import declared_type, is_no_file, type_of
from archiver.media.places import Places, expiry
from archiver.paths import media_path

STARTS = 4
"""How often one file is begun from its first byte."""

Keep = Callable[[Iterable[bytes], Callable[[], str]], None]
"""Keeps the bytes of a file under a path that is known when the last of them has come."""

Refresh = Callable[[], str | None]
"""Reads the item again and gives the link to the same file as it is now; None where it has none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store now. ``bytes`` is its length.

    ``type`` is what its bytes say it is; ``declared`` what the server said
    where that is something else.
    """

    sha256: str
    type: str
    bytes: int
    object: str
    declared: str | None = None


@dataclass(frozen=True, slots=True)
class NotKept:
    """A file that is not, and why; ``lasting`` where trying again is in vain."""

    reason: str
    lasting: bool = False


class MediaFetcher:
    """Fetches files. One at a time; the addresses themselves are never kept.

    ``api_url`` on loopback allows files from that host and port too, and from
    nothing else on loopback.
    """

    def __init__(  # noqa: PLR0913 - limits, and what tests play: time, patience and names
        self,
        keep: Keep,
        *,
        api_url: str | None,
        limits: Limits,
        clock: Clock = system_clock,
        patience: Patience = USUAL,
        resolver: Resolver = resolve,
    ) -> None:
        self._keep = keep
        self._places = Places.beside(api_url)
        self._lines = Lines(Gate(resolver, self._places.local))
        self._limits = limits
        self._clock = clock
        self._patience = patience

    def close(self) -> None:
        """Hang up."""
        self._lines.close()

    def fetch(self, url: str, refresh: Refresh | None = None) -> Kept | NotKept:
        """Fetch one file and keep it, or say why not.

        A link that has ended is asked for anew once: one that is forbidden, or
        that is refused in another way after the time it gives itself. It is
        tried first all the same, because a call is dearer than a refusal, and
        the platform's clock counts and not ours. What ``refresh`` raises goes
        on up.
        """
        if not url:
            return NotKept("the platform gives no address for it")
        outcome, status = self._outcome(url)
        if refresh is None or status is None or not self._has_ended(url, status):
            return outcome
        fresh = refresh()
        return outcome if fresh is None or fresh == url else self._outcome(fresh)[0]

    def _has_ended(self, url: str, status: int) -> bool:
        ends = expiry(url)
        return status == HTTPStatus.FORBIDDEN or (ends is not None and ends <= self._clock())

    def _outcome(self, url: str) -> tuple[Kept | NotKept, int | None]:
        """Fetch from one link; give the status too where that is why it cannot be had."""
        download = Download(url, self._lines, self._places, self._limits, self._patience)
        for _ in range(STARTS):
            try:
                self._keep(download.pieces(), partial(_path_of, download))
            except StartAnew:
                continue
            except NotToBeHad as error:
                return NotKept(error.reason, error.lasting), error.status
            return _kept(download), None
        return NotKept("the download failed (it was another file each time)"), None


def _path_of(download: Download) -> str:
    """Say where a file belongs that has come to its end; raises for what is none."""
    if is_no_file(download.head, declared_type(download.declared)):
        raise NotToBeHad("the platform answered with something that is not the file")
    return media_path(download.sha256)


def _kept(download: Download) -> Kept:
    found = type_of(download.head)
    declared = declared_type(download.declared)
    return Kept(
        sha256=download.sha256,
        type=found,
        bytes=download.length,
        object=media_path(download.sha256),
        declared=declared if declared != found else None,
    )
