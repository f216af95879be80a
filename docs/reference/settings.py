"""``docs/settings.md``: every section of ``civickeep.toml`` with its keys, types and defaults."""

import inspect
import re
from typing import get_args, get_type_hints

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
    hints = get_type_hints(kind)
    head = ["| key | type | default | variable |", "|---|---|---|---|"]
    rows = [
        f"{_row(field, hints[field.name])} `{_variable(name, field.name)}` |"
        for field in msgspec.structs.fields(kind)
    ]
    nested = [_nested(name, key, below) for key, hint in hints.items() for below in _structs(hint)]
    return "\n\n".join([f"## [{name}]", _prose(kind), "\n".join(head + rows), *nested]) + "\n"


def _nested(section: str, key: str, kind: type[msgspec.Struct]) -> str:
    """Explain what stands in each ``[[section.key]]``."""
    hints = get_type_hints(kind)
    head = ["| key | type | default |", "|---|---|---|"]
    rows = [_row(field, hints[field.name]) for field in msgspec.structs.fields(kind)]
    return "\n\n".join([f"### [[{section}.{key}]]", _prose(kind), "\n".join(head + rows)])


def _structs(hint: object) -> list[type[msgspec.Struct]]:
    """Find the tables that a key holds many of."""
    inner = get_args(hint)
    return [each for each in inner if isinstance(each, type) and issubclass(each, msgspec.Struct)]


def _row(field: msgspec.structs.FieldInfo, hint: object) -> str:
    kind = hint.__name__ if type(hint) is type else re.sub(r"\w+\.", "", str(hint))
    kind = re.sub(r"Optional\[(.*)\]", r"\1 | None", kind)  # as Python 3.14 writes it
    return f"| `{field.name}` | {cell(kind)} | {cell(_default(field))} |"


def _variable(section: str, key: str) -> str:
    return f"{OVERRIDE_PREFIX}{section.upper()}{SECTION_SEPARATOR}{key.upper()}"


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default_factory is not msgspec.NODEFAULT:
        value = field.default_factory()
    elif field.default is not msgspec.NODEFAULT:
        value = field.default
    else:
        return "required"
    return "none" if value is None else f"`{msgspec.json.encode(value).decode()}`"


def _prose(kind: type[msgspec.Struct]) -> str:
    return (inspect.getdoc(kind) or "").replace("``", "`")
