"""What a verification can find, by name."""

from dataclasses import dataclass, field
from enum import StrEnum


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
    TILE_MISSING = "tile_missing"
    TILE_DAMAGED = "tile_damaged"
    LEDGER_UNLISTED = "ledger_unlisted"
    CHECKPOINT_MISSING = "checkpoint_missing"
    CHECKPOINT_DAMAGED = "checkpoint_damaged"
    CHECKPOINT_INCONSISTENT = "checkpoint_inconsistent"
    LEDGER_SHORTENED = "ledger_shortened"
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
    """Problems as they are found, each told once."""

    problems: list[Problem] = field(default_factory=list)
    objects: int = 0
    versions: int = 0
    ledger: int = 0

    def find(
        self, kind: Damage, detail: str, *, item: str | None = None, path: str | None = None
    ) -> None:
        """Add a problem, unless it was told before."""
        problem = Problem(kind, item, path, detail)
        if problem not in self.problems:
            self.problems.append(problem)
