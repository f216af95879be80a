"""How large an import may be: an export is a stranger's file until it was read."""

from typing import Annotated

import msgspec

from archiver.settings import Section

_Count = Annotated[int, msgspec.Meta(ge=1)]


class ImportSettings(Section, frozen=True):
    """Limits of ``civickeep import``; sizes are in bytes.

    ``total_limit`` is for all files of one import together, packed or not, and
    ``unpacked_limit`` for what they say they hold. ``json_limit`` is for one
    file of JSON or CSV, which is read whole, and ``media_limit`` for one
    picture or film. ``files_limit`` is how many files there may be, and
    ``ratio_limit`` how many times larger than packed one of them may be.
    A live run of instaloader ends after ``live_requests`` requests or
    ``live_seconds`` seconds, pauses included.
    """

    total_limit: _Count = 50_000_000_000
    unpacked_limit: _Count = 100_000_000_000
    json_limit: _Count = 200_000_000
    media_limit: _Count = 200_000_000
    files_limit: _Count = 500_000
    ratio_limit: _Count = 500
    live_requests: _Count = 1_000
    live_seconds: _Count = 7_200
