"""Every table of the archive, for those who need the whole schema."""

from archiver.catalogue import (
    absence_tables,
    alarm_tables,
    approval_tables,
    connection_tables,
    import_tables,
    lease_tables,
    media_tables,
    quarantine_tables,
    request_tables,
    search_tables,
    tables,
    webhook_tables,
)
from archiver.catalogue.columns import metadata

__all__ = [
    "absence_tables",
    "alarm_tables",
    "approval_tables",
    "connection_tables",
    "import_tables",
    "lease_tables",
    "media_tables",
    "metadata",
    "quarantine_tables",
    "request_tables",
    "search_tables",
    "tables",
    "webhook_tables",
]
