"""The tables of imports: which files came in, what was not understood, what may be the same."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table

from archiver.catalogue.columns import BigKey, Instant, Words, metadata

imported = Table(
    "imported",
    metadata,
    Column("run", Words, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("account", Words, ForeignKey("account.key"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
    # Set once all of it was read: the event that tells what came of it.
    Column("finished", BigInteger, ForeignKey("leaf.n")),
    # Of a live run: the approval it rested on, and the number of the profile that was read.
    Column("approval", Words, ForeignKey("live_approval.id")),
    Column("profile", Words),
)

imported_file = Table(
    "imported_file",
    metadata,
    Column("run", Words, ForeignKey("imported.run"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, nullable=False),
    Column("path", Words, nullable=False),
    Column("sha256", Words, ForeignKey("blob.sha256"), nullable=False),
)

imported_gap = Table(
    "imported_gap",
    metadata,
    Column("run", Words, ForeignKey("imported.run"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("what", Words, nullable=False),
    Column("cause", Words, nullable=False),
)

# Items that came by file and may be one of those that were there before.
imported_match = Table(
    "imported_match",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("other", Words, primary_key=True),
    Column("basis", Words, nullable=False),
)
