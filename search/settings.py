"""The section ``[search]`` of ``civickeep.toml``."""

from typing import Annotated

import msgspec

from archiver.settings import Section

Minutes = Annotated[int, msgspec.Meta(ge=1, le=10_080)]


class SearchSettings(Section, frozen=True):
    """Where the index lies; a relative path starts at the settings file.

    The index is a convenience, not a record: its folder may be removed at any
    time and is built again from the archive.

    Whoever is to be told of what a saved search finds gets a mail every
    ``mail_minutes`` at most, by the mail server of ``[alarms]``.
    """

    index: str = "index"
    mail_minutes: Minutes = 60
