"""Captures as ``civickeep harvest --json`` promises them."""

import msgspec

from archiver.captures import Gap, Receipt, StateChange
from archiver.civil_time import to_wire


class CaptureEntry(msgspec.Struct, frozen=True):
    """One capture of ``civickeep harvest --json``."""

    capture: str
    account: str
    scope: str
    verdict: str
    started: str
    ended: str
    items_seen: int
    new_versions: int
    disappearances: int
    media: int
    calls: int
    gaps: tuple[Gap, ...]
    error: str | None


def capture_entry(receipt: Receipt) -> CaptureEntry:
    """Put a receipt into its promised shape."""
    return CaptureEntry(
        capture=receipt.capture,
        account=receipt.account,
        scope=receipt.scope,
        verdict=receipt.verdict,
        started=to_wire(receipt.started),
        ended=to_wire(receipt.ended),
        items_seen=receipt.items_seen,
        new_versions=receipt.new_versions,
        disappearances=sum(
            finding.change is StateChange.UNAVAILABLE for finding in receipt.findings
        ),
        media=sum(finding.sha256 is not None for finding in receipt.media),
        calls=receipt.calls,
        gaps=receipt.gaps,
        error=receipt.error,
    )
