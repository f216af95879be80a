"""How the platform writes things down: JSON in ASCII, times in UTC without a colon."""

import json
from datetime import UTC, datetime


def wire(value: object) -> bytes:
    """Write JSON as the platform does: ASCII only, and every ``/`` escaped."""
    # A slash can only stand inside a string, so that replacing it is safe.
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


def wire_time(instant: datetime | None) -> str | None:
    """Write an instant as the platform does: UTC, whole seconds, no colon."""
    if instant is None:
        return None
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return f"{utc.isoformat(timespec='seconds')[:-6]}+0000"
