"""The tables of notices that platforms sent us."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table

from archiver.catalogue.columns import Instant, Words, metadata

notice = Table(
    "notice",
    metadata,
    Column("sha256", Words, primary_key=True),
    Column("received", Instant, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

notice_change = Table(
    "notice_change",
    metadata,
    Column("sha256", Words, ForeignKey("notice.sha256"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("account", Words, nullable=False, index=True),
    Column("field", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("verb", Words, nullable=False),
    Column("thread", Words),
    Column("item", Words),
)

# Threads to look at because of a notice, until they were looked at twice; in
# rows alone, because polling sees what a lost hint would have shown.
hint = Table(
    "hint",
    metadata,
    Column("account", Words, primary_key=True),
    Column("thread", Words, primary_key=True),
    Column("since", Instant, nullable=False),
)
