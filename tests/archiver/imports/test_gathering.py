"""What comes out of each kind of file."""

import json
import lzma
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.imports.errors import ImportUnreadable
from archiver.imports.gathering import Gathering
from archiver.imports.kinds import ImportKind
from archiver.imports.library import Library
from archiver.imports.piece import NotUnderstood, Piece, Words
from archiver.imports.settings import ImportSettings
from archiver.imports.words import words_of
from archiver.items import ItemKind, Link
from archiver.slices import mend
from tests.archiver.imports.played_exports import (
    CSV,
    NOW,
    STEM,
    as_json,
    facebook_comment,
    facebook_files,
    facebook_post,
    garbled,
    instagram_files,
    instaloader_comment,
    instaloader_files,
    instaloader_post,
    packed,
    unpacked,
)

FACEBOOK, INSTAGRAM = ImportKind.FACEBOOK_DOWNLOAD, ImportKind.INSTAGRAM_DOWNLOAD


def gathered(
    kind: ImportKind, *paths: Path, zone: str | None = None
) -> tuple[list[Piece], list[NotUnderstood]]:
    """Read an import, and tell pieces from what was not understood."""
    with Library.of(paths, ImportSettings()) as library:
        found = list(Gathering(kind, library, zone).found())
    return (
        [each for each in found if isinstance(each, Piece)],
        [each for each in found if isinstance(each, NotUnderstood)],
    )


def words(piece: Piece) -> Words:
    """Read a piece as a rebuild does: from its bytes and hints."""
    spans = [cut.span for cut, _ in piece.cuts]
    whole = mend(piece.data, spans, [b"null"] * len(spans))
    return words_of(piece.form, whole, piece.fault, dict(piece.hints))


def from_folder(
    folder: Path, kind: ImportKind, files: Mapping[str, bytes]
) -> tuple[list[Piece], list[NotUnderstood]]:
    """Gather files that lie open in a folder."""
    return gathered(kind, unpacked(folder, files))


def test_a_facebook_download_gives_posts_pictures_and_own_comments(tmp_path: Path) -> None:
    """Texts are mended; where a post has none, its picture's description is its text."""
    pieces, _ = gathered(FACEBOOK, packed(tmp_path / "d.zip", facebook_files()))

    assert {
        (ItemKind.COMMENT, "Merci à tous"),
        (ItemKind.POST, "Café hours: 7–9 ❄️"),
        (ItemKind.POST, "Fête d’hiver"),
    } == {(each.kind, words(each).text) for each in pieces}


def test_the_pages_that_a_download_says_were_shared_are_links(tmp_path: Path) -> None:
    """Of posts and own comments; some years' files give the headline, others the address alone."""
    notice = {"url": "https://alder.example/road", "name": garbled("Café closed")}
    bare = {"url": "https://birch.example/"}
    shares = [{"data": [{"external_context": notice}, {"external_context": {"source": "x"}}]}]
    said = facebook_comment("See", NOW) | {"attachments": [{"data": [{"external_context": bare}]}]}
    files = {
        "posts/your_posts_1.json": as_json([facebook_post("Here", attachments=shares)]),
        "comments/comments.json": as_json({"comments_v2": [said]}),
    }

    pieces, _ = from_folder(tmp_path, FACEBOOK, files)

    assert {
        (ItemKind.POST, Link("https://alder.example/road", "Café closed")),
        (ItemKind.COMMENT, Link("https://birch.example/")),
    } == {(each.kind, link) for each in pieces for link in words(each).links}


def test_a_folder_gives_what_its_zip_gives(tmp_path: Path) -> None:
    """Unpacking a download changes nothing about what is in it."""
    packed_pieces, _ = gathered(FACEBOOK, packed(tmp_path / "d.zip", facebook_files()))
    pieces, _ = from_folder(tmp_path / "d", FACEBOOK, facebook_files())

    assert [each.data for each in packed_pieces] == [each.data for each in pieces]


