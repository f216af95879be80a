"""The first ``civickeep.toml`` of an archive, as ``civickeep init`` writes it."""

import json
from dataclasses import dataclass
from pathlib import Path

from archiver.disk import write_file
from archiver.settings import ArchiveSettings

_DEFAULT = ArchiveSettings()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a new archive is to keep what; what is left out keeps its default."""

    store: str = _DEFAULT.store
    catalogue: str = _DEFAULT.catalogue
    schema: str | None = None
    endpoint_url: str | None = None


def write_settings(path: Path, city: str, time_zone: str, layout: Layout) -> None:
    """Write the file, whole or not at all."""
    write_file(path, settings_text(city, time_zone, layout).encode())


def settings_text(city: str, time_zone: str, layout: Layout) -> str:
    """Give the file's text. Pure."""
    archive: dict[str, str | None] = {
        "store": layout.store,
        "catalogue": layout.catalogue,
        "schema": layout.schema,
    }
    sections: dict[str, dict[str, str | None]] = {
        "city": {"name": city, "time_zone": time_zone},
        "archive": archive,
        "s3": {"endpoint_url": layout.endpoint_url},
    }
    parts = ["# The settings of one city's archive. Every key is explained in docs/settings.md.\n"]
    for section, keys in sections.items():
        lines = [f"{key} = {_quoted(value)}\n" for key, value in keys.items() if value is not None]
        if lines:
            parts.append(f"\n[{section}]\n{''.join(lines)}")
    return "".join(parts)


def _quoted(value: str) -> str:
    """Write a TOML basic string; JSON escapes the same characters, and DEL is the one it leaves."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
