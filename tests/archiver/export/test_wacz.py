"""The WACZ export: one file that a browser replays, with an index and a signed manifest."""

import base64
import gzip
import hashlib
import json
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from archiver.archive import Archive
from archiver.export.cdxj import sort_key
from archiver.export.order import Exported, Format
from tests.archiver.export.conftest import Export
from tests.archiver.export.exports import (
    HOSTILE,
    SHARED,
    locked_checker,
    other_checker,
    versions,
    warc_records,
)


@pytest.fixture
def made(export_as: Export) -> Exported:
    """Export everything."""
    return export_as(Format.WACZ, "records.wacz")


@pytest.fixture
def parts(made: Exported) -> dict[str, bytes]:
    """Give what is in it by name."""
    with zipfile.ZipFile(made.path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def pages(parts: dict[str, bytes]) -> dict[str, str]:
    """Give every page made for reading by its address and time."""
    return {
        f"{headers['WARC-Target-URI']} {headers['WARC-Date']}": block.decode()
        for headers, block in warc_records(parts["archive/data.warc.gz"])
        if headers["Content-Type"].startswith("text/html")
    }


def index(parts: dict[str, bytes]) -> list[tuple[str, str, dict[str, Any]]]:
    """Read the index."""
    lines = gzip.decompress(parts["indexes/index.cdx.gz"]).decode().splitlines()
    split = [line.split(" ", 2) for line in lines]
    return [(key, time, json.loads(rest)) for key, time, rest in split]


def test_the_manifest_lists_every_member_with_its_digest(parts: dict[str, bytes]) -> None:
    """Nothing can be put in or changed without the manifest showing it."""
    manifest = json.loads(parts["datapackage.json"])

    listed = {each["path"]: each for each in manifest["resources"]}
    assert listed.keys() == parts.keys() - {"datapackage.json", "datapackage-digest.json"}
    for path, each in listed.items():
        assert f"sha256:{hashlib.sha256(parts[path]).hexdigest()}" == each["hash"]
        assert len(parts[path]) == each["bytes"]
    assert ("data-package", "1.1.1") == (manifest["profile"], manifest["wacz_version"])


def test_the_manifest_is_signed_as_replay_programs_check_it(
    made: Exported, parts: dict[str, bytes]
) -> None:
    """ECDSA over the hash as text, the two numbers one after the other, the key as SPKI."""
    digest = json.loads(parts["datapackage-digest.json"])
    signed = digest["signedData"]
    public = base64.b64decode(signed["publicKey"])
    key = load_der_public_key(public)
    raw = base64.b64decode(signed["signature"])
    signature = encode_dss_signature(int.from_bytes(raw[:48]), int.from_bytes(raw[48:]))

    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(signature, signed["hash"].encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(signature, b"sha256:0", ec.ECDSA(SHA256()))
    expected = f"sha256:{hashlib.sha256(parts['datapackage.json']).hexdigest()}"
    assert expected == signed["hash"] == digest["hash"]
    assert json.loads(parts["datapackage.json"])["created"] == signed["created"]
    assert {"hash", "created", "software", "version", "signature", "publicKey"} == signed.keys()
    assert hashlib.sha256(public).hexdigest() == made.signing_key


def test_the_index_finds_every_record(parts: dict[str, bytes]) -> None:
    """Place and length of each line give one whole record of that address and time."""
    warc = parts["archive/data.warc.gz"]
    lines = index(parts)

    found = []
    for key, time, place in lines:
        member = warc[int(place["offset"]) :][: int(place["length"])]
        ((headers, _),) = warc_records(member)
        assert headers["WARC-Target-URI"] == place["url"]
        assert headers["WARC-Date"][:10].replace("-", "") == time[:8]
        assert sort_key(place["url"]) == key
        assert f"sha256:{hashlib.sha256(member).hexdigest()}" == place["recordDigest"]
        found.append(headers["WARC-Record-ID"])
    everything = [headers["WARC-Record-ID"] for headers, _ in warc_records(warc)]
    assert set(everything[1:]) == set(found)
    assert [line[:2] for line in lines] == sorted(line[:2] for line in lines)


def test_the_index_of_blocks_says_where_each_begins(parts: dict[str, bytes]) -> None:
    """A replay program opens one block of the index, not all of it."""
    first, *lines = parts["indexes/index.idx"].decode().splitlines()

    assert '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}' == first
    for line in lines:
        *key, place = line.split(" ", 2)
        where = json.loads(place)
        block = parts["indexes/index.cdx.gz"][where["offset"] :][: where["length"]]
        assert " ".join(key).encode() == b" ".join(gzip.decompress(block).split(b" ", 2)[:2])
        assert f"sha256:{hashlib.sha256(block).hexdigest()}" == where["digest"]


def test_every_stored_record_is_in_it_byte_for_byte(kept: Archive, parts: dict[str, bytes]) -> None:
    """The records in the package are the records of the ledger."""
    data = gzip.decompress(parts["archive/data.warc.gz"])

    assert all(record in data for record in versions(kept).values())


def test_every_listed_page_is_there_at_its_time(parts: dict[str, bytes]) -> None:
    """Each wording is a page of its own time under the address of its item."""
    header, *lines = parts["pages/pages.jsonl"].decode().splitlines()
    listed = [json.loads(line) for line in lines]

    assert {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"} == json.loads(header)
    assert pages(parts).keys() == {f"{each['url']} {each['ts']}" for each in listed}
    wordings = [each["text"] for each in listed if each["url"].endswith("_1")]
    assert ["The river is high tonight.", "The river is falling."] == wordings
    (sirens,) = (each["text"] for each in listed if each["url"].endswith("_2"))
    assert ["Sirens are tested on Wednesday.", *SHARED[1:], SHARED[0]] == sirens.split("\n")
    assert json.loads(parts["datapackage.json"])["mainPageUrl"] == listed[0]["url"]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.targets.update(value or "" for name, value in attrs if name in {"href", "src"})

    def handle_data(self, data: str) -> None:
        self.text += data


def test_nothing_in_a_page_runs_whatever_was_written(parts: dict[str, bytes]) -> None:
    """Hostile words are text: no script, no handler, no address but those of the export."""
    read = _Tags()
    for page in pages(parts).values():
        read.feed(page)

    assert HOSTILE in read.text
    assert all(said in read.text for said in SHARED)
    assert not {"script", "iframe", "object", "embed", "form", "link", "base"} & read.names
    assert not {name for name in read.attributes if name.startswith("on")}
    allowed = ("/", "https://graph.facebook.com/v26.0/")
    assert all(target.startswith(allowed) for target in read.targets)
    assert all("default-src 'none'" in page for page in pages(parts).values())


def test_pictures_of_a_page_are_in_the_package(parts: dict[str, bytes]) -> None:
    """A page shows its picture from the package and asks nobody else."""
    addresses = {place["url"] for _, _, place in index(parts)}
    read = _Tags()
    for page in pages(parts).values():
        read.feed(page)

    shown = {target for target in read.targets if "/media/" in target}
    assert shown
    assert all(f"https://civickeep.alt{target}" in addresses for target in shown)


def test_outside_checkers_pass_the_warc_in_it(parts: dict[str, bytes], tmp_path: Path) -> None:
    """Pages made for reading are whole records too."""
    warc = tmp_path / "data.warc.gz"
    warc.write_bytes(parts["archive/data.warc.gz"])

    assert 0 == locked_checker("warcio", "check", warc).returncode
    assert 0 == locked_checker("fastwarc", "check", warc).returncode


def test_py_wacz_finds_it_valid(made: Exported) -> None:
    """The reference implementation accepts it."""
    checked = other_checker("wacz", "validate", "-f", made.path)

    assert 0 == checked.returncode, checked.stdout
    assert "is valid" in checked.stdout


def test_cdxj_indexer_finds_the_same_places(parts: dict[str, bytes], tmp_path: Path) -> None:
    """The program that others index with agrees on keys, times, places and types."""
    warc = tmp_path / "data.warc.gz"
    warc.write_bytes(parts["archive/data.warc.gz"])

    theirs = other_checker("cdxj-indexer", "--sort", warc).stdout.splitlines()

    names = ("url", "mime", "length", "offset", "filename")
    split = [line.split(" ", 2) for line in theirs]
    expected = [(key, time, json.loads(rest)) for key, time, rest in split]
    assert [(k, t, *(p[n] for n in names)) for k, t, p in expected] == [
        (k, t, *(p[n] for n in names)) for k, t, p in index(parts)
    ]