def test_the_older_layout_is_found_by_name(tmp_path: Path) -> None:
    """Before 2024 the same files lay elsewhere."""
    files = {
        "posts/your_posts_1.json": as_json([facebook_post("Old")]),
        "comments/comments.json": as_json({"comments": []}),
    }

    pieces, _ = from_folder(tmp_path, FACEBOOK, files)

    assert ["Old"] == [words(each).text for each in pieces]


def test_each_piece_keeps_the_exact_bytes_of_its_element(tmp_path: Path) -> None:
    """What is kept is cut from the file as it is, escapes and all (invariant 1)."""
    posts = (
        b'[ {"timestamp":1760000000,"data":[{"post":"Caf\\u00c3\\u00a9"}]} ,\n {"timestamp": 5}]'
    )
    (tmp_path / "your_posts_1.json").write_bytes(posts)

    pieces, _ = gathered(FACEBOOK, tmp_path / "your_posts_1.json")

    assert [each.data for each in pieces] == [
        posts[each.origin.span.start : each.origin.span.end] for each in pieces
    ]
    assert pieces[0].data == b'{"timestamp":1760000000,"data":[{"post":"Caf\\u00c3\\u00a9"}]}'


def test_several_parts_are_one_import(tmp_path: Path) -> None:
    """A download in several ZIP files is read as one; a picture may lie in another part."""
    files = list(facebook_files().items())
    parts = [packed(tmp_path / f"{n}.zip", dict(files[n::2])) for n in (0, 1)]

    pieces, _ = gathered(FACEBOOK, *parts)

    assert {1, 2} == {each.origin.part for each in pieces}


def test_what_is_neither_post_nor_comment_is_named(tmp_path: Path) -> None:
    """Nothing in a file of posts is passed over in silence."""
    files = {"your_posts_1.json": as_json([facebook_post("A"), {"unknown": 1}, 7])}

    pieces, others = from_folder(tmp_path, FACEBOOK, files)

    assert (1, 2) == (len(pieces), len(others))


def test_a_repeated_key_marks_its_element_alone(tmp_path: Path) -> None:
    """The bytes of the bad element are kept and marked; its neighbours are as they were."""
    body = b'[{"timestamp":1760000000,"timestamp":5,"data":[]},{"timestamp":1760000001}]'

    pieces, _ = from_folder(tmp_path, FACEBOOK, {"your_posts_1.json": body})

    assert ["repeated-key", None] == [each.fault for each in pieces]


def test_a_file_that_is_cut_off_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    """One broken file of many does not cost the rest."""
    files = {
        "your_posts_1.json": as_json([facebook_post("A")]),
        "your_posts_2.json": as_json([facebook_post("B")])[:-9],
    }

    pieces, others = from_folder(tmp_path, FACEBOOK, files)

    assert (1, ["your_posts_2.json"]) == (len(pieces), [each.what for each in others])


def test_a_web_page_is_refused_with_what_to_ask_for(tmp_path: Path) -> None:
    """A download in HTML cannot be read, and the message says to ask for JSON."""
    (tmp_path / "your_posts_1.json").write_bytes(b"<!DOCTYPE html><html></html>")

    with pytest.raises(ImportUnreadable) as refused:
        gathered(FACEBOOK, tmp_path)

    assert "JSON" in refused.value.next_step


def test_an_instagram_download_gives_posts_stories_and_own_comments(tmp_path: Path) -> None:
    """A single picture carries its caption itself, a carousel above; labels are in any language."""
    pieces, _ = gathered(INSTAGRAM, packed(tmp_path / "d.zip", instagram_files()))

    assert {
        (ItemKind.POST, "Neige ❄️", 1),
        (ItemKind.POST, "Carrousel été", 2),
        (ItemKind.STORY, "Open today", 1),
        (ItemKind.COMMENT, "Grüße 🙏", 0),
    } == {(each.kind, words(each).text, len(each.files)) for each in pieces}


