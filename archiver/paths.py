"""Where an object lies in the store: a path a person can follow, ending in the record's SHA-256."""

from datetime import UTC, datetime

from archiver.items import Platform
from archiver.record import RecordKind, safe_id


def version_path(
    platform: Platform, account_id: str, item_id: str, month: datetime, digest: str
) -> str:
    """Place a version under its platform, account, month and item."""
    return "/".join(
        (platform, safe_id(account_id), *_month(month), safe_id(item_id), _name("version", digest))
    )


def receipt_path(platform: Platform, account_id: str, ended: datetime, digest: str) -> str:
    """Place a receipt beside the items of the month in which the capture ended."""
    return "/".join(
        (platform, safe_id(account_id), *_month(ended), "receipts", _name("receipt", digest))
    )


def event_path(at: datetime, digest: str) -> str:
    """Place an act of a person or policy under the month in which it was done."""
    return "/".join(("events", *_month(at), _name("event", digest)))


def media_path(sha256: str) -> str:
    """Place a media file under its own digest; two letters a folder keep folders small."""
    return f"media/{sha256[:2]}/{sha256}"


def _name(kind: str, digest: str) -> str:
    return f"{RecordKind(kind)}-{digest}"


def _month(at: datetime) -> tuple[str, str]:
    instant = at.astimezone(UTC)
    return f"{instant.year:04d}", f"{instant.month:02d}"
