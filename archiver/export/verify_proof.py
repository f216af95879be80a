"""Check that exported records are in the ledger of the archive whose key you trust.

  verify_proof.py --key KEY RECORD PROOF        one record and its proof
  verify_proof.py --key KEY FILE proofs.tar     all records of a .warc, .warc.gz or .wacz
  verify_proof.py --key KEY FOLDER              a bag: each proof lies beside its record
  verify_proof.py --key KEY SHA256 proofs.tar   a record by its SHA-256 in hexadecimal

KEY is the archive's verifier key (name+id+base64), or a file that holds it. Have it
from the city itself: a key that came with the records proves nothing.

Exit status: 0 all is proven; 1 something is not; 2 wrong usage. Needs Python 3.11 and the
package "cryptography". Formats: c2sp.org/tlog-proof, RFC 6962 section 2.1, WARC 1.1.
"""

import argparse
import base64
import gzip
import hashlib
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PROVES = """\
PROVEN. {found}
This proves: these exact bytes were in the ledger of {origin}
when its checkpoint of {size} leaves (root {root}) was signed with the key you gave.
It does not prove: that what is written is true, or who wrote it; when it was kept (a time
stamp of the checkpoint can); that nothing was left out; anything about pages made for reading.
"""
DAMAGED = (OSError, EOFError, ValueError, LookupError, tarfile.TarError, zipfile.BadZipFile)


def refuse(reason: str) -> NoReturn:
    """Say that it is not proven, and why."""
    raise ValueError(reason)


class Key:
    """A verifier key: a name, and an Ed25519 public key with the id that goes with both."""

    def __init__(self, text: str) -> None:
        self.name, stated, data = text.strip().split("+", 2)
        raw = base64.b64decode(data, validate=True)
        self.id = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        self.public = Ed25519PublicKey.from_public_bytes(raw[1:])
        if raw[:1] != b"\x01" or self.id.hex() != stated:
            refuse("the key is no Ed25519 verifier key, or its id is not its own")

    def signed(self, text: str, signatures: str) -> bool:
        """Whether a line of signatures is this key's, and right."""
        for line in signatures.splitlines():
            dash, name, data = line.split(" ")
            raw = base64.b64decode(data, validate=True)
            if (dash, name, raw[:4]) == ("\N{EM DASH}", self.name, self.id):
                try:
                    self.public.verify(raw[4:], text.encode())
                except InvalidSignature:
                    return False
                return True
        return False


class Checkpoint:
    """The signed state of the ledger that all proofs must lead to."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.note, self.size, self.root = "", 0, b""

    def take(self, note: str) -> None:
        """Take the checkpoint of the first proof, if it is signed with the key."""
        text, signatures = note.split("\n\n")
        origin, size, root = text.split("\n")[:3]
        if self.note or origin != self.key.name or not self.key.signed(text + "\n", signatures):
            refuse("a checkpoint is not signed with this key, or there are several")
        self.note, self.size, self.root = note, int(size), base64.b64decode(root)

    def prove(self, digest: str, proof: bytes) -> int:
        """Give the index of the leaf of a record by its SHA-256; raises where it is not proven."""
        try:
            head, note = proof.decode().split("\n\n", 1)
            kind, stated, *lines = head.split("\n")
            index = int(stated.removeprefix("index "))
            path = [base64.b64decode(line, validate=True) for line in lines]
        except ValueError:
            refuse(f"the proof of record {digest} is damaged or cut short")
        if note != self.note:
            self.take(note)
        whole = kind == "c2sp.org/tlog-proof@v1" and stated == f"index {index}"
        if not whole or climb(bytes.fromhex(digest), index, self.size, path) != self.root:
            refuse(f"record {digest} is not what was entered in the ledger")
        return index


def climb(digest: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Give the root that a record's digest and its path lead to (RFC 9162, 2.1.3.2)."""
    node, last = hashlib.sha256(b"\x00" + digest).digest(), size - 1
    for each in path:
        if not 0 <= index <= last or last == 0 or len(each) != len(node):
            return None
        if index % 2 or index == last:
            node = hashlib.sha256(b"\x01" + each + node).digest()
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            node = hashlib.sha256(b"\x01" + node + each).digest()
        index, last = index // 2, last // 2
    return node if index == last == 0 else None