def test_an_instaloader_folder_gives_older_captions_first(tmp_path: Path) -> None:
    """An edited caption's earlier wording is an earlier version of the same post."""
    pieces, _ = from_folder(tmp_path, ImportKind.INSTALOADER, instaloader_files())

    assert [
        ("3000", "Snow emergancy"),
        ("3000", "Snow emergency ❄️"),
        ("9000", "Which side?"),
        ("9050", "The odd one"),
    ] == [(each.id, words(each).text) for each in pieces]


def test_an_answer_is_cut_out_of_its_comment_and_fits_back_in(tmp_path: Path) -> None:
    """Each is kept once, as its own; put back at its place it restores the file's bytes."""
    files = instaloader_files()
    pieces, _ = from_folder(tmp_path, ImportKind.INSTALOADER, files)
    comment, answer = pieces[2:]
    whole = files[f"{STEM}_comments.json"]

    spans = [cut.span for cut, _ in comment.cuts]
    mended = mend(comment.data, spans, [answer.data])

    assert mended == whole[comment.origin.span.start : comment.origin.span.end]
    assert (ItemKind.REPLY, "9000", "3000") == (answer.kind, answer.parent_id, answer.thread_id)


def test_a_compressed_post_is_read(tmp_path: Path) -> None:
    """Instaloader compresses its files unless told not to."""
    files = {f"{STEM}.json.xz": lzma.compress(json.dumps(instaloader_post("A")).encode())}

    pieces, _ = from_folder(tmp_path, ImportKind.INSTALOADER, files)

    assert ["A"] == [words(each).text for each in pieces]


def test_comments_that_are_not_in_the_folder_are_counted(tmp_path: Path) -> None:
    """The post says how many comments there are; fewer are a listed gap."""
    _, others = from_folder(tmp_path, ImportKind.INSTALOADER, instaloader_files())

    assert ("comments of 3000", "2 are here, and the post says 3") in [
        (each.what, each.cause) for each in others
    ]


def test_a_file_of_comments_cut_off_by_a_kill_is_named(tmp_path: Path) -> None:
    """Instaloader writes it in place, so a kill leaves half of one."""
    files = instaloader_files()
    files[f"{STEM}_comments.json"] = files[f"{STEM}_comments.json"][:100]

    pieces, others = from_folder(tmp_path, ImportKind.INSTALOADER, files)

    assert {"3000"} == {each.id for each in pieces}
    assert f"{STEM}_comments.json" in {each.what for each in others}


def test_a_caption_that_came_back_is_named(tmp_path: Path) -> None:
    """Of A, B and A again the folder holds one file each; which is shown cannot be told."""
    files = instaloader_files("A") | {
        f"{STEM}_old_01.txt": b"B\n",
        f"{STEM}_old_02.txt": b"A\n",
    }

    pieces, others = from_folder(tmp_path, ImportKind.INSTALOADER, files)

    assert ["A", "B", "A"] == [words(each).text for each in pieces[:3]]
    assert "the order of the captions of 3000" in {each.what for each in others}


def test_a_story_is_a_story_and_has_no_lasting_address(tmp_path: Path) -> None:
    """Instaloader says which it is."""
    story = instaloader_post("A")
    story["instaloader"] = {"version": "4.16", "node_type": "StoryItem"}

    pieces, _ = from_folder(
        tmp_path, ImportKind.INSTALOADER, {f"{STEM}.json": json.dumps(story).encode()}
    )

    assert [(ItemKind.STORY, None)] == [(each.kind, words(each).permalink) for each in pieces]


