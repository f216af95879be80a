"""The lists that hang on something: what every edge has in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar
from zlib import crc32

from archiver.civil_time import from_wire
from archiver.platforms.graph_errors import bad_parameter
from archiver.platforms.paging import cut, cut_by_count, limit_of, paging
from archiver.platforms.played import ItemList, Row
from archiver.platforms.scene import Scene

COMMENTS = "comments"
ATTACHMENTS = "attachments"
_NO = frozenset({"", "0", "false"})
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of an edge; ``paging`` and ``summary`` are None where they are left out."""

    items: tuple[Row, ...]
    paging: dict[str, object] | None = None
    summary: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An edge as it was asked for: whose, which, and with which parameters."""

    owner: str
    name: str
    parameters: Mapping[str, str]

    @property
    def path(self) -> str:
        """The path of the call that asks for it directly."""
        return f"{self.owner}/{self.name}"

    def yes(self, key: str) -> bool:
        """Tell whether a parameter is given and means yes."""
        return self.parameters.get(key, "").lower() not in _NO

    def choice(self, kind: type[_E], key: str, default: _E) -> _E:
        """Read a parameter that is one of a few words; raises ``GraphError`` for others."""
        text = self.parameters.get(key, default.value)
        try:
            return kind(text)
        except ValueError as error:
            known = ", ".join(kind)
            raise bad_parameter(f"Param {key} must be one of {{{known}}}") from error

    def instant(self, key: str, now: datetime) -> datetime | None:
        """Read ``since`` or ``until``: unix seconds, ISO 8601 or ``now``."""
        text = self.parameters.get(key, "")
        try:
            if text in {"", "now"}:
                return now if text else None
            return datetime.fromtimestamp(int(text), UTC) if text.isdecimal() else from_wire(text)
        except (ValueError, OverflowError, OSError) as error:
            message = f"Param {key} must be a UNIX timestamp or ISO 8601 time"
            raise bad_parameter(message) from error


EdgeMaker: TypeAlias = Callable[[Scene, Asked], Listed]
"""Lists an edge; raises ``GraphError`` where a parameter is not understood."""


def page_of(scene: Scene, asked: Asked, listed: ItemList, *, feed: bool = False) -> Listed:
    """Cut the wanted page out of a list; the feed family refuses a ``limit`` above 100."""
    limit = limit_of(asked.parameters, feed=feed)
    counted = scene.behaviour.counted_cursors
    whole = _shuffled(listed, scene.shuffled) if scene.shuffled else listed
    made = (cut_by_count if counted else cut)(whole, asked.parameters, limit)
    if not made.items:
        return Listed(())
    repeated = {"access_token": scene.token, **asked.parameters, "limit": str(limit)}
    first = whole.items[:1] if scene.pinned and made.start else ()
    return Listed((*first, *made.items), paging(made, scene.address(asked.path), repeated))


def _shuffled(listed: ItemList, seed: str) -> ItemList:
    return ItemList(tuple(sorted(listed.items, key=lambda row: crc32(f"{seed}{row.id}".encode()))))


def nothing(_: Scene, __: Asked) -> Listed:
    """List an edge that exists and on which a played account has nothing."""
    return Listed(())
