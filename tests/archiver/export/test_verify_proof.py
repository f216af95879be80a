"""The script that goes with an export: it needs nothing of ours, and is not easily pleased."""

import ast
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.export import verify_proof
from archiver.export.order import Exported, Format
from archiver.ledger.note import sign, verifier_key
from tests.archiver.export.conftest import Export
from tests.archiver.ledger import naive

MOST_LINES = 200
SCRIPT = Path(verify_proof.__file__)


def verify(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the script as somebody would who has Python and nothing of ours."""
    command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


@pytest.fixture
def bag(export_as: Export) -> Exported:
    """Export a bag, in which each record is a file with its proof beside it."""
    return export_as(Format.BAG, "bag")


@pytest.fixture
def record(bag: Exported) -> Path:
    """Choose a record."""
    return min((bag.path / "data/records").rglob("version-*.warc"))


def proof_of(record: Path) -> Path:
    """Name the proof beside a record."""
    return record.with_suffix(".tlog-proof")


def test_it_is_short_and_asks_for_little() -> None:
    """At most 200 lines on the standard library and cryptography: somebody can read it."""
    text = SCRIPT.read_text("utf-8")

    imports = [each for each in ast.parse(text).body if isinstance(each, ast.Import)]
    parts = [each for each in ast.parse(text).body if isinstance(each, ast.ImportFrom)]
    names = [name.name for each in imports for name in each.names]
    imported = {name.partition(".")[0] for name in (*names, *(each.module or "" for each in parts))}
    assert len(text.splitlines()) <= MOST_LINES
    assert {"cryptography"} == imported - sys.stdlib_module_names


def test_a_record_is_proven_by_its_proof_and_the_key(bag: Exported, record: Path) -> None:
    """It says what that proves, and what not."""
    done = verify("--key", bag.verifier_key, record, proof_of(record))

    assert 0 == done.returncode, done.stdout + done.stderr
    assert done.stdout.startswith("PROVEN. ")
    assert f"in the ledger of {bag.origin}" in done.stdout
    assert "It does not prove: that what is written is true" in done.stdout


def test_the_script_lies_with_the_export(bag: Exported) -> None:
    """Who gets an export gets the script, and the key in a file."""
    there = bag.path / "proof"

    assert SCRIPT.read_bytes() == (there / "verify_proof.py").read_bytes()
    done = verify("--key", there / "verifier-key.txt", bag.path / "data/records")
    assert "PROVEN. 6 records." == done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (Format.WARC, "records.warc"),
        (Format.WARC, "records.warc.gz"),
        (Format.WACZ, "records.wacz"),
    ],
)
def test_all_records_of_a_file_are_proven_at_once(
    export_as: Export, form: Format, name: str
) -> None:
    """Each record has its proof in the tar; a proven receipt names each picture."""
    done = export_as(form, name)

    proven = verify("--key", done.verifier_key, done.path, done.proof_path / "proofs.tar")

    assert 0 == proven.returncode, proven.stdout
    expected = "PROVEN. 6 records. Proven receipts name 1 of 1 pictures and files."
    assert expected == proven.stdout.splitlines()[0]


@pytest.mark.parametrize(("form", "name"), [(Format.JSONL, "i.jsonl"), (Format.CSV, "i.csv")])
def test_a_digest_in_a_view_is_proven(export_as: Export, form: Format, name: str) -> None:
    """Lines and rows name records by their SHA-256, and every one has its proof."""
    done = export_as(form, name)
    digests = set(re.findall(r'"([0-9a-f]{64})"', done.path.read_text("utf-8-sig")))

    versions = [each for each in digests if _is_a_record(done, each)]
    proven = verify("--key", done.verifier_key, versions[0], done.proof_path / "proofs.tar")

    assert done.tally.versions == len(versions)
    assert 0 == proven.returncode, proven.stdout


def _is_a_record(done: Exported, digest: str) -> bool:
    with tarfile.open(done.proof_path / "proofs.tar") as tar:
        return any(digest in name for name in tar.getnames())


Damage = Callable[[bytes], bytes]


def _flip(place: int) -> Damage:
    def damage(data: bytes) -> bytes:
        return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]

    return damage


def _other_hash(data: bytes) -> bytes:
    """Change one hash of the path, in a way that is still base64 of 32 bytes."""
    lines = data.split(b"\n")
    lines[2] = (b"B" if lines[2][:1] == b"A" else b"A") + lines[2][1:]
    return b"\n".join(lines)


def _other_index(data: bytes) -> bytes:
    return re.sub(rb"index (\d+)", lambda found: b"index %d" % (int(found[1]) ^ 1), data)


@pytest.mark.parametrize("place", [0, 60, -5])
def test_one_changed_byte_in_the_record_is_found(bag: Exported, record: Path, place: int) -> None:
    """In its headers, its block or its end."""
    record.write_bytes(_flip(place % record.stat().st_size)(record.read_bytes()))

    done = verify("--key", bag.verifier_key, record, proof_of(record))

    assert (1, True) == (done.returncode, "is not what was entered in the ledger" in done.stdout)


@pytest.mark.parametrize("damage", [_other_hash, _other_index, lambda data: data[:-30]])
def test_a_changed_or_shortened_proof_is_found(bag: Exported, record: Path, damage: Damage) -> None:
    """One hash, the index, or the end of it."""
    proof = proof_of(record)
    proof.write_bytes(damage(proof.read_bytes()))

    done = verify("--key", bag.verifier_key, record, proof)

    assert (1, "NOT PROVEN") == (done.returncode, done.stdout[:10])


def test_every_cut_of_a_proof_is_found(bag: Exported, record: Path) -> None:
    """However much of it is left."""
    proof = proof_of(record).read_bytes()
    digest = sha256(record.read_bytes()).hexdigest()

    for length in range(len(proof) - 1):
        checkpoint = verify_proof.Checkpoint(verify_proof.Key(bag.verifier_key))
        with pytest.raises(verify_proof.DAMAGED):
            checkpoint.prove(digest, proof[:length])


def test_another_archives_checkpoint_is_refused(bag: Exported, record: Path) -> None:
    """Even one that is rightly signed and leads to the same root."""
    proof = proof_of(record)
    head, text, _ = proof.read_text("utf-8").split("\n\n")
    other = Ed25519PrivateKey.generate()
    name = "civickeep.alt/other"
    note = sign(text.replace(bag.origin, name) + "\n", name, [other])
    proof.write_bytes(f"{head}\n\n".encode() + bytes(note))

    mine = verify("--key", bag.verifier_key, record, proof)
    theirs = verify("--key", str(verifier_key(name, other)), record, proof)

    assert (1, True) == (mine.returncode, "not signed with this key" in mine.stdout)
    assert 0 == theirs.returncode


def test_a_wrong_key_is_refused(bag: Exported, record: Path) -> None:
    """One of the same name, one that is damaged, and none at all."""
    stranger = str(verifier_key(bag.origin, Ed25519PrivateKey.generate()))
    damaged = bag.verifier_key[:-4] + "AAA="

    refused = [
        verify("--key", key, record, proof_of(record)).returncode
        for key in (stranger, damaged, "no/such/file")
    ]

    assert [1, 1, 1] == refused


@pytest.mark.parametrize("name", ["records.warc", "records.warc.gz", "records.wacz"])
def test_a_shortened_file_of_records_is_found(export_as: Export, name: str) -> None:
    """Cut within a record, between two, or down to nothing."""
    done = export_as(Format.WACZ if name.endswith(".wacz") else Format.WARC, name)
    data, tar = done.path.read_bytes(), done.proof_path / "proofs.tar"

    for length in (0, 100, len(data) // 2, len(data) - 1):
        done.path.write_bytes(data[:length])
        assert 1 == verify("--key", done.verifier_key, done.path, tar).returncode, length


def test_a_record_taken_out_of_the_file_is_found(export_as: Export) -> None:
    """The tar still has its proof; common checkers see nothing wrong."""
    done = export_as(Format.WARC, "records.warc")
    data, tar = done.path.read_bytes(), done.proof_path / "proofs.tar"
    starts = [found.start() for found in re.finditer(rb"WARC/1\.1\r\n", data)]

    done.path.write_bytes(data[: starts[2]] + data[starts[3] :])

    assert 1 == verify("--key", done.verifier_key, done.path, tar).returncode


def test_a_shortened_tar_of_proofs_is_found(export_as: Export) -> None:
    """A record without a proof is not proven."""
    done = export_as(Format.WARC, "records.warc")
    tar = done.proof_path / "proofs.tar"
    tar.write_bytes(tar.read_bytes()[:1024] + bytes(1024))

    assert 1 == verify("--key", done.verifier_key, done.path, tar).returncode


def test_a_folder_without_records_proves_nothing(bag: Exported) -> None:
    """An empty answer never looks like a good one."""
    done = verify("--key", bag.verifier_key, bag.path / "proof")

    assert (1, True) == (done.returncode, "no records" in done.stdout)


def test_a_wrong_use_is_told_apart(bag: Exported) -> None:
    """Without a key nothing can be checked."""
    assert 2 == verify(bag.path).returncode


@given(st.integers(1, 70).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
@settings(max_examples=200)
def test_its_climb_agrees_with_the_definition(place: tuple[int, int]) -> None:
    """The root it climbs to is that of the tree as RFC 6962 defines it, and of no other leaf."""
    index, size = place
    entries = [sha256(b"%d" % n).digest() for n in range(size)]
    path = naive.path(index, entries)

    root = naive.root(entries)
    assert root == verify_proof.climb(entries[index], index, size, path)
    assert root != verify_proof.climb(sha256(b"other").digest(), index, size, path)
    assert root != verify_proof.climb(entries[index], index, size, path[:-1]) or size == 1
    assert root != verify_proof.climb(entries[index], index, size, [*path, root])
