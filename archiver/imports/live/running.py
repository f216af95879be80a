"""A live run from the attorney's approval to the receipt of its import."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.catalogue.import_tables import imported
from archiver.errors import CivickeepError
from archiver.imports.errors import ImportUnreadable
from archiver.imports.events import LiveRun
from archiver.imports.kinds import ImportKind
from archiver.imports.live.approval import Approval, allowed
from archiver.imports.live.door import Bounds, Door
from archiver.imports.live.place import Fetched, Place
from archiver.imports.live.trouble import Stopped, Trouble
from archiver.imports.live.visitor import PROGRAM
from archiver.imports.live.walk import Walk, Wanted
from archiver.imports.running import Asked, Outcome, import_files
from archiver.imports.settings import ImportSettings
from archiver.lock import only_one
from archiver.media.download import USUAL, Patience


@dataclass(frozen=True, slots=True)
class Fetching:
    """What a person asks for, and who she is; ``newest`` is how many posts, None for all."""

    by: str
    newest: int | None = None
    patience: Patience = USUAL


def fetch(
    archive: Archive, account: Account, asked: Fetching, tell: Callable[[str], None]
) -> Outcome:
    """Have instaloader fetch an account's public posts, and import them.

    Raises ``LiveNotAllowed`` before anything is asked of Instagram; where
    nothing was fetched ``ProfileNotShown``, ``InstagramRefuses``,
    ``AnswerUnknown`` or ``PlatformUnavailable``; ``CatalogueBusy`` where
    another run or import is at work. What was fetched before something went
    wrong is imported, and the receipt says what is missing.
    """
    approval = allowed(archive, account)
    with only_one(archive, "instaloader"):
        run = _Run(archive, account, asked, Place.of(archive, account.key), tell)
        run.import_what_was_left()
        run.fetch(approval)
        return run.import_it()


@dataclass(frozen=True, slots=True)
class _Run:
    archive: Archive
    account: Account
    asked: Fetching
    place: Place
    tell: Callable[[str], None]

    def import_what_was_left(self) -> None:
        """Import what a run brought that was killed before its import was finished."""
        left = self.place.left()
        if left is None:
            return
        if left.run.ended is None:
            gap = Stopped(Trouble.KILLED).gap("the rest of the profile")
            self.place.note(Fetched(left.run, (gap,)))
        self.tell("An earlier run was stopped before its end; importing what it brought ...")
        try:
            self.import_it()
        except ImportUnreadable:
            self.tell("It had brought no post yet.")
            self.place.clear()

    def fetch(self, approval: Approval) -> None:
        """Fetch into the fresh folder, and note what came of it."""
        section = self.archive.settings.section(ImportSettings)
        began = LiveRun(
            approval=approval.id,
            attorney=approval.attorney,
            approved_on=approval.approved_on,
            program=PROGRAM,
            username=approval.username,
            began=self.archive.clock(),
        )
        self.place.begin(began)
        bounds = Bounds(section.live_requests, section.live_seconds, section.json_limit)
        door = Door(bounds, self.asked.patience, self.account.api_url)
        wanted = Wanted(
            username=approval.username,
            folder=self.place.posts,
            media_limit=section.media_limit,
            newest=self.asked.newest,
            profile=self._profile_before(approval),
        )
        walk = Walk(door, wanted)
        self.tell(f"{PROGRAM} looks at instagram.com/{approval.username}, without login ...")
        try:
            walk.run()
        except CivickeepError:
            self.place.clear()
            raise
        ended = msgspec.structs.replace(
            began,
            ended=self.archive.clock(),
            profile=walk.profile,
            requests=door.requests,
            posts=walk.kept,
            claimed=walk.claimed,
        )
        self.place.note(Fetched(ended, tuple(walk.gaps), tuple(walk.expected)))

    def import_it(self) -> Outcome:
        """Import what lies in the folder, and take the folder away."""
        asked = Asked(
            ImportKind.INSTALOADER, (self.place.posts,), self.asked.by, live=self.place.left()
        )
        outcome = import_files(self.archive, self.account, asked, self.tell)
        self.place.clear()
        return outcome

    def _profile_before(self, approval: Approval) -> str | None:
        """Give the number of the profile that was read under this approval before."""
        with self.archive.reading() as connection:
            return connection.scalar(
                select(imported.c.profile)
                .where(imported.c.approval == approval.id, imported.c.profile.is_not(None))
                .order_by(imported.c.leaf.desc())
                .limit(1)
            )
