"""An import from its file to its receipt, and what it must never do."""

import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.captures import Verdict
from archiver.catalogue.dump import compare
from archiver.errors import CivickeepError
from archiver.imports import running
from archiver.imports.errors import ImportDangerous, ImportUnreadable
from archiver.imports.events import Basis
from archiver.imports.kinds import ImportKind
from archiver.imports.running import Asked, import_files
from archiver.item_list import item_entry
from archiver.items import ItemKind, ItemState
from archiver.paths import media_path
from archiver.rebuild.catalogue import rebuild_catalogue
from archiver.record import read_record
from archiver.settings import load_settings
from archiver.store import NewObject
from archiver.verify.whole import verify
from tests.archiver.imports.conftest import Import
from tests.archiver.imports.played_exports import (
    CSV,
    NOW,
    SHOT,
    STEM,
    as_json,
    facebook_comment,
    facebook_files,
    facebook_post,
    instagram_files,
    instaloader_comment,
    instaloader_files,
    packed,
    picture,
    unpacked,
)
from tests.archiver.quillback import (
    PAGE,
    READER,
    Harvester,
    PlayedClock,
    PlayedPage,
    items,
    logical,
    objects,
)

FACEBOOK, INSTAGRAM = ImportKind.FACEBOOK_DOWNLOAD, ImportKind.INSTAGRAM_DOWNLOAD


def zipped(folder: Path) -> Path:
    """Give a Facebook download."""
    return packed(folder / "facebook.zip", facebook_files())


def test_a_download_comes_in_marked(archive: Archive, taken: Import, tmp_path: Path) -> None:
    """Every version says that it came by file, by which import, of which kind, and by whom."""
    outcome = taken(FACEBOOK, zipped(tmp_path))

    entries = [item_entry(item) for item in items(archive).values()]
    assert {("facebook-download", "ruth", outcome.started.run)} == {
        (version.imported.kind, version.imported.by, version.imported.run)
        for entry in entries
        for version in entry.versions
        if version.imported
    }
    assert 3 == len(entries) == outcome.finished.new_items


