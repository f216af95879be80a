"""The schedules that come with the program, as package data with their provenance."""

from dataclasses import replace
from functools import cache
from importlib.resources import files

import msgspec

from retention_schedules.errors import EditionUnknown
from retention_schedules.schedule import Schedule, read_schedule
from retention_schedules.series import Authority, RecordSeries

STARTER_EDITION = "grrs-cities-2021-03-partial"
"""The edition used where a city has adopted none and names none."""

DATA = files("retention_schedules") / "data"


class _Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edition: str
    title: str
    file: str
    complete: bool
    kinds: tuple[Authority, ...]
    leave_out: tuple[str, ...] = ()


class _Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edition: str
    series: str


class _Editions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edition: tuple[_Edition, ...]
    floors: dict[str, _Floor]


@cache
def _editions() -> _Editions:
    content = (DATA / "editions.toml").read_bytes()
    return msgspec.toml.decode(content, type=_Editions)


def starter_names() -> tuple[str, ...]:
    """Name the editions that come with the program, the general schedule first."""
    return tuple(one.edition for one in _editions().edition)


def starter_content(edition: str) -> bytes:
    """Give the bytes of the file of an edition that comes with the program."""
    return (DATA / _described(edition).file).read_bytes()


@cache
def starter_schedule(edition: str = STARTER_EDITION) -> Schedule:
    """Read an edition that comes with the program, with the rows that are offered.

    Rows of bills and of other cities' own decisions are left out. Raises
    ``EditionUnknown`` for any other edition.
    """
    described = _described(edition)
    whole = read_schedule(
        starter_content(edition), edition, described.title, complete=described.complete
    )
    offered = tuple(
        one
        for one in whole.series
        if one.authority in described.kinds and one.key not in described.leave_out
    )
    return replace(whole, series=offered)


def _described(edition: str) -> _Edition:
    for one in _editions().edition:
        if one.edition == edition:
            return one
    raise EditionUnknown(
        f"No edition {edition!r} comes with the program.",
        next_step=f"Use one of: {', '.join(starter_names())}; or import one.",
    )


@cache
def floor_series(name: str) -> RecordSeries:
    """Give the row behind a floor: a period of law or policy that only ever lengthens."""
    floor = _editions().floors[name]
    found = starter_schedule(floor.edition).get(floor.series)
    if found is None:
        message = f"the floor {name} names no row of {floor.edition}"
        raise LookupError(message)
    return found
