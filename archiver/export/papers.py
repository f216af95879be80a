"""What goes with an export: how to check it, the key, the checkpoint, a draft certificate."""

from importlib.resources import files
from pathlib import Path

from archiver.civil_time import to_wire
from archiver.disk import write_files
from archiver.export.certificate import as_text, certificate
from archiver.export.order import Exported, Format, Papers
from archiver.export.proof_tar import PROOFS
from archiver.ledger.checkpoint import SignedCheckpoint

SCRIPT = "verify_proof.py"
README = "README.txt"
KEY = "verifier-key.txt"
CHECKPOINT = "checkpoint.txt"
CERTIFICATE = "certificate-draft.md"

_READ_ME = """\
Proofs of an export of {city}
{line}

What was exported: {scope}
Made by {software}, finished {finished}.
File that binds the export: {name}
SHA-256 of that file: {sha256}

{files}
{key_file:21} The public key that checks the checkpoint's signature. A key that comes
                      with the records proves nothing by itself: compare it with the
                      one the city publishes or tells you.
{checkpoint_file:21} The signed state of the archive's ledger, {size:,} leaves.
{script:21} Checks records against proofs. Needs Python 3.11 and the package
                      "cryptography", nothing of ours. It is short: read it.
{certificate_file:21} A draft for the custodian of the records to sign.
ledger/               Who signed, and since when others vouch for it (below).

To check, with the key as the city gives it:

  {command}

What a proof shows: these exact bytes were entered in the archive's ledger
before that checkpoint was signed, and have not changed since. It does not
show that a post is true, who wrote it, or that nothing was left out.

In ledger/, with the names and bytes the archive's own store has:

keys/                 How each key of the archive begins: a signed note, in which
                      a successor is signed by its predecessor too. Whoever trusts
                      one key can follow to the one above. (c2sp.org/signed-note)
stamps/ checkpoints/  RFC 3161 time stamps of earlier checkpoints, if there are any,
                      with the authorities' root certificates. For each:
  openssl ts -verify -in STAMP.tsr -data CHECKPOINT -CAfile ROOTS.pem
                      Take the roots from the authority rather than from here.
consistency/          That each stamped tree is the beginning of the tree above
                      (c2sp.org/tlog-witness, RFC 6962 section 2.1.2): a record whose
                      proof has an index below its size was there at the stamp's time.

Nothing in an export is redacted. An export is not an answer to a data request.
"""

_TAR = "proofs.tar            One proof for each record (c2sp.org/tlog-proof), by SHA-256."
_BESIDE = "*.tlog-proof          One proof beside each record (c2sp.org/tlog-proof)."

_COMMANDS = {
    Format.WARC: "python3 {script} --key KEY ../{export} {proofs}",
    Format.WACZ: "python3 {script} --key KEY ../{export} {proofs}",
    Format.BAG: "python3 {script} --key KEY ../data/records",
    Format.JSONL: "python3 {script} --key KEY SHA256 {proofs}",
    Format.CSV: "python3 {script} --key KEY SHA256 {proofs}",
}


def write_papers(
    folder: Path, staging: Path, exported: Exported, signed: SignedCheckpoint, more: Papers
) -> None:
    """Write everything that goes with an export into its folder of proofs."""
    papers = {
        README: read_me(exported).encode(),
        SCRIPT: files(__package__).joinpath(SCRIPT).read_bytes(),
        KEY: f"{exported.verifier_key}\n".encode(),
        CHECKPOINT: bytes(signed.note),
        CERTIFICATE: as_text(certificate(exported)).encode(),
        **dict(more(exported)),
    }
    write_files([(folder / name, data) for name, data in papers.items()], staging=staging)


def read_me(exported: Exported) -> str:
    """Say what is here and how to check it."""
    command = _COMMANDS[exported.format].format(
        script=SCRIPT, export=exported.path.name, proofs=PROOFS
    )
    return _READ_ME.format(
        city=exported.city,
        line="=" * (len(exported.city) + 24),
        scope=exported.scope,
        software=exported.software,
        finished=to_wire(exported.finished),
        name=exported.main.name,
        sha256=exported.main.sha256,
        files=_BESIDE if exported.format is Format.BAG else _TAR,
        key_file=KEY,
        checkpoint_file=CHECKPOINT,
        script=SCRIPT,
        certificate_file=CERTIFICATE,
        size=exported.checkpoint_size,
        command=command,
    )