def test_what_came_by_file_is_found_by_that(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """The index is told of which kind the import was."""
    taken(FACEBOOK, zipped(tmp_path))

    found = list(archive.changed_since(READER, 0))

    assert [FACEBOOK] * 3 == [each.imported for item in found for each in item.wordings]


def test_the_envelope_names_file_path_and_part(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """Whoever finds the object alone knows where its bytes were cut from (invariant 1)."""
    path = zipped(tmp_path)
    taken(FACEBOOK, path)
    post = next(item for item in items(archive).values() if "Café" in item.text)

    envelope, block = read_record(archive.store.get(post.current.object))

    digest = sha256(path.read_bytes()).hexdigest()
    assert ("facebook-download", f"sha256:{digest}", "1") == (
        envelope.field("Import"),
        envelope.field("Import-File"),
        envelope.field("Import-Part"),
    )
    name = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json"
    start, end = map(int, (envelope.field("Response-Slice") or "").split("-"))
    assert name == envelope.field("Import-Path")
    assert facebook_files()[name][start:end] == block


def test_the_file_is_kept_whole(archive: Archive, taken: Import, tmp_path: Path) -> None:
    """Under its own SHA-256, once, garbled texts and all."""
    path = zipped(tmp_path)

    outcome = taken(FACEBOOK, path)

    digest = sha256(path.read_bytes()).hexdigest()
    assert [digest] == [each.sha256 for each in outcome.started.files]
    assert path.read_bytes() == archive.store.get(media_path(digest))


def test_its_pictures_are_kept(archive: Archive, taken: Import, tmp_path: Path) -> None:
    """A picture beside a post is a file of its item, typed by its content."""
    taken(FACEBOOK, zipped(tmp_path))
    post = next(item for item in items(archive).values() if item.media)

    (media,) = post.media

    assert "image/png" == media.type
    assert picture() == archive.media(READER, post, media)


def test_the_archive_verifies_and_rebuilds(archive: Archive, taken: Import, tmp_path: Path) -> None:
    """All rows of imports follow from the store alone, of every kind of file."""
    (tmp_path / "posts.csv").write_bytes(CSV)
    (tmp_path / "shot.png").write_bytes(picture(9))
    taken(FACEBOOK, zipped(tmp_path))
    taken(INSTAGRAM, packed(tmp_path / "i.zip", instagram_files()))
    taken(ImportKind.BUSINESS_SUITE, tmp_path / "posts.csv", zone="America/Chicago")
    taken(ImportKind.INSTALOADER, unpacked(tmp_path / "folder", instaloader_files()))
    taken(ImportKind.SCREENSHOT, tmp_path / "shot.png", attestation=SHOT)
    assert [] == verify(archive).findings.problems
    settings = archive.settings
    before = shutil.copytree(settings.path.parent, tmp_path / "before")
    archive.close()

    rebuild_catalogue(settings)

    with (
        closing(Archive.open(load_settings(str(before / "civickeep.toml"), {}))) as old,
        closing(Archive.open(settings)) as new,
        old.reading() as expected,
        new.reading() as actual,
    ):
        assert [] == list(compare(actual, expected))


def test_versions_that_no_checkpoint_covers_keep_their_order(
    archive: Archive, taken: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild puts records without a signed number in the order of their instants."""
    monkeypatch.setattr(running, "close_ledger", lambda *_: True)
    captions = {f"{STEM}_old_{age:02}.txt": f"Caption {9 - age}\n".encode() for age in range(1, 9)}
    taken(ImportKind.INSTALOADER, unpacked(tmp_path / "f", instaloader_files() | captions))
    before = {ident: [v.text for v in item.versions] for ident, item in items(archive).items()}
    settings = archive.settings
    archive.close()

    rebuild_catalogue(settings)

    with closing(Archive.open(settings)) as again:
        after = {ident: [v.text for v in item.versions] for ident, item in items(again).items()}
    assert before == after
    assert ["Caption 1", "Caption 2"] == before["3000"][:2]


def test_the_same_file_again_changes_nothing(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """The receipt of the first time is given again."""
    first = taken(FACEBOOK, zipped(tmp_path))
    before = objects(archive)

    second = taken(FACEBOOK, zipped(tmp_path))

    assert (True, first.finished) == (second.again, second.finished)
    assert before == objects(archive)


def test_a_later_download_adds_only_what_is_new(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """What stands in both, to the byte, is kept once."""
    old = as_json([facebook_post("A")])
    new = as_json([facebook_post("A"), facebook_post("B", NOW + 5)])
    taken(FACEBOOK, unpacked(tmp_path / "1", {"your_posts_1.json": old}))

    outcome = taken(FACEBOOK, unpacked(tmp_path / "2", {"your_posts_1.json": new}))

    assert (1, 1) == (outcome.finished.known, outcome.finished.new_items)
    assert ["A", "B"] == [item.text for item in items(archive).values()]


def test_the_same_words_at_the_same_second_are_a_probable_match_and_no_more(
    archive: Archive, page: PlayedPage, harvest: Harvester, tmp_path: Path
) -> None:
    """Nothing is merged: two items, of which one names the other."""
    post = page.post("1", "Café closed")
    harvest()
    captured = items(archive)[post]
    assert captured.created_at
    said = facebook_post("Café  closed ", int(captured.created_at.timestamp()))

    taken_in(archive, FACEBOOK, unpacked(tmp_path, {"your_posts_1.json": as_json([said])}))

    imported = next(item for item in items(archive).values() if item.id.startswith("import-"))
    assert [(f"facebook/{post}", "probable match")] == [
        (match.other, match.basis) for match in imported.matches
    ]
    assert captured.versions == items(archive)[post].versions


def taken_in(archive: Archive, kind: ImportKind, *paths: Path) -> None:
    """Import into the only account there is."""
    import_files(archive, archive.accounts()[0], Asked(kind, paths, "ruth", "UTC"), lambda _: None)


def test_an_import_is_no_capture_and_nothing_of_it_is_ever_missing(
    archive: Archive, page: PlayedPage, harvest: Harvester, tmp_path: Path
) -> None:
    """What the platform does not list stays as it is, however many captures follow."""
    post = page.post("1")
    harvest()
    taken_in(archive, FACEBOOK, zipped(tmp_path))

    receipts = [harvest(), harvest(), harvest()]

    assert {Verdict.COMPLETE} == {receipt.verdict for receipt in receipts}
    assert () == tuple(found for each in receipts for found in (*each.findings, *each.missing))
    assert [1] * 3 == [receipt.items_seen for receipt in receipts]
    assert {ItemState.PRESENT} == {item.state for item in items(archive).values()}
    assert 4 == len(items(archive))
    assert post in items(archive)
    assert [] == verify(archive).findings.problems


def test_a_row_of_an_item_the_api_showed_adds_nothing_where_it_says_the_same(
    archive: Archive, page: PlayedPage, harvest: Harvester, tmp_path: Path
) -> None:
    """Its id is the API's own."""
    page.post("502", "Second")
    harvest()
    table = CSV.replace(b",77,", f",{PAGE},".encode())
    (tmp_path / "posts.csv").write_bytes(table)

    taken_in(archive, ImportKind.BUSINESS_SUITE, tmp_path / "posts.csv")

    assert {f"{PAGE}_501", f"{PAGE}_502"} == set(items(archive))
    assert [None] == [each.imported for each in items(archive)[f"{PAGE}_502"].versions]


def test_a_row_that_says_something_else_of_it_stands_beside_it(
    archive: Archive, page: PlayedPage, harvest: Harvester, tmp_path: Path
) -> None:
    """It is no version of what the API showed; it names it, and its id identifies it."""
    post = page.post("502", "Another wording")
    harvest()
    (tmp_path / "posts.csv").write_bytes(CSV.replace(b",77,", f",{PAGE},".encode()))

    taken_in(archive, ImportKind.BUSINESS_SUITE, tmp_path / "posts.csv")

    aside = next(item for item in items(archive).values() if item.id.startswith("import-"))
    assert [(f"facebook/{post}", Basis.PLATFORM_ID)] == [
        (match.other, match.basis) for match in aside.matches
    ]
    assert ["Another wording"] == [each.text for each in items(archive)[post].versions]


def test_a_capture_after_an_import_shows_its_own_version(
    archive: Archive, page: PlayedPage, harvest: Harvester, tmp_path: Path
) -> None:
    """Which version came by file can always be told, and the platform's own is the latest."""
    (tmp_path / "posts.csv").write_bytes(CSV.replace(b",77,", f",{PAGE},".encode()))
    taken_in(archive, ImportKind.BUSINESS_SUITE, tmp_path / "posts.csv")
    page.post("502", "Second")

    harvest()
    harvest()

    item = items(archive)[f"{PAGE}_502"]
    assert [True, False] == [version.imported is not None for version in item.versions]
    assert [] == verify(archive).findings.problems


def test_earlier_captions_are_earlier_versions(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """Read from an instaloader folder, with its comments, answers and what it loses."""
    outcome = taken(ImportKind.INSTALOADER, unpacked(tmp_path, instaloader_files()))

    found = items(archive)
    assert ["Snow emergancy", "Snow emergency ❄️"] == [
        version.text for version in found["3000"].versions
    ]
    assert (ItemKind.REPLY, "9000", "3000") == (
        found["9050"].kind,
        found["9050"].parent_id,
        found["9050"].thread_id,
    )
    assert "https://www.instagram.com/p/C000/" == found["3000"].permalink
    assert (5, 3) == (len(outcome.finished.losses), outcome.finished.claimed)


def test_a_later_instaloader_folder_goes_on_where_the_first_ended(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """The caption that was shown then is the earlier one now; the ids say that it is one post."""
    then = instaloader_files("A")
    del then[f"{STEM}_old_01.txt"]
    now = instaloader_files("B") | {f"{STEM}_old_01.txt": b"A\n"}
    now[f"{STEM}_comments.json"] = json.dumps(
        [instaloader_comment(9001, "New"), instaloader_comment(9000, "Which side?")]
    ).encode()
    taken(ImportKind.INSTALOADER, unpacked(tmp_path / "1", then))

    outcome = taken(ImportKind.INSTALOADER, unpacked(tmp_path / "2", now))

    assert ["A", "B"] == [version.text for version in items(archive)["3000"].versions]
    assert (1, 2) == (outcome.finished.new_items, outcome.finished.new_versions)


@pytest.mark.parametrize(
    ("files", "refusal"),
    [
        ({"posts/your_posts_1.html": b"<html></html>"}, ImportUnreadable),
        ({"your_posts_1.json": b'[{"timestamp": 176'}, ImportUnreadable),
        ({"your_posts_1.json": b"[]"}, ImportUnreadable),
        ({"other.txt": b"1"}, ImportUnreadable),
        ({"../your_posts_1.json": b"[]"}, ImportDangerous),
    ],
)
def test_what_is_refused_leaves_no_trace(
    archive: Archive,
    taken: Import,
    tmp_path: Path,
    files: dict[str, bytes],
    refusal: type[CivickeepError],
) -> None:
    """Nothing is kept of a file that is the wrong one, broken, empty or hostile."""
    path = packed(tmp_path / "a.zip", files)
    number, before = archive.change_number(), objects(archive)

    with pytest.raises(refusal):
        taken(FACEBOOK, path)

    assert (number, before) == (archive.change_number(), objects(archive))


def test_what_is_partly_broken_comes_in_with_a_listed_gap(taken: Import, tmp_path: Path) -> None:
    """A broken file among whole ones, a picture that is not there, an address for a picture."""
    address = {"media": {"uri": "https://somewhere.example/x.png", "creation_timestamp": NOW}}
    lost = {"media": {"uri": "posts/media/lost.png", "creation_timestamp": NOW}}
    posts = [facebook_post("A", attachments=[{"data": [address, lost]}])]
    files = {"posts/your_posts_1.json": as_json(posts), "posts/your_posts_2.json": b'[{"a'}

    finished = taken(FACEBOOK, unpacked(tmp_path, files)).finished

    assert ["posts/your_posts_2.json"] == [gap.what for gap in finished.gaps]
    assert ["an address", "not among"] == [
        next(words for words in ("an address", "not among") if words in (each.missing or ""))
        for each in finished.media
    ]


def test_a_later_import_brings_the_picture_that_was_missing(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """The second part of a download was forgotten: importing both puts it right."""
    files = facebook_files()
    photo = next(name for name in files if name.endswith(".png"))
    second = packed(tmp_path / "2.zip", {photo: files.pop(photo)})
    first = packed(tmp_path / "1.zip", files)
    assert [True] == [bool(e.missing) for e in taken(FACEBOOK, first).finished.media]

    taken(FACEBOOK, first, second)

    assert 3 == len(items(archive))
    assert [None] == [media.missing for item in items(archive).values() for media in item.media]
    assert [] == verify(archive).findings.problems


class _Killed(Exception):
    """The process was killed."""


def _dying(archive: Archive, at: int) -> Callable[[], None]:
    """Have the store die at the n-th time it is asked to keep something."""
    store = archive.store
    put_all, put_long, left = store.put_all, store.put_long, at

    def count() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _Killed

    def all_(new: Iterable[NewObject]) -> None:
        put_all(new)
        count()

    def long(pieces: Iterable[bytes], place: Callable[[], str | None]) -> None:
        put_long(pieces, place)
        count()

    store.put_all, store.put_long = all_, long  # type: ignore[method-assign, assignment] # dies as told

    def revive() -> None:
        store.put_all, store.put_long = put_all, put_long  # type: ignore[method-assign] # same

    return revive


def kept_without_acts(archive: Archive) -> int:
    """Count the objects that are no acts."""
    return sum(not path.startswith("events/") for path in objects(archive))


def test_a_kill_at_any_step_and_a_rerun_end_in_the_same_archive(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """Nothing is lost and nothing doubled (invariant 2), and leftovers are swept."""
    path = unpacked(tmp_path / "f", instaloader_files())
    untouched = shutil.copytree(archive.settings.path.parent, tmp_path / "untouched")
    steps = 0
    while True:
        revive = _dying(archive, steps)
        try:
            outcome = taken(ImportKind.INSTALOADER, path)
        except _Killed:
            steps += 1
            continue
        finally:
            revive()
        break

    assert steps >= 5
    assert 3 == outcome.finished.new_items
    assert [] == verify(archive).findings.problems
    assert ["Snow emergancy", "Snow emergency ❄️"] == [
        version.text for version in items(archive)["3000"].versions
    ]
    settings = load_settings(str(untouched / "civickeep.toml"), {})
    with closing(Archive.open(settings, PlayedClock())) as undisturbed:
        taken(ImportKind.INSTALOADER, path, archive=undisturbed)
        assert logical(archive) == logical(undisturbed)
        # An act that was put and not acknowledged is swept only after a day.
        assert kept_without_acts(archive) == kept_without_acts(undisturbed)


def test_two_comments_alike_are_two(archive: Archive, taken: Import, tmp_path: Path) -> None:
    """The same words at the same second, twice in one file, were said twice."""
    comments = {"comments_v2": [facebook_comment("Thanks!", NOW)] * 2}

    taken(FACEBOOK, unpacked(tmp_path, {"comments.json": as_json(comments)}))

    assert 2 == len(items(archive))
