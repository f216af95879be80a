"""The table of saved searches."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table

from archiver.catalogue.columns import Instant, Words, metadata

# One row for each search that is kept. ``mail`` is addresses with spaces between them. What was
# seen, and what was told by e-mail, is known up to a change number each.
saved_search = Table(
    "saved_search",
    metadata,
    Column("name", Words, primary_key=True),
    Column("query", Words, nullable=False),
    Column("mail", Words, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("saved_by", Words, nullable=False),
    Column("looked_at", Instant, nullable=False),
    Column("looked_change", BigInteger, nullable=False),
    Column("told_at", Instant),
    Column("told_change", BigInteger, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)
