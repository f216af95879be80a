"""The fields a query can name, and what each of them takes."""

from dataclasses import dataclass
from typing import TypeAlias

from archiver.imports.kinds import ImportKind
from archiver.items import ItemKind, ItemState
from search.tree import KeyField, TextField, TimeField

AnyField: TypeAlias = TextField | KeyField | TimeField

EDITED = "edited"
"""A state besides the platform's own: more than one wording was seen."""

PLATFORM, IMPORT = "platform", "import"
"""The two ways a version can have come; which kind of import is a value as well."""

HAS_VALUES = ("photo", "video", "media", "link")


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """What a clerk reads about a field.

    ``values`` is the whole list where there is one; ``not_yet`` are values that
    make sense but that nothing of the archive can have, with the next step.
    """

    field: AnyField
    example: str
    values: tuple[str, ...] = ()
    not_yet: tuple[tuple[str, str], ...] = ()


NO_REMOVALS = (
    (
        "removed",
        (
            "No removal is recorded in this archive yet, so nothing can be said to be "
            "removed by the city. What cannot be read on the platform any more is "
            "state:unavailable, and what is hidden there is state:hidden."
        ),
    ),
)


FIELDS: dict[str, FieldHelp] = {
    help_.field.value: help_
    for help_ in (
        FieldHelp(TextField.TEXT, "text:plow"),
        FieldHelp(TextField.AUTHOR, 'author:"Jane Doe"'),
        FieldHelp(KeyField.ACCOUNT, "account:facebook/123"),
        FieldHelp(KeyField.KIND, "kind:comment", tuple(ItemKind)),
        FieldHelp(KeyField.STATE, "state:hidden", (*ItemState, EDITED), NO_REMOVALS),
        FieldHelp(KeyField.HAS, "has:photo", HAS_VALUES),
        FieldHelp(KeyField.SERIES, "series:transitory"),
        FieldHelp(KeyField.HOLD, "hold:*"),
        FieldHelp(KeyField.SOURCE, "source:import", (PLATFORM, IMPORT, *ImportKind)),
        FieldHelp(KeyField.THREAD, "thread:123_456"),
        FieldHelp(KeyField.ID, "id:123_456"),
        FieldHelp(TimeField.POSTED, "posted:[2026-03-01 to 2026-03-31]"),
    )
}

ALIASES = {"created": "posted", "date": "posted", "year": "posted", "by": "author"}
"""Other words clerks use for a field."""

FIELD_NAMES = ", ".join(FIELDS)


def find_field(name: str) -> AnyField | None:
    """Find a field by its name or another word for it; capitals do not count."""
    lowered = name.lower()
    known = FIELDS.get(ALIASES.get(lowered, lowered))
    return known.field if known else None
