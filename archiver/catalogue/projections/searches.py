"""Rows of saved searches: kept, looked at, told, given up."""

from sqlalchemy import Connection, delete, insert, update

from archiver.catalogue.search_tables import saved_search
from archiver.search_events import SearchForgotten, SearchLooked, SearchSaved, SearchTold


def project_search_saved(connection: Connection, event: SearchSaved, number: int) -> None:
    """Keep a search; saved anew it takes the place of the one of that name."""
    connection.execute(delete(saved_search).where(saved_search.c.name == event.name))
    connection.execute(
        insert(saved_search).values(
            name=event.name,
            query=event.query,
            mail=" ".join(event.mail),
            saved_at=event.at,
            saved_by=event.by,
            looked_at=event.at,
            looked_change=event.change,
            told_change=event.change,
            leaf=number,
        )
    )


def project_search_looked(connection: Connection, event: SearchLooked, _number: int) -> None:
    """Note up to where somebody has seen what it finds."""
    connection.execute(
        update(saved_search)
        .where(saved_search.c.name == event.name)
        .values(looked_at=event.at, looked_change=event.change)
    )


def project_search_told(connection: Connection, event: SearchTold, _number: int) -> None:
    """Note up to where people were told by e-mail."""
    connection.execute(
        update(saved_search)
        .where(saved_search.c.name == event.name)
        .values(told_at=event.at, told_change=event.change)
    )


def project_search_forgotten(connection: Connection, event: SearchForgotten, _number: int) -> None:
    """Drop a search."""
    connection.execute(delete(saved_search).where(saved_search.c.name == event.name))