def records(path: Path) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Give the records of a WARC file, or of the one in a WACZ: whole, headers, block."""
    inner = zipfile.Path(path, "archive/data.warc.gz") if path.suffix == ".wacz" else path
    with inner.open("rb") as raw, raw if path.suffix == ".warc" else gzip.open(raw) as file:
        while line := file.readline():
            lines = [line]
            while lines[-1].strip():
                lines.append(file.readline())
            fields = dict(each.rstrip().split(b": ", 1) for each in lines[1:-1])
            length = int(fields[b"Content-Length"])
            head, block, end = b"".join(lines), file.read(length), file.read(4)
            if lines[0] != b"WARC/1.1\r\n" or len(block) != length or end != b"\r\n\r\n":
                refuse("the file of records is damaged or cut short")
            yield head + block + end, head, block


def proofs(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give the proofs of a tar, each with the digest in its name."""
    with tarfile.open(path, "r|") as tar:
        for member in tar:
            file = tar.extractfile(member)
            yield member.name.partition("-")[2].partition(".")[0], file.read() if file else b""


def check_file(path: Path, tar: Path, checkpoint: Checkpoint) -> str:
    """Check every record of a file against the tar, in which proofs stand in the same order."""
    coming, named = proofs(tar), set[str]()
    proven = files = known = 0
    for whole, head, block in records(path):
        if b"\r\nCivickeep-Salt: " in head:
            digest = hashlib.sha256(whole).hexdigest()
            name, proof = next(coming, ("", b""))
            if name != digest:
                refuse(f"record {digest} has no proof where it should stand")
            checkpoint.prove(digest, proof)
            proven += 1
            if b"\r\nCivickeep-Kind: receipt\r\n" in head:
                named.update(each["sha256"] for each in json.loads(block)["media"])
        elif b"/media/" in head:
            files += 1
            known += hashlib.sha256(block).hexdigest() in named
    if not proven or next(coming, None) is not None:
        refuse("there are no records, or there are proofs of records that are not here")
    return f"{proven} records. Proven receipts name {known} of {files} pictures and files."


def check(paths: list[Path], checkpoint: Checkpoint) -> str:
    """Do what the command line asks; say what was found."""
    first, last = paths[0], paths[-1]
    if first.is_dir():
        found = list(first.rglob("*.warc"))
        for record in found or refuse("there are no records in this folder"):
            proof = record.with_suffix(".tlog-proof").read_bytes()
            checkpoint.prove(hashlib.sha256(record.read_bytes()).hexdigest(), proof)
        return f"{len(found)} records."
    if last.suffix == ".tar" and first.exists():
        return check_file(first, last, checkpoint)
    digest = hashlib.sha256(first.read_bytes()).hexdigest() if first.exists() else first.name
    given = proofs(last) if last.suffix == ".tar" else [(digest, last.read_bytes())]
    proof = next((proof for name, proof in given if name == digest), b"")
    return f"Record {digest} is leaf {checkpoint.prove(digest, proof)}, counted from 0."


def main() -> int:
    """Read the command line, check, and say what that proves and what not."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--key", required=True, metavar="KEY")
    parser.add_argument("paths", nargs="+", type=Path)
    given = parser.parse_args()
    try:
        key = Key(given.key if "+" in given.key else Path(given.key).read_text("utf-8"))
        checkpoint = Checkpoint(key)
        found = check(given.paths, checkpoint)
    except DAMAGED as error:
        sys.stdout.write(f"NOT PROVEN: {error}.\n")
        return 1
    root, size = base64.b64encode(checkpoint.root).decode(), checkpoint.size
    sys.stdout.write(PROVES.format(found=found, origin=key.name, size=size, root=root))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
