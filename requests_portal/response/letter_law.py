"""The sections a letter names, read from ``law/letter.toml``."""

from functools import cache

import msgspec

from requests_portal.law_data import Dated, read_toml

FILE = "letter.toml"


class LetterSection(Dated, frozen=True):
    """A section a letter names, and what it says in a few words of ours."""

    key: str
    says: str
    business_days: int = 0


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The state office that answers questions about data practices."""

    name: str
    address: str


@cache
def _sections() -> dict[str, LetterSection]:
    return {one.key: one for one in read_toml(FILE, "section", LetterSection)}


def section(key: str) -> LetterSection:
    """Give a section by its key; every key used in a letter is in the file (tested)."""
    return _sections()[key]


def cite(key: str) -> str:
    """Give the citation of a section by its key."""
    return section(key).citation


@cache
def state_office() -> Office:
    """Give the office to which every letter points."""
    return read_toml(FILE, "office", Office)[0]
