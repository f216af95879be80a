"""How one checkpoint key follows another."""

from enum import StrEnum


class KeyLink(StrEnum):
    """What vouches for a key: the founding, its predecessor, or nobody but the city's word."""

    FOUNDING = "founding"
    SUCCESSION = "succession"
    REPLACEMENT = "replacement"
