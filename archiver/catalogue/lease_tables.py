"""The table of due work: what is to be done when, and who is at it.

It lives in rows alone: what should be due follows from settings, accounts and
receipts, and whoever is at something is so only while a process lives.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, Table

from archiver.catalogue.columns import Instant, Words, metadata

# A row is never removed: its fence has to go on growing. What is not wanted
# any more, such as the harvest of a closed account, has no time at which it is due.
lease = Table(
    "lease",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("subject", Words, primary_key=True),
    # By the clock of the archive, as receipts are.
    Column("due_at", Instant),
    # Grows by one each time the work is taken; 0 where it never was.
    Column("fence", BigInteger, nullable=False, server_default="0"),
    # The process that is at it; None where nobody is.
    Column("host", Words),
    Column("pid", Integer),
    Column("started", Words),
    # When the lease ends by the clock of the database.
    Column("until", Instant),
    Index("ix_lease_due", "due_at", "kind", "subject"),
)
