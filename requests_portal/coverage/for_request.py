"""The coverage statement that goes with a response: every account, up to the last search."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from archiver.archive import Archive
from archiver.coverage.gathering import Watched, gather
from archiver.coverage.ledger import Span
from archiver.data_requests import DataRequest, RequestSearch
from requests_portal.coverage.paper import MOST_ROWS, statement_pdf
from requests_portal.coverage.statement import write_statement
from requests_portal.coverage.text import statement_text

PAPER, TEXT = "coverage.pdf", "coverage.txt"


def searched_until(request: DataRequest, searches: Iterable[RequestSearch]) -> datetime:
    """Give the moment up to which the archive was searched; when it came, where it was not.

    The statement is about what was known then, so that packaging the same
    request again gives the same bytes.
    """
    return max((one.at for one in searches), default=request.received_at)


def watched_until(archive: Archive, until: datetime) -> tuple[Watched, ...]:
    """Work out how every account that was under archive then was watched, from its beginning."""
    return tuple(
        gather(archive, account, Span(account.opened_at, until), until, named=False)
        for account in archive.accounts()
        if account.opened_at < until
    )


def coverage_files(
    archive: Archive, request: DataRequest, searches: Iterable[RequestSearch], dated: date
) -> Iterator[tuple[str, bytes]]:
    """Write the statement on paper and as text; raises ``PacketUnmakeable``."""
    city = archive.settings.city
    accounts = watched_until(archive, searched_until(request, searches))
    for name, most in ((PAPER, MOST_ROWS), (TEXT, None)):
        statement = write_statement(
            accounts,
            city=city.name,
            zone=city.zone,
            concerns=f"Data request {request.id}",
            dated=dated,
            most_rows=most,
        )
        yield name, statement_pdf(statement) if name == PAPER else statement_text(statement)
