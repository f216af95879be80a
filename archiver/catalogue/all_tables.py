"""Every table of the archive, for those who need the whole schema."""

from archiver.catalogue import request_tables
from archiver.catalogue.tables import metadata

__all__ = ["metadata", "request_tables"]
