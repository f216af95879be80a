"""One ``civickeep.toml``, overridden by ``CIVICKEEP_<SECTION>__<KEY>``, read once and typed.

Each package declares its own section as a frozen ``msgspec.Struct`` under the
entry point group ``civickeep.settings``. Unknown sections and keys are errors.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from archiver.errors import ArchiveMissing, SettingsInvalid

SETTINGS_FILE = "civickeep.toml"
CONFIG_VARIABLE = "CIVICKEEP_CONFIG"
OVERRIDE_PREFIX = "CIVICKEEP_"
SECTION_SEPARATOR = "__"

S = TypeVar("S", bound=msgspec.Struct)


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A section of ``civickeep.toml``. Every key has a type and a line in the manual."""


class City(Section, frozen=True):
    """Which city this archive belongs to, and the zone its civil dates are in."""

    name: str
    time_zone: str = "America/Chicago"

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the city's dates are counted."""
        return ZoneInfo(self.time_zone)


class ArchiveSettings(Section, frozen=True):
    """Where the archive lies; relative paths start at the settings file.

    ``store`` is a folder or ``s3://BUCKET/PREFIX``. ``catalogue`` is the path
    of an SQLite file or ``postgresql://USER@HOST/DATABASE``, where this archive
    has the schema named ``schema``; the password belongs in ``PGPASSWORD`` or
    ``~/.pgpass``.
    """

    store: str = "store"
    catalogue: str = "catalogue.sqlite"
    schema: Annotated[str, msgspec.Meta(pattern="^[a-z_][a-z0-9_]{0,62}$")] = "civickeep"


class FacebookSettings(Section, frozen=True):
    """How Facebook is read. ``timeout`` is in seconds, ``media_limit`` in bytes per file.

    ``deadline`` is how many seconds an answer may take from the question to
    its end; one that only trickles counts as broken off then.
    An answer of more than ``answer_limit`` bytes is asked for in smaller pages.

    ``token_env`` names the environment variable that holds the Page token
    where an account names none of its own.
    """

    api_version: str = "v26.0"
    token_env: str = "CIVICKEEP_FACEBOOK_TOKEN"  # noqa: S105 - the name of a variable, not a token
    timeout: Annotated[float, msgspec.Meta(gt=0)] = 60.0
    deadline: Annotated[float, msgspec.Meta(gt=0)] = 90.0
    page_size: Annotated[int, msgspec.Meta(ge=1, le=100)] = 100
    media_limit: Annotated[int, msgspec.Meta(ge=0)] = 200_000_000
    answer_limit: Annotated[int, msgspec.Meta(ge=1_000)] = 32_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections as read, and the file they came from."""

    path: Path
    sections: Mapping[str, msgspec.Struct]

    def section(self, kind: type[S]) -> S:
        """Give the section of this type, with its defaults where the file has none."""
        for section in self.sections.values():
            if isinstance(section, kind):
                return section
        message = f"{kind.__name__} is not registered under civickeep.settings"
        raise LookupError(message)

    @property
    def city(self) -> City:
        """The city this archive belongs to."""
        return self.section(City)

    def resolve(self, path: str) -> Path:
        """Read a path of the settings as starting at the settings file."""
        return (self.path.parent / path).resolve()


def section_types() -> dict[str, type[msgspec.Struct]]:
    """Find every section that an installed package declares, by name."""
    return {
        entry.name: cast("type[msgspec.Struct]", entry.load())
        for entry in distribution("civickeep").entry_points.select(group="civickeep.settings")
    }


def settings_path(option: str | None, environment: Mapping[str, str]) -> Path:
    """Choose the file: ``--config``, else ``$CIVICKEEP_CONFIG``, else ``./civickeep.toml``."""
    return Path(option or environment.get(CONFIG_VARIABLE) or SETTINGS_FILE).absolute()


def load_settings(
    option: str | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Read, override and check all settings.

    Raises ``ArchiveMissing`` where there is no such file and
    ``SettingsInvalid`` where a line, key or value cannot be used.
    """
    path = settings_path(option, environment)
    raw = _read_toml(path)
    types = section_types()
    _override(raw, environment, types)
    unknown = sorted(set(raw) - set(types))
    if unknown:
        raise SettingsInvalid(
            f"{path} has an unknown section [{unknown[0]}].",
            next_step=f"Remove it, or use one of: {', '.join(sorted(types))}.",
        )
    sections = {name: _convert(name, raw.get(name, {}), kind, path) for name, kind in types.items()}
    return Settings(path=path, sections=sections)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise ArchiveMissing(
            f"There is no archive here: {path} does not exist.",
            next_step='Run civickeep init --city "NAME", or name the file with --config.',
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(
            f"{path} cannot be read: {error}.", next_step="Correct that line and run again."
        ) from None
    except OSError as error:
        raise SettingsInvalid(
            f"{path} cannot be read: {error.strerror}.",
            next_step="Name the settings file itself, and check that you may read it.",
        ) from None


def _override(
    raw: dict[str, Any], environment: Mapping[str, str], types: Mapping[str, type[msgspec.Struct]]
) -> None:
    """Lay ``CIVICKEEP_<SECTION>__<KEY>`` over what the file says."""
    for variable, value in environment.items():
        name = variable.removeprefix(OVERRIDE_PREFIX).lower()
        if not variable.startswith(OVERRIDE_PREFIX) or SECTION_SEPARATOR not in name:
            continue
        section, key = name.split(SECTION_SEPARATOR, 1)
        if section not in types:
            raise SettingsInvalid(
                f"The variable {variable} names the unknown section {section}.",
                next_step=f"Unset it, or use one of: {', '.join(sorted(types))}.",
            )
        table = raw.setdefault(section, {})
        if isinstance(table, dict):  # else what the file says there is refused as it stands
            table[key] = value


def _convert(name: str, raw: object, kind: type[S], path: Path) -> S:
    try:
        section = msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError as error:
        keys = ", ".join(field.name for field in msgspec.structs.fields(kind))
        raise SettingsInvalid(
            f"The section [{name}] of {path} cannot be used: {error}.",
            next_step=f"Correct it; its keys are: {keys}.",
        ) from None
    if isinstance(section, City) and not is_zone(section.time_zone):
        raise SettingsInvalid(
            f"The time zone {section.time_zone!r} is not known.",
            next_step='Use a name such as "America/Chicago".',
        )
    return section


def is_zone(name: str) -> bool:
    """Whether this names a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, "America"
        return False
    return True
