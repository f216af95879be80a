"""A response is written whole, says what was decided and nothing else, and can be checked."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from archiver.items import Item
from requests_portal.decisions import Taking
from requests_portal.desk import request_file
from requests_portal.errors import RequestUnknown
from requests_portal.response.errors import (
    DestinationOccupied,
    RecordUnfit,
    ResponseUndecided,
)
from requests_portal.response.fee import NO_FEE
from requests_portal.response.package import Order, package_response
from tests.requests_portal.response.desk_case import (
    DATED,
    SSN,
    VIEWER,
    DeskCase,
    every_file,
)


def pdf_text(folder: Path) -> str:
    """Read all text of the document as a reader's program does."""
    pages = PdfReader(folder / "response.pdf").pages
    return "\n".join(page.extract_text() for page in pages)


def item(case: DeskCase, reference: str) -> Item:
    """Find an item of the case."""
    return case.archive.item(VIEWER, reference)


def test_everything_released_gives_the_exact_bytes_as_received(case: DeskCase) -> None:
    """Each wording of a released item lies in ``native/`` byte for byte."""
    case.release_rest()

    response, folder = case.package()

    post = item(case, "700100_1")
    assert (4, 0, 0) == (response.released, response.redacted, response.withheld)
    for version in post.versions:
        stored = case.archive.native(VIEWER, post, version)
        assert stored == (folder / f"native/R-2026-0001-000001-v{version.n}.json").read_bytes()


def test_every_file_can_be_checked_with_public_tools(case: DeskCase) -> None:
    """``sha256sum -c`` agrees, and the list names every file but itself."""
    case.release_rest()
    response, folder = case.package()

    checked = subprocess.run(
        ["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt"],  # noqa: S607 - coreutils
        cwd=folder,
        check=False,
    )

    listed = (folder / "manifest-sha256.txt").read_text().splitlines()
    assert 0 == checked.returncode
    assert sorted(path for path, _ in every_file(folder)) == sorted(
        [*(line.split("  ")[1] for line in listed), "manifest-sha256.txt"]
    )
    assert {(one.path, one.sha256) for one in response.files} == {
        (path, hashlib.sha256(data).hexdigest()) for path, data in every_file(folder)
    }


def test_redacted_words_are_nowhere_in_the_response(case: DeskCase) -> None:
    """Body, paper, lists, file names, manifest: the words and their digests are gone."""
    case.redact_everywhere(SSN)
    case.release_rest()

    response, folder = case.package()

    digests = [
        hashlib.sha256(case.archive.native(VIEWER, item(case, one), version)).hexdigest()
        for one in ("1_11", "1_12")
        for version in item(case, one).versions
    ] + [str(version.digest) for version in item(case, "1_11").versions]
    secrets = [SSN, SSN.replace("-", ""), *digests]
    files = [*every_file(folder), ("paper", pdf_text(folder).encode())]
    found = [
        (path, secret)
        for path, data in files
        for secret in secrets
        if secret.encode() in data or secret in path
    ]
    assert [] == found
    assert 2 == response.redacted
    assert "[redacted: Minn. Stat." in pdf_text(folder)


def test_a_redacted_item_is_given_as_a_copy_that_says_so(case: DeskCase) -> None:
    """Its own JSON holds the rest of the text, the section, and that it is not the platform's."""
    case.redact("1_11", Taking(words=(SSN,)))
    case.release_rest()

    _, folder = case.package()

    copy = json.loads((folder / "native/R-2026-0001-000002-v1.redacted.json").read_bytes())
    assert "My number is [redacted: Minn. Stat. § 13.355, subd. 1], call me. سلام" == copy["text"]
    assert "made by the city" in copy["note"]
    assert not (folder / "native/R-2026-0001-000002-v1.json").exists()


def test_a_hidden_author_is_nowhere_in_the_response(case: DeskCase) -> None:
    """Name, id and link of an author that was taken out are gone, from every wording."""
    case.redact("1_11", Taking(author=True))
    case.release_rest()

    _, folder = case.package()

    found = [
        path
        for path, data in [*every_file(folder), ("paper", pdf_text(folder).encode())]
        if b"Marit" in data or b"90001" in data
    ]
    assert [] == found


def test_a_withheld_item_is_counted_and_not_shown(case: DeskCase) -> None:
    """Only kind, count, class and section of it are told."""
    case.withhold("1_12")
    case.release_rest()

    response, folder = case.package()

    withheld = json.loads((folder / "withheld.json").read_bytes())
    assert [("item", 1, "Minn. Stat. § 13.355, subd. 1")] == [
        (one["what"], one["count"], one["citation"]) for one in withheld
    ]
    assert 1 == response.withheld
    assert [] == [path for path, data in every_file(folder) if b"Why tell" in data]
    assert "Why tell" not in pdf_text(folder)


