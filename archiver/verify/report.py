"""A verification as ``civickeep verify --json`` promises it."""

import base64

import msgspec

from archiver.ledger.checkpoint import SignedCheckpoint
from archiver.verify.problems import Problem
from archiver.verify.whole import Verified


class Checked(msgspec.Struct, frozen=True):
    """How much was looked at."""

    objects: int
    versions: int
    ledger: int


class CheckpointEntry(msgspec.Struct, frozen=True):
    """A signed state of the ledger; the root as in its file, in base64."""

    size: int
    root: str


class UnstampedDayEntry(msgspec.Struct, frozen=True):
    """A day that is over and that an authority has not stamped."""

    authority: str
    day: str


class VerifiedEntry(msgspec.Struct, frozen=True):
    """The whole report."""

    checked: Checked
    checkpoint: CheckpointEntry | None
    uncovered: int
    unstamped: tuple[UnstampedDayEntry, ...]
    problems: tuple[Problem, ...]


def verified_entry(verified: Verified) -> VerifiedEntry:
    """Put a verification into its promised shape."""
    findings = verified.findings
    return VerifiedEntry(
        checked=Checked(findings.objects, findings.versions, findings.ledger),
        checkpoint=_checkpoint(verified.newest),
        uncovered=verified.uncovered,
        unstamped=tuple(
            UnstampedDayEntry(each.authority, each.day.isoformat()) for each in verified.unstamped
        ),
        problems=tuple(findings.problems),
    )


def _checkpoint(signed: SignedCheckpoint | None) -> CheckpointEntry | None:
    if signed is None:
        return None
    root = base64.b64encode(signed.checkpoint.root).decode()
    return CheckpointEntry(signed.checkpoint.size, root)
