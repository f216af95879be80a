"""The works ``index``, whenever the index is behind, and ``saved``, each search that tells people.

A search brings the index up to date by itself; the first work only sees to it
that there is little left to do when somebody searches.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.schedule.kinds import Outcome, WorkKind
from search.alerts import tell_news
from search.follow import follow, index_folder
from search.saved import saved_search, saved_searches
from search.settings import SearchSettings

ARCHIVE = "archive"
"""The subject of work that is about the archive as a whole."""

AGAIN = timedelta(minutes=10)
"""When a mail is sent again that did not go out."""

WAIT = timedelta(seconds=10)
"""When the index is looked at again that another process was writing."""


def behind(archive: Archive) -> Mapping[str, datetime]:
    """Want the index brought up to date where it is behind, and nothing where it is not."""
    position = index_folder(archive).position()
    if position is not None and position.change == archive.change_number():
        return {}
    return {ARCHIVE: archive.clock()}


def catch_up(archive: Archive, _subject: str, _outside: Surroundings) -> Outcome:
    """Bring the index up to date."""
    progress = follow(archive)
    said = f"{progress.items:,} items indexed" if progress.items else None
    return Outcome(archive.clock() + (WAIT if progress.busy else timedelta()), said)


def telling(archive: Archive) -> Mapping[str, datetime]:
    """Name the saved searches that somebody is told of."""
    return {each.name: each.saved_at for each in saved_searches(archive) if each.mail}


def tell(archive: Archive, subject: str, outside: Surroundings) -> Outcome:
    """Tell what a saved search found that is new; raises ``SearchUnknown`` if it was given up."""
    delivery = tell_news(archive, saved_search(archive, subject), outside.environment, outside.wait)
    pause = timedelta(minutes=archive.settings.section(SearchSettings).mail_minutes)
    if delivery is None:
        return Outcome(archive.clock() + pause)
    error = delivery.error
    return Outcome(
        next_due=archive.clock() + (pause if delivery.taken else AGAIN),
        said=f"{subject}: {'mail sent' if error is None else error.what}",
        clean=error is None,
    )


INDEX_WORK = WorkKind(wanted=behind, do=catch_up)
SAVED_WORK = WorkKind(wanted=telling, do=tell)
