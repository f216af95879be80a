"""The bag: a folder an archivist can check with nothing but checksums."""

import hashlib
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.export.order import Exported, Format
from tests.archiver.export.conftest import Export
from tests.archiver.export.exports import other_checker, versions
from tests.archiver.quillback import png


@pytest.fixture
def bag(export_as: Export) -> Exported:
    """Export everything."""
    return export_as(Format.BAG, "bag")


def manifest(path: Path) -> dict[str, str]:
    """Read a manifest: digests by path."""
    lines = path.read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def digests(folder: Path, algorithm: str, names: set[str]) -> dict[str, str]:
    """Work out the digests of files."""
    return {
        name: hashlib.new(algorithm, (folder / name).read_bytes()).hexdigest() for name in names
    }


def files(folder: Path, under: str = ".") -> set[str]:
    """List the files in a folder."""
    found = (path for path in (folder / under).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_manifests_list_every_file_of_the_payload(bag: Exported, algorithm: str) -> None:
    """Nothing is in the payload that is not listed, nothing listed that is not there."""
    listed = manifest(bag.path / f"manifest-{algorithm}.txt")

    assert digests(bag.path, algorithm, files(bag.path, "data")) == listed


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_tag_manifests_list_every_other_file(bag: Exported, algorithm: str) -> None:
    """The papers, the proofs' script and the manifests themselves are bound too."""
    listed = manifest(bag.path / f"tagmanifest-{algorithm}.txt")

    tags = {name for name in files(bag.path) if not name.startswith(("data/", "tagmanifest"))}
    assert digests(bag.path, algorithm, tags) == listed


def test_it_says_what_it_is(bag: Exported) -> None:
    """Bag declaration and bag-info are those of RFC 8493, with payload size and count."""
    payload = [bag.path / name for name in files(bag.path, "data")]
    oxum = f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"

    declaration = (bag.path / "bagit.txt").read_text("utf-8")
    info = (bag.path / "bag-info.txt").read_text("utf-8")
    assert "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n" == declaration
    assert f"Payload-Oxum: {oxum}\n" in info
    assert f"External-Identifier: {bag.origin}\n" in info


def test_each_record_is_a_file_of_its_own_with_its_proof(kept: Archive, bag: Exported) -> None:
    """The name of a record's file ends in its SHA-256, as in the store."""
    for name, data in versions(kept).items():
        record = bag.path / "data/records" / f"{name}.warc"
        assert data == record.read_bytes()
        assert record.with_suffix(".tlog-proof").exists()
    assert png("high") in [path.read_bytes() for path in bag.path.glob("data/media/*.png")]


def test_bagit_finds_it_valid(bag: Exported) -> None:
    """The program of the Library of Congress accepts it, and not with a byte changed."""
    sound = other_checker("bagit.py", "--validate", bag.path)
    (bag.path / "data/items.csv").write_bytes(b"changed")
    broken = other_checker("bagit.py", "--validate", bag.path)

    assert 0 == sound.returncode, sound.stderr
    assert 0 != broken.returncode