def test_a_run_that_was_stopped_is_a_gap_and_a_profile_is_none(tmp_path: Path) -> None:
    """What instaloader had not read yet is not in the folder, and nothing else says so."""
    stopped = {"node": {}, "instaloader": {"node_type": "FrozenNodeIterator"}}
    files = instaloader_files() | {
        "iterator_piFODA0x.json": json.dumps(stopped).encode(),
        "quillback_mn_profile_pic.jpg": b"1",
    }

    _, others = from_folder(tmp_path, ImportKind.INSTALOADER, files)

    assert {
        "iterator_piFODA0x.json": False,
        "quillback_mn_77.json": True,
        "1 other files": True,
        "comments of 3000": False,
    } == {each.what: each.expected for each in others}


def test_a_comment_without_an_id_is_named(tmp_path: Path) -> None:
    """Without an id nobody can say later that it is the same comment."""
    files = instaloader_files()
    files[f"{STEM}_comments.json"] = json.dumps(
        [{"text": "a"}, instaloader_comment(1, "b", {"text": "c"})]
    ).encode()

    pieces, others = from_folder(tmp_path, ImportKind.INSTALOADER, files)

    assert ["1"] == [each.id for each in pieces if each.kind is ItemKind.COMMENT]
    assert 2 == sum("without an id" in each.cause for each in others)


def test_rows_of_a_table_are_posts_with_the_ids_the_api_gives(tmp_path: Path) -> None:
    """A row is cut exactly, line's ends in its fields included; a sum at the end is no post."""
    (tmp_path / "posts.csv").write_bytes(b"\xef\xbb\xbf" + CSV)

    pieces, others = gathered(ImportKind.BUSINESS_SUITE, tmp_path / "posts.csv", zone="UTC")

    assert [
        ("77_501", 'Two lines,\r\nand "quotes"', datetime(2025, 10, 9, 3, 53, tzinfo=UTC)),
        ("77_502", "Second", datetime(2025, 10, 10, 3, 53, tzinfo=UTC)),
    ] == [(each.id, words(each).text, words(each).created_at) for each in pieces]
    assert ["it is a row without a post's id"] == [each.cause for each in others]
    assert CSV.splitlines(keepends=True)[3].strip() == pieces[1].data


def test_a_time_without_a_zone_is_left_out_and_named(tmp_path: Path) -> None:
    """Hours that may be wrong by a day's third are worse than none."""
    (tmp_path / "posts.csv").write_bytes(CSV)

    pieces, others = gathered(ImportKind.BUSINESS_SUITE, tmp_path / "posts.csv")

    assert [None, None] == [words(each).created_at for each in pieces]
    assert "the time of every post" in {each.what for each in others}


@pytest.mark.parametrize(
    "body",
    [b"Name,Age\r\nA,1\r\n", CSV.decode().encode("utf-16"), b"<html></html>", CSV[:115]],
)
def test_a_file_that_is_no_table_of_posts_is_refused(tmp_path: Path, body: bytes) -> None:
    """Another table, another encoding, a web page, a file cut off within quotes."""
    (tmp_path / "posts.csv").write_bytes(body)

    with pytest.raises(ImportUnreadable):
        gathered(ImportKind.BUSINESS_SUITE, tmp_path / "posts.csv")


def test_a_post_with_a_lone_surrogate_is_kept(tmp_path: Path) -> None:
    """Half a character is replaced in the text and kept in the bytes."""
    body = b'[{"timestamp":1760000000,"data":[{"post":"a\\ud83d"}]}]'

    pieces, _ = from_folder(tmp_path, FACEBOOK, {"your_posts_1.json": body})

    assert ("a\ufffd", "lone-surrogate") == (words(pieces[0]).text, pieces[0].fault)


def test_a_time_beyond_all_calendars_is_none(tmp_path: Path) -> None:
    """Numbers are strangers' numbers."""
    huge = facebook_post("A", 10**400)
    files = {"your_posts_1.json": as_json([huge, facebook_post("B", NOW)])}

    pieces, _ = from_folder(tmp_path, FACEBOOK, files)

    assert [True, False] == [words(each).created_at is None for each in pieces]
