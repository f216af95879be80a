"""What came of an import, as ``civickeep import --json`` gives it."""

import msgspec

from archiver.civil_time import to_wire
from archiver.imports.events import Match
from archiver.imports.running import Outcome


class FileEntry(msgspec.Struct, frozen=True):
    """A file that was taken in whole; ``part`` numbers ZIP files, 0 is a file of a folder."""

    part: int
    path: str
    sha256: str
    bytes: int
    type: str


class MissingEntry(msgspec.Struct, frozen=True):
    """A picture or film that is not kept, and why."""

    item: str
    cause: str


class MatchEntry(msgspec.Struct, frozen=True):
    """An imported item and another one that it is, or probably is."""

    item: str
    other: str
    basis: str


class GapEntry(msgspec.Struct, frozen=True):
    """What did not come in, and why."""

    what: str
    cause: str


class LiveEntry(msgspec.Struct, frozen=True):
    """That instaloader was run for it: with which version, by whose word, and how far it came.

    ``verdict`` is ``partial`` where anything that should have come did not.
    """

    program: str
    username: str
    profile: str | None
    approval: str
    attorney: str
    approved_on: str
    began: str
    ended: str | None
    requests: int
    posts: int
    posts_claimed: int | None
    verdict: str


class ImportEntry(msgspec.Struct, frozen=True, rename={"run": "import"}):
    """The receipt of one import; ``again`` where the same files had been imported before.

    ``live`` is null where the files were handed in.
    """

    run: str
    kind: str
    account: str
    started: str
    finished: str
    by: str
    again: bool
    files: tuple[FileEntry, ...]
    pieces: int
    known: int
    new_items: int
    new_versions: int
    comments_claimed: int | None
    media: int
    media_missing: tuple[MissingEntry, ...]
    matches: tuple[MatchEntry, ...]
    gaps: tuple[GapEntry, ...]
    expected: tuple[GapEntry, ...]
    losses: tuple[str, ...]
    live: LiveEntry | None


def import_entry(outcome: Outcome) -> ImportEntry:
    """Put the two acts of an import into one receipt."""
    started, finished = outcome.started, outcome.finished
    return ImportEntry(
        run=started.run,
        kind=started.kind.value,
        account=started.account,
        started=to_wire(started.at),
        finished=to_wire(finished.at),
        by=started.by,
        again=outcome.again,
        files=tuple(
            FileEntry(each.part, each.path, each.sha256, each.bytes, each.type)
            for each in started.files
        ),
        pieces=finished.pieces,
        known=finished.known,
        new_items=finished.new_items,
        new_versions=finished.new_versions,
        comments_claimed=finished.claimed,
        media=sum(each.missing is None for each in finished.media),
        media_missing=tuple(
            MissingEntry(str(each.ref), each.missing) for each in finished.media if each.missing
        ),
        matches=tuple(_match(each) for each in finished.matches),
        gaps=tuple(GapEntry(each.what, each.cause) for each in finished.gaps),
        expected=tuple(GapEntry(each.what, each.cause) for each in finished.expected),
        losses=finished.losses,
        live=_live(outcome),
    )


def is_whole(outcome: Outcome) -> bool:
    """Whether everything that should have come in did, pictures included. Pure."""
    finished = outcome.finished
    return not finished.gaps and all(each.missing is None for each in finished.media)


def _live(outcome: Outcome) -> LiveEntry | None:
    live = outcome.started.live
    if live is None:
        return None
    return LiveEntry(
        program=live.program,
        username=live.username,
        profile=live.profile,
        approval=live.approval,
        attorney=live.attorney,
        approved_on=live.approved_on.isoformat(),
        began=to_wire(live.began),
        ended=None if live.ended is None else to_wire(live.ended),
        requests=live.requests,
        posts=live.posts,
        posts_claimed=live.claimed,
        verdict="complete" if is_whole(outcome) else "partial",
    )


def _match(match: Match) -> MatchEntry:
    return MatchEntry(str(match.ref), str(match.other), match.basis.value)
