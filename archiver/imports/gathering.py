"""All pieces of an import, in the order they are to be kept: older wordings first."""

import lzma
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from archiver.imports import (
    business_suite,
    facebook_download,
    instagram_download,
    instaloader_folder,
    screenshot,
)
from archiver.imports.errors import ImportUnreadable
from archiver.imports.kinds import ImportKind
from archiver.imports.library import Entry, Library, too_large
from archiver.imports.member import Member
from archiver.imports.piece import Form, NotUnderstood, Piece
from archiver.imports.words import words_of
from archiver.media.kinds import HEAD, type_of
from archiver.scanner import NotJson

Found: TypeAlias = Iterator[Piece | NotUnderstood]
_Forms: TypeAlias = Callable[[str], Form | None]
_Pieces: TypeAlias = Callable[[Form, Member], Found]

_PAGE = re.compile(rb"\s*(<!doctype\s|<html|<head|<\?xml)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass
class Gathering:
    """One reading of an import from its beginning to its end.

    ``live`` says that nobody could have fetched comments. ``read`` are the
    files that were read, ``claimed`` how many comments the posts read so far
    say they have; both are whole once ``found`` is at its end.
    """

    kind: ImportKind
    library: Library
    zone: str | None = None
    attestation: screenshot.Attestation | None = None
    live: bool = False
    read: list[Entry] = field(default_factory=list)
    claimed: int | None = None

    def found(self) -> Found:
        """Give every piece, and everything that could not be understood."""
        match self.kind:
            case ImportKind.FACEBOOK_DOWNLOAD:
                reader = facebook_download
                yield from self._download(reader.form_of, reader.CONCERNED, reader.pieces)
            case ImportKind.INSTAGRAM_DOWNLOAD:
                other = instagram_download
                yield from self._download(other.form_of, other.CONCERNED, other.pieces)
            case ImportKind.BUSINESS_SUITE:
                yield from self._tables()
            case ImportKind.INSTALOADER:
                yield from self._instaloader()
            case ImportKind.SCREENSHOT:
                yield self._screenshot()

    def _download(self, form_of: _Forms, concerned: re.Pattern[str], pieces: _Pieces) -> Found:
        unread = 0
        for entry in self._sorted():
            form = form_of(entry.path)
            if form is not None:
                member = self._member(entry)
                yield from _cut(entry, member, partial(pieces, form))
            elif concerned.search(entry.path):
                yield NotUnderstood(entry.path, "no reader knows a file of this name")
            elif entry.path.endswith(".json"):
                unread += 1
        if unread and self.read:
            yield NotUnderstood(
                f"{unread} other files of JSON",
                "they are not about posts or comments (messages, logins, advertising and the like)",
                expected=True,
            )

    def _tables(self) -> Found:
        for entry in self._sorted():
            if not entry.path.lower().endswith(".csv"):
                continue
            member = self._member(entry)
            yield from _cut(entry, member, lambda each: business_suite.pieces(each, self.zone))
        if self.read and self.zone is None:
            yield NotUnderstood(
                "the time of every post", "the file names no time zone, and none was given"
            )

    def _instaloader(self) -> Found:
        folder = _Folder.of(self._sorted())
        for stem in sorted(folder.stems):
            yield from self._instaloader_post(folder, stem)
        loose = 0
        for entry in folder.others:
            loose += not entry.path.endswith(_INSTALOADER_FILES)
            if entry.path.endswith((".json", ".json.xz")):
                member = self._member(entry)
                why = instaloader_folder.post_piece(member, ()) if member else None
                if isinstance(why, Piece):
                    yield NotUnderstood(entry.path, "its name is not one instaloader gives a post")
                else:
                    yield why or NotUnderstood(entry.path, _TOO_LARGE)

        if loose and self.read:
            what = f"{loose} other files"
            yield NotUnderstood(
                what, "they belong to no post (pictures of profiles)", expected=True
            )

    def _instaloader_post(self, folder: "_Folder", stem: str) -> Found:
        files = folder.files_of(stem)
        entry = folder.posts.get(stem)
        member = self._member(entry) if entry else None
        post: Piece | NotUnderstood = (
            instaloader_folder.post_piece(member, files)
            if member
            else NotUnderstood(stem, _TOO_LARGE if entry else "the file of its post is not here")
        )
        if isinstance(post, NotUnderstood):
            yield post
            beside = [*folder.captions[stem], *folder.comments[stem]]
            for each in beside:
                yield NotUnderstood(each.path, "its post could not be read")
            return
        yield from self._captions(folder.captions[stem], post)
        yield post
        if not files:
            yield NotUnderstood(post.origin.path, "no picture or film of it is in the folder")
        yield from self._comments(folder.comments[stem], post)

    def _captions(self, entries: Iterable[Entry], post: Piece) -> Found:
        """Give the earlier captions, the oldest first; that one came back shows in no order."""
        now, said = words_of(post.form, post.data, post.fault, {}).text.strip(), []
        for entry in entries:
            member = self._member(entry)
            if member is None:
                yield NotUnderstood(entry.path, _TOO_LARGE)
                continue
            piece = instaloader_folder.caption_piece(member, post)
            said.append(words_of(piece.form, piece.data, None, {}).text.strip())
            yield piece
        if now in said and said[-1] != now:
            yield NotUnderstood(
                f"the order of the captions of {post.id}", "an earlier wording was put back"
            )

    def _comments(self, entries: Iterable[Entry], post: Piece) -> Found:
        claimed = instaloader_folder.claimed_comments(post.data)
        self.claimed = (self.claimed or 0) + claimed if claimed is not None else self.claimed
        got = 0
        for entry in entries:
            member = self._member(entry)
            for found in _cut(
                entry, member, lambda each: instaloader_folder.comment_pieces(each, post.id)
            ):
                got += isinstance(found, Piece)
                yield found
        if claimed is not None and got < claimed:
            yield NotUnderstood(
                f"comments of {post.id}",
                f"{got} are here, and the post says {claimed}",
                expected=self.live,
            )

    def _screenshot(self) -> Piece:
        if len(self.library.entries) != 1 or self.attestation is None:
            raise ImportUnreadable(
                "A screenshot is imported one by one, with what its maker says of it.",
                next_step="Name one image or PDF, and --by, --taken, --how, --url, --transcript.",
            )
        entry = self.library.entries[0]
        picture = self.library.read(entry, self.library.limits.media_limit)
        if picture is None:
            limit = self.library.limits.media_limit
            raise too_large(f"The screenshot has more than {limit} bytes", "media_limit")
        self.read.append(entry)
        stated = screenshot.statement(picture, type_of(picture[:HEAD]), self.attestation)
        return screenshot.screenshot_piece(stated, entry.path)

    def _sorted(self) -> list[Entry]:
        return sorted(self.library.entries, key=lambda each: (each.path, each.part))

    def _member(self, entry: Entry) -> Member | None:
        """Read a file whole; None where it is larger than the settings allow."""
        limit = self.library.limits.json_limit
        body = self.library.read(entry, limit)
        if body is not None and entry.path.endswith(".xz"):
            body = _unpacked(body, limit)
        if body is None:
            return None
        self.read.append(entry)
        source = self.library.source_of(entry)
        return Member(source, entry.part, entry.path, body)


_INSTALOADER_FILES = (".json", ".json.xz", ".txt")
_TOO_LARGE = "it is broken, or larger than json_limit under [imports] allows"


@dataclass
class _Folder:
    """The files of an instaloader folder, by the stem of the post they belong to."""

    posts: dict[str, Entry] = field(default_factory=dict)
    comments: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    captions: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    media: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    others: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "_Folder":
        """Sort files by what instaloader's names say of them."""
        folder = cls()
        ages: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
        for entry in entries:
            if found := instaloader_folder.COMMENTS.fullmatch(entry.path):
                folder.comments[found["stem"]].append(entry)
            elif found := instaloader_folder.POST.fullmatch(entry.path):
                folder.posts.setdefault(found["stem"], entry)
            elif found := instaloader_folder.EARLIER.fullmatch(entry.path):
                ages[found["stem"]].append((int(found["age"]), entry))
            elif found := instaloader_folder.MEDIA.fullmatch(entry.path):
                folder.media[found["stem"]].append((int(found["place"] or 0), entry.path))
            else:
                folder.others.append(entry)
        for stem, captions in ages.items():
            # instaloader moves every file on by one, so the highest number is the oldest.
            ordered = sorted(captions, key=lambda each: each[0], reverse=True)
            folder.captions[stem] = [entry for _, entry in ordered]
        return folder

    @property
    def stems(self) -> set[str]:
        """Every post that anything here belongs to, but pictures alone."""
        return {*self.posts, *self.comments, *self.captions}

    def files_of(self, stem: str) -> tuple[str, ...]:
        """Give the pictures and films of a post in their order."""
        return tuple(path for _, path in sorted(self.media[stem]))


def _cut(entry: Entry, member: Member | None, pieces: Callable[[Member], Found]) -> Found:
    """Cut one file; where that cannot be done, say so and go on with the others."""
    if member is None:
        yield NotUnderstood(entry.path, _TOO_LARGE)
        return
    try:
        check_text(member.body)
        yield from pieces(member)
    except NotJson as error:
        yield NotUnderstood(entry.path, f"it cannot be read: {_plain(error)}")


def check_text(body: bytes) -> None:
    """Raise ``ImportUnreadable`` for a web page, and for text that is not UTF-8."""
    if _PAGE.match(body):
        raise ImportUnreadable(
            "This is a web page (HTML), which is made for looking at and not for keeping.",
            next_step="Ask the platform for the download again and choose JSON as its format.",
        )
    if body.startswith(_WIDE):
        raise ImportUnreadable(
            "The file is written in UTF-16, and only UTF-8 can be read.",
            next_step="Save it again as UTF-8 and import that file.",
        )


def _plain(error: NotJson) -> str:
    """Say what is wrong with a file without any of its text."""
    return "it is cut off or no JSON" if "(char" in str(error) else str(error)


def _unpacked(body: bytes, limit: int) -> bytes | None:
    """Unpack an ``.xz`` file up to a limit; None where it is broken or longer."""
    try:
        unpacker = lzma.LZMADecompressor(memlimit=limit)
        data = unpacker.decompress(body, max_length=limit + 1)
    except lzma.LZMAError:
        return None
    return data if unpacker.eof and len(data) <= limit else None
