"""How many items of a query's time have files that are in quarantine, and so are not searched."""

from archiver.archive import Archive
from archiver.catalogue.quarantined import Among, count_items
from archiver.viewer import Viewer
from search.bounds import bounds_of
from search.query import EVERYWHERE
from search.question import Narrowing, read_question
from search.tree import And


def kept_back(
    archive: Archive, viewer: Viewer, query: str, narrowing: Narrowing = EVERYWHERE
) -> int:
    """Count them in the accounts and the time that a query is about, whatever words it has.

    What such a file shows, and which kind of file it is, no search finds. Only
    items this viewer may read are counted, and of each of these she is shown
    that it has such a file. Raises ``QueryUnreadable``.
    """
    question = read_question(archive, viewer, query, narrowing)
    if question.of_nothing:
        return 0
    bounds = bounds_of(And((question.tree, *question.beside)))
    with archive.reading() as connection:
        among = Among(bounds.accounts, bounds.since, bounds.until)
        return count_items(connection, viewer, among)
