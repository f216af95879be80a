"""One walk over a public profile: every post into the folder, and a gap for each that failed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import instaloader

from archiver.captures import Gap
from archiver.imports.live.door import Door
from archiver.imports.live.trouble import Stopped, Trouble
from archiver.imports.live.visitor import Visitor, loader_for, understood

IN_A_ROW = 5
"""So many posts that cannot be read one after the other end the walk."""

_CODE = re.compile(r"[\w-]{1,40}", re.ASCII)
_POSTS = "*_UTC.json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be fetched, and where to.

    ``newest`` is how many posts, None for all; ``profile`` is the number that
    the profile of this name had before, where that is known.
    """

    username: str
    folder: Path
    media_limit: int
    newest: int | None = None
    profile: str | None = None


@dataclass(slots=True)
class Walk:
    """A walk and what it has found so far; ``expected`` is what nobody asked for."""

    door: Door
    wanted: Wanted
    profile: str | None = None
    claimed: int | None = None
    gaps: list[Gap] = field(default_factory=list)
    expected: list[Gap] = field(default_factory=list)
    _first: Stopped | None = None
    _over: bool = False
    _seen: set[str] = field(default_factory=set)
    _failed: int = 0
    _unread: int = 0

    @property
    def kept(self) -> int:
        """How many posts lie in the folder."""
        return sum(1 for _ in self.wanted.folder.glob(_POSTS))

    def run(self) -> None:
        """Walk to the end, or as far as it goes.

        Raises an error where no post was fetched; what was fetched stays in the folder.
        """
        visitor = Visitor(self.door, self.wanted.folder, self.wanted.media_limit)
        loader = loader_for(visitor, self.wanted.folder)
        try:
            with understood(self.door):
                found = self._find(loader)
                posts = found.get_posts()
                # It compares each post's date with the first one's; one without would spoil all.
                posts._is_first = None  # noqa: SLF001 - nothing else switches that off
            self._posts(_Line(loader, visitor, posts))
            self._compare(found)
        except Stopped as stop:
            raise stop.error(self.wanted.username) from stop
        finally:
            visitor.close()  # type: ignore[no-untyped-call] # instaloader types most of it
        if not self.kept:
            nothing = self._first or Stopped(Trouble.SHAPE if self.claimed else Trouble.EMPTY)
            raise nothing.error(self.wanted.username)

    def _find(self, loader: instaloader.Instaloader) -> instaloader.Profile:
        """Find the profile, and see that it is the one that had the name before."""
        name, before = self.wanted.username, self.wanted.profile
        found: instaloader.Profile = instaloader.Profile.from_username(loader.context, name)
        self.profile = str(found.userid)
        if found.username != name or self.profile != (before or self.profile):
            raise Stopped(Trouble.OTHER)
        loader.save_metadata_json(str(self.wanted.folder / f"{name}_{self.profile}"), found)
        return found

    def _posts(self, line: "_Line") -> None:
        """Fetch one post after the other."""
        for post in self._coming(line.posts):
            if post.shortcode in self._seen:
                continue
            if not _CODE.fullmatch(post.shortcode):
                self._unread += 1
                self._miss(f"post {line.posts.total_index} of the profile", Stopped(Trouble.SHAPE))
                continue
            self._seen.add(post.shortcode)
            stop = self._fetch(line, post)
            if stop is not None and stop.ends:
                self._end(line.posts.total_index, stop)
                return

    def _coming(
        self, posts: "instaloader.NodeIterator[instaloader.Post]"
    ) -> Iterator[instaloader.Post]:
        """Give the posts of the profile, newest first, as long as that goes."""
        while self._failed < IN_A_ROW:
            before = posts.total_index
            if before == self.wanted.newest:
                self.expected.append(
                    Gap(f"posts after the newest {before}", "no more of them were asked for")
                )
                return
            try:
                with understood(self.door):
                    post = next(posts, None)
            except Stopped as stop:
                # Where the index stands, it was the list that failed and not one post in it.
                if stop.ends or posts.total_index == before:
                    self._end(before, stop)
                    return
                self._unread += 1
                self._miss(f"post {posts.total_index} of the profile", stop)
                continue
            if post is None:
                return
            yield post
        self._end(posts.total_index, Stopped(Trouble.IN_A_ROW))

    def _fetch(self, line: "_Line", post: instaloader.Post) -> Stopped | None:
        """Fetch one post with its pictures and films; without them, where they cannot be had."""
        failures = line.visitor.failures
        try:
            with understood(self.door):
                line.loader.download_post(post, target=self.wanted.username)
        except Stopped as stop:
            part = "pictures or films of " if self._keep_words(line, post) else ""
            self._miss(f"{part}post {post.shortcode}", stop)
            return stop
        if line.visitor.failures > failures:
            self._miss(f"a picture of post {post.shortcode}", Stopped(Trouble.REFUSED))
        else:
            self._failed = 0
        return None

    def _keep_words(self, line: "_Line", post: instaloader.Post) -> bool:
        """Keep what the post says, which is here already; tell whether that could be done."""
        try:
            with understood(self.door):
                name = line.loader.format_filename(post, target=self.wanted.username)
                line.loader.save_metadata_json(str(self.wanted.folder / name), post)
        except Stopped:
            return False
        return True

    def _miss(self, what: str, stop: Stopped) -> None:
        self._first = self._first or stop
        self._failed += 1
        self.gaps.append(stop.gap(what))

    def _end(self, number: int, stop: Stopped) -> None:
        self._over = True
        self._miss(f"posts after the newest {number}" if number else "posts", stop)

    def _compare(self, found: instaloader.Profile) -> None:
        """Compare what came with what the profile says it has, where nothing else is known to lack.

        instaloader stops without a word at a page that comes empty or again.
        """
        node = instaloader.get_json_structure(found)["node"]
        claimed = node.get("all_media_count", node.get("media_count"))
        self.claimed = claimed if type(claimed) is int else None
        got = len(self._seen) + self._unread
        if self.claimed is not None and got < self.claimed and not (self._over or self.expected):
            self.gaps.append(Gap("posts", f"{got} were shown, and the profile says {claimed}"))


@dataclass(frozen=True, slots=True)
class _Line:
    """instaloader at work on one profile."""

    loader: instaloader.Instaloader
    visitor: Visitor
    posts: "instaloader.NodeIterator[instaloader.Post]"
