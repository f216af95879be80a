"""The section ``[search]`` of ``civickeep.toml``."""

from archiver.settings import Section


class SearchSettings(Section, frozen=True):
    """Where the index lies; a relative path starts at the settings file.

    The index is a convenience, not a record: its folder may be removed at any
    time and is built again from the archive.
    """

    index: str = "index"
