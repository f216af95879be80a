"""Proving what was kept: the ledger closed, everything verified, the response checked."""

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from archiver.export.exporting import export
from archiver.export.order import Format, Order, Scope
from archiver.ledger.checkpoint import SignedCheckpoint
from archiver.ledger.publish import publish
from archiver.verify.problems import Problem
from archiver.verify.whole import verify
from requests_portal.demo import city
from requests_portal.demo.played_archive import PlayedArchive
from requests_portal.exports.certificate import papers
from requests_portal.response.manifest import CHECKSUMS
from search.complete import find_all

VANISHED = f"id:{city.VANISHED.id}"
EXPORT = "vanished.warc"


@dataclass(frozen=True, slots=True)
class Proved:
    """What was read again and found to fit, the signed state over it, and what did not fit."""

    objects: int
    versions: int
    leaves: int
    checkpoint: SignedCheckpoint | None
    problems: tuple[Problem, ...]
    files: int
    said: str


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
        said=_prove_alone(played, response.with_name(EXPORT)),
    )


def _prove_alone(played: PlayedArchive, file: Path) -> str:
    """Export the comment that vanished, and let the script that goes with it check it.

    The script runs by itself, without anything of ours; what it says is given.
    """
    scope = Scope(query=VANISHED, refs=lambda: find_all(played.archive, played.viewer, VANISHED))
    order = Order(Format.WARC, file, scope, papers)
    done = export(played.archive, played.viewer, order, lambda _: None)
    proofs = done.proof_path
    checked = subprocess.run(  # noqa: S603 - our own script, on our own files
        [
            sys.executable,
            "-I",
            proofs / "verify_proof.py",
            "--key",
            proofs / "verifier-key.txt",
            file,
            proofs / "proofs.tar",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    return checked.stdout


def _check_files(response: Path) -> int:
    lines = (response / CHECKSUMS).read_text("utf-8").splitlines()
    for line in lines:
        digest, _, path = line.partition("  ")
        if hashlib.sha256((response / path).read_bytes()).hexdigest() != digest:
            message = f"{path} does not match its SHA-256"
            raise ValueError(message)
    return len(lines)
