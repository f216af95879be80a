"""What a verification can find, by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from archiver.catalogue.errors import CatalogueDamaged


class Damage(StrEnum):
    """The kinds of damage; the value is what ``civickeep verify --json`` says."""

    OBJECT_MISSING = "object_missing"
    OBJECT_DAMAGED = "object_damaged"
    OBJECT_DOUBLED = "object_doubled"
    OBJECT_UNLISTED = "object_unlisted"
    MEDIA_MISSING = "media_missing"
    MEDIA_DAMAGED = "media_damaged"
    ROW_MISSING = "row_missing"
    ROW_SURPLUS = "row_surplus"
    ROW_CHANGED = "row_changed"
    CATALOGUE_DAMAGED = "catalogue_damaged"
    LEDGER_CHANGED = "ledger_changed"
    LEDGER_SHORTENED = "ledger_shortened"
    LEDGER_UNLISTED = "ledger_unlisted"
    TILE_MISSING = "tile_missing"
    TILE_DAMAGED = "tile_damaged"
    CHECKPOINT_MISSING = "checkpoint_missing"
    CHECKPOINT_DAMAGED = "checkpoint_damaged"
    CHECKPOINT_INCONSISTENT = "checkpoint_inconsistent"
    KEY_MISSING = "key_missing"
    KEY_DAMAGED = "key_damaged"
    STAMP_DAMAGED = "stamp_damaged"
    OUTSIDE_CHECKPOINT = "outside_checkpoint"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit: what kind, of which item, in which object, and how."""

    kind: Damage
    item: str | None
    object: str | None
    detail: str


@dataclass(slots=True)
class Findings:
    """Problems as they are found, each told once, and how much was looked at."""

    objects: int = 0
    versions: int = 0
    ledger: int = 0
    _told: dict[Problem, None] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """The problems in the order in which they were found."""
        return list(self._told)

    def find(
        self, kind: Damage, detail: str, *, item: str | None = None, path: str | None = None
    ) -> None:
        """Add a problem, unless it was told before."""
        self._told[Problem(kind, item, path, detail)] = None

    def names(self, path: str | None) -> bool:
        """Whether something is wrong with this object."""
        return any(problem.object == path for problem in self._told)

    @contextmanager
    def reading_rows(self) -> Iterator[None]:
        """Turn a catalogue that cannot be read into a problem, and go on without it."""
        try:
            yield
        except CatalogueDamaged as error:
            self.find(Damage.CATALOGUE_DAMAGED, error.what)
