"""The kinds of work that can be due, found among the entry points ``civickeep.work``.

A package that has something to do again and again registers a ``WorkKind``
under its name; the worker knows none of them by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import distribution
from typing import TYPE_CHECKING, cast

import msgspec

from archiver.errors import WrongUsage

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.capture.harvest import Surroundings

GROUP = "civickeep.work"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a unit of work.

    ``next_due`` is when it is to be done again, by the archive's clock; a time
    in the past means at once. ``said`` is one line for whoever looks on, None
    where there was nothing to do. ``clean`` is False where a person should
    look. ``result`` is written out by ``--json``.
    """

    next_due: datetime
    said: str | None = None
    clean: bool = True
    result: msgspec.Struct | None = None


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work: what there is of it, and how one unit is done.

    ``wanted`` gives each subject with the time since when it is due if it was
    never done; asked before every round, so it must be quick. ``do`` is called
    under the unit's lease with an archive that commits nothing once the lease
    is lost; it may be called again for what a killed process had begun.
    ``farthest`` is longer than it ever waits: a time farther ahead was told by
    a wrong clock.
    """

    wanted: Callable[["Archive"], Mapping[str, datetime]]
    do: Callable[["Archive", str, "Surroundings"], Outcome]
    farthest: timedelta = timedelta(days=31)


def work_kinds(names: tuple[str, ...] = ()) -> Mapping[str, WorkKind]:
    """Give the kinds of these names, or all; raises ``WrongUsage`` for an unknown name."""
    own = distribution("civickeep").entry_points.select(group=GROUP)
    entries = {entry.name: entry for entry in own}
    unknown = sorted(set(names) - set(entries))
    if unknown:
        raise WrongUsage(
            f"There is no work of the kind {unknown[0]!r}.",
            next_step=f"Kinds are: {', '.join(sorted(entries))}.",
        )
    return {
        name: cast("WorkKind", entries[name].load()) for name in sorted(names or tuple(entries))
    }
