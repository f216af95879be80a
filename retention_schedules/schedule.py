"""One dated edition of a retention schedule, and finding a series in it."""

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from retention_schedules.errors import SeriesAmbiguous, SeriesUnknown
from retention_schedules.schedule_file import read_series
from retention_schedules.series import Authority, RecordSeries, slug

NEAR = 3
"""How many near matches an unknown series is answered with."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """An edition of a schedule: its rows, what it is called, and the digest of its file.

    ``complete`` is false where only part of the printed schedule is here; an
    item whose series is in the missing part stays unscheduled, and is kept.
    """

    edition: str
    title: str
    sha256: str
    complete: bool
    series: tuple[RecordSeries, ...]
    _by_key: dict[str, RecordSeries] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """List the rows by key, because an audit asks for one an item."""
        object.__setattr__(self, "_by_key", {one.key: one for one in self.series})

    @property
    def is_schedule(self) -> bool:
        """Whether it is a retention schedule, and not only periods from elsewhere."""
        return any(one.authority is Authority.SCHEDULE for one in self.series)

    def get(self, key: str) -> RecordSeries | None:
        """Give the series of this key, or ``None`` where this edition has none."""
        return self._by_key.get(key)

    def matching(self, text: str) -> tuple[RecordSeries, ...]:
        """Give the series that a person names by key, code or title, in any case."""
        wanted = _plain(text)
        exact = [one for one in self.series if wanted in {one.key, _plain(one.code or one.key)}]
        found = exact or [one for one in self.series if _plain(one.title) == wanted]
        found = found or [one for one in self.series if slug(one.title) == slug(text) != ""]
        return tuple(found)


def find_series(schedules: Sequence[Schedule], text: str) -> tuple[Schedule, RecordSeries]:
    """Find the one series that a person names, in the first edition that has it.

    Raises ``SeriesUnknown`` with the nearest ones, or ``SeriesAmbiguous``
    where a title stands in several sections.
    """
    for schedule in schedules:
        found = schedule.matching(text)
        if len(found) > 1:
            raise SeriesAmbiguous(
                f"Several series of {schedule.edition} are called {text!r}.",
                next_step=f"Name one by its key: {', '.join(one.key for one in found)}.",
            )
        if found:
            return schedule, found[0]
    editions = " or ".join(one.edition for one in schedules)
    raise SeriesUnknown(
        f"There is no series {text!r} in {editions}.", next_step=_near(schedules, text)
    )


def _near(schedules: Sequence[Schedule], text: str) -> str:
    """Say which series may have been meant."""
    names = {
        _plain(name): f'"{one.key}" ({one.name})'
        for schedule in schedules
        for one in schedule.series
        for name in (one.title, one.code or one.key, one.key)
    }
    wanted = _plain(text)
    near = [name for name in names if wanted and wanted in name]
    near += difflib.get_close_matches(wanted, names, n=2 * NEAR, cutoff=0.5)
    hints = list(dict.fromkeys(names[name] for name in near))[:NEAR]
    if hints:
        return f"Did you mean {' or '.join(hints)}?"
    return "civickeep retention schedule list --series names them all."


def citation(schedule: Schedule, series: RecordSeries) -> str:
    """Say where a period stands: edition, row, its words, and where the row was read."""
    words = f"{schedule.title} (edition {schedule.edition}), {series.name}"
    section = f", section {series.section}" if series.section else ""
    statute = f"; {series.statute}" if series.statute else ""
    return f'{words}{section}: "{series.retention_text}"{statute}; read at {series.source}'


def read_schedule(content: bytes, edition: str, title: str, *, complete: bool = True) -> Schedule:
    """Read a schedule out of the bytes of a file; raises what ``read_series`` raises.

    Rows of bills are left out: a bill is not law and is offered to nobody.
    """
    return Schedule(
        edition=edition,
        title=title,
        sha256=hashlib.sha256(content).hexdigest(),
        complete=complete,
        series=tuple(
            one for one in read_series(content, edition) if one.authority is not Authority.BILL
        ),
    )


def _plain(text: str) -> str:
    """Bring a name to the form in which names are compared."""
    return " ".join(text.split()).casefold()
