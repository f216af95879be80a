"""Proving what was kept: the ledger closed, everything verified, the response checked."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from archiver.ledger.checkpoint import SignedCheckpoint
from archiver.ledger.publish import publish
from archiver.verify.problems import Problem
from archiver.verify.whole import verify
from requests_portal.demo.played_archive import PlayedArchive
from requests_portal.response.manifest import CHECKSUMS


@dataclass(frozen=True, slots=True)
class Proved:
    """What was read again and found to fit, the signed state over it, and what did not fit."""

    objects: int
    versions: int
    leaves: int
    checkpoint: SignedCheckpoint | None
    problems: tuple[Problem, ...]
    files: int


def prove_all(played: PlayedArchive, response: Path) -> Proved:
    """Close the ledger over everything done, verify the whole archive and check the response.

    Raises ``ValueError`` for a file of the response that is not what its list says.
    """
    publish(played.archive)
    verified = verify(played.archive)
    findings = verified.findings
    return Proved(
        objects=findings.objects,
        versions=findings.versions,
        leaves=findings.ledger,
        checkpoint=verified.newest,
        problems=tuple(findings.problems),
        files=_check_files(response),
    )


def _check_files(response: Path) -> int:
    lines = (response / CHECKSUMS).read_text("utf-8").splitlines()
    for line in lines:
        digest, _, path = line.partition("  ")
        if hashlib.sha256((response / path).read_bytes()).hexdigest() != digest:
            message = f"{path} does not match its SHA-256"
            raise ValueError(message)
    return len(lines)
