"""``docs/settings.md``: every section of ``civickeep.toml`` with its keys, types and defaults."""

import inspect
from typing import get_type_hints

import msgspec

from archiver.settings import OVERRIDE_PREFIX, SECTION_SEPARATOR, section_types
from docs.reference.commands import cell

INTRODUCTION = """\
# Settings

Written from the code by `make docs`; `make check` fails where it is out of date.

One file, `civickeep.toml`; see `--config` in [commands.md](commands.md) for where it is looked
for. Each key can be overridden by the environment variable beside it. An unknown section or key
is an error.
"""


def page() -> str:
    """Write the page."""
    chapters = [_chapter(name, kind) for name, kind in sorted(section_types().items())]
    return "\n".join([INTRODUCTION, *chapters])


def _chapter(name: str, kind: type[msgspec.Struct]) -> str:
    head = ["| key | type | default | variable |", "|---|---|---|---|"]
    hints = get_type_hints(kind)
    rows = [_row(name, field, hints[field.name]) for field in msgspec.structs.fields(kind)]
    text = (inspect.getdoc(kind) or "").replace("``", "`")
    return "\n\n".join([f"## [{name}]", text, "\n".join(head + rows)]) + "\n"


def _row(section: str, field: msgspec.structs.FieldInfo, kind: object) -> str:
    variable = f"{OVERRIDE_PREFIX}{section.upper()}{SECTION_SEPARATOR}{field.name.upper()}"
    name = kind.__name__ if type(kind) is type else str(kind)
    return f"| `{field.name}` | {cell(name)} | {cell(_default(field))} | `{variable}` |"


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is not msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(field.default).decode()}`"
    if field.default_factory is not msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(field.default_factory()).decode()}`"
    return "required"