def test_words_that_stand_elsewhere_are_reported(case: DeskCase) -> None:
    """The number is repeated in an answer that goes out: a person must look again."""
    case.redact("1_11", Taking(words=(SSN,)))
    case.release_rest()

    response, _ = case.package()

    assert [("R-2026-0001-000002", "R-2026-0001-000003")] == [
        (one.taken_from, one.stands_in) for one in response.neighbours
    ]


def test_the_same_request_and_date_give_the_same_bytes(case: DeskCase) -> None:
    """A response can be made again exactly."""
    case.redact_everywhere(SSN)
    case.release_rest()

    _, first = case.package("first")
    _, second = case.package("second")

    assert list(every_file(first)) == list(every_file(second))


def test_undecided_items_block_the_response_and_are_named(case: DeskCase) -> None:
    """The error names them and the command; nothing is written."""
    case.withhold("1_12")

    with pytest.raises(ResponseUndecided, match="facebook/1_11") as refused:
        case.package()

    assert "civickeep request decide R-2026-0001 --item facebook/" in refused.value.next_step
    assert ["archive"] == [path.name for path in case.folder.iterdir()]


def test_a_folder_with_content_is_never_written_over(case: DeskCase) -> None:
    """What lies there stays as it is."""
    case.release_rest()
    (case.folder / "response").mkdir()
    (case.folder / "response" / "mine.txt").write_text("mine")

    with pytest.raises(DestinationOccupied):
        case.package()

    assert [("mine.txt", b"mine")] == list(every_file(case.folder / "response"))


def test_an_empty_folder_is_filled(case: DeskCase) -> None:
    """A folder made beforehand is as good as none."""
    case.release_rest()
    (case.folder / "response").mkdir()

    _, folder = case.package()

    assert (folder / "response.pdf").exists()


def test_a_damaged_record_is_never_released(case: DeskCase) -> None:
    """The package stops, names the item, and leaves nothing behind."""
    case.release_rest()
    version = item(case, "1_13").versions[0]
    stored = case.folder / "archive" / "store" / version.object
    data = stored.read_bytes()
    stored.chmod(0o600)
    stored.write_bytes(data.replace(b"thanks", b"thonks"))

    with pytest.raises(RecordUnfit, match="facebook/1_13"):
        case.package()

    assert ["archive"] == [path.name for path in case.folder.iterdir()]


def test_a_missing_record_is_named(case: DeskCase) -> None:
    """The same holds where the record is gone from the store."""
    case.redact_everywhere(SSN)
    case.release_rest()
    (case.folder / "archive" / "store" / item(case, "1_11").versions[0].object).unlink()

    with pytest.raises(RecordUnfit, match="facebook/1_11"):
        case.package()


def test_a_response_is_kept_on_record_with_its_manifest(case: DeskCase) -> None:
    """The archive remembers who packaged what, by the digest of its manifest."""
    case.release_rest()

    _, folder = case.package()

    kept = request_file(case.archive, case.request).packages
    manifest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert [(manifest, 4, "Karin")] == [(one.manifest_sha256, one.released, one.by) for one in kept]


def test_an_unknown_request_is_refused(case: DeskCase) -> None:
    """There is nothing to answer."""
    with pytest.raises(RequestUnknown):
        package_response(
            case.archive, VIEWER, Order("R-1999-0001", case.folder / "x", NO_FEE, DATED)
        )


def test_a_formula_in_a_comment_does_not_run(case: DeskCase) -> None:
    """The list for spreadsheets puts an apostrophe before it."""
    case.release_rest()

    _, folder = case.package()

    assert ",'=1+1 thanks," in (folder / "records.csv").read_text("utf-8-sig")


def test_the_paper_shows_the_thread_its_edits_and_its_states(case: DeskCase) -> None:
    """Both wordings of the post, what was hidden, and which record a comment answers."""
    case.release_rest()

    response, folder = case.package()

    text = pdf_text(folder)
    assert len(PdfReader(folder / "response.pdf").pages) == response.pages
    for expected in (
        "Wording 1 of 2",
        "no parking until 7",
        "Hidden on the platform when last read",
        "In answer to R-2026-0001-000001",
        "R-2026-0001-000004",
    ):
        assert expected in text


def test_a_stopped_package_leaves_no_half_response(
    case: DeskCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped just before the end, the destination does not exist."""
    case.release_rest()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("requests_portal.response.package.checksums", stop)
    with pytest.raises(KeyboardInterrupt):
        case.package()

    assert ["archive"] == [path.name for path in case.folder.iterdir()]
