"""Every table of the archive, for those who need the whole schema."""

from archiver.catalogue import connection_tables, lease_tables, request_tables
from archiver.catalogue.tables import metadata

__all__ = ["connection_tables", "lease_tables", "metadata", "request_tables"]
