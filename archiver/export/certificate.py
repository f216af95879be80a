"""A draft certificate of how an export was made, for the custodian of the records to sign.

It says what was done and how it was compared; it states no law. Whether it
is enough, and in what words, is for the city's attorney.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from archiver.civil_time import to_wire
from archiver.export.order import Exported, Format

TITLE = "Certificate of the custodian of records"
DRAFT = "DRAFT, for the custodian's signature. Not signed by anybody yet."


def _paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text at its empty lines."""
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


PROCESS = _paragraphs("""
Civickeep asks the platform for the city's official accounts through the platform's own
programming interface. Each post, comment and reply is kept as the exact bytes the platform
sent, in a record of its own with the time, the request that was made, the digest of the whole
answer and the place in it. A record is never changed once it is written; a change on the
platform becomes another record.

The SHA-256 digest of every record is a leaf of a ledger (a Merkle tree, RFC 6962). The state of
the ledger is signed with the archive's key as a checkpoint. A later change to a record, or to
the ledger, no longer agrees with the checkpoints signed before.
""")

COMPARISON = _paragraphs("""
When this export was made, every record and file in it was read from the archive's store, its
SHA-256 digest was worked out anew and compared with the digest noted when it was kept.

The digest of every record was compared with its leaf in the ledger, and a proof was made that
leads from that leaf to the checkpoint named here.

Had one of them been missing or different, no export would have been made.
""")

VIEW_COMPARISON = (
    "The readable copies of the items (text, author, times) were made again from the records and "
    "compared with what the archive's catalogue says."
)

LIMITS = _paragraphs("""
This says nothing on whether what was written on the platform is true, or who really wrote it;
the platform's word on names and times is recorded as the platform gave it.

The times are those of the clock of the computer that ran Civickeep.

An export for a search or an account is a part of the archive; that nothing else belongs to it
is not proven by the export.
""")

STATEMENT = (
    "I am the custodian of these records or a person qualified to speak for how they are kept. "
    "What stands above is true to the best of my knowledge."
)

BLANKS = ("Name", "Title", "Signature", "Date", "Place")


@dataclass(frozen=True, slots=True)
class Certificate:
    """The facts of an export, and what is said about them under headings."""

    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def certificate(exported: Exported) -> Certificate:
    """Say what was done. Pure."""
    views = () if exported.format is Format.WARC else (VIEW_COMPARISON,)
    return Certificate(
        facts=tuple(_facts(exported)),
        sections=(
            ("How the records are made and kept", PROCESS),
            ("How this export was compared", (*COMPARISON[:-1], *views, COMPARISON[-1])),
            ("What this does not say", LIMITS),
        ),
    )


def _facts(exported: Exported) -> Iterator[tuple[str, str]]:
    tally, main = exported.tally, exported.main
    yield "City", exported.city
    yield "Archive", exported.origin
    yield "What was exported", exported.scope
    yield "Format", exported.format.value
    yield "Software", exported.software
    yield "Begun (UTC)", to_wire(exported.started)
    yield "Finished (UTC)", to_wire(exported.finished)
    yield "Run by (name at the computer)", exported.by
    yield "Items", f"{tally.items:,}"
    yield "Records of versions of items", f"{tally.versions:,}"
    yield "Receipts of captures", f"{tally.receipts:,}"
    yield "Pictures and other files", f"{tally.media:,}"
    yield "Files the archive never received", f"{tally.not_kept:,}"
    yield "Versions destroyed under the retention schedule", f"{tally.destroyed:,}"
    yield "File that binds the export", f"{main.name}, {main.bytes:,} bytes"
    yield "SHA-256 of that file", main.sha256
    yield "Checkpoint: leaves", f"{exported.checkpoint_size:,}"
    yield "Checkpoint: root (SHA-256)", exported.checkpoint_root
    yield "Its key, after the archive's name and +", exported.verifier_key.partition("+")[2]
    if exported.signing_key:
        yield "Key that signed the package (SHA-256)", exported.signing_key


def as_text(draft: Certificate) -> str:
    """Write a certificate as plain text that also reads as Markdown."""
    parts = [f"# {TITLE}", f"**{DRAFT}**", "## What was exported"]
    parts.append("\n".join(f"- {name}: {_plain(value)}" for name, value in draft.facts))
    for heading, paragraphs in (*draft.sections, ("Statement", (STATEMENT,))):
        parts += [f"## {heading}", *paragraphs]
    parts.append("\n\n".join(f"{blank}: {'_' * 40}" for blank in BLANKS))
    return "\n\n".join(parts) + "\n"


def _plain(value: str) -> str:
    """Keep a value on its line, whatever it holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
