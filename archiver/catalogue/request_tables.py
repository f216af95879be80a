"""The tables of the request desk, on the same metadata as every other table.

Items are named by platform and id, not by row: a request and its decisions
outlive the items they were about. Decisions are only ever added.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
)

from archiver.catalogue.columns import Instant, Words, metadata

data_request = Table(
    "data_request",
    metadata,
    Column("id", Words, primary_key=True),
    Column("track", Words, nullable=False),
    Column("wanted", Words, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("text", Words, nullable=False),
    Column("name", Words),
    Column("email", Words),
    Column("phone", Words),
    Column("address", Words),
    Column("statutory_due", Date),
    Column("city_target", Date),
    Column("state", Words, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", Words, nullable=False),
    Column("closed_at", Instant),
    Column("outcome", Words),
    Column("change", BigInteger, nullable=False),
)

request_search = Table(
    "request_search",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("request", Words, ForeignKey("data_request.id"), nullable=False, index=True),
    Column("query", Words, nullable=False),
    Column("found", Integer, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
)

request_item = Table(
    "request_item",
    metadata,
    Column("request", Words, ForeignKey("data_request.id"), primary_key=True),
    Column("platform", Words, primary_key=True),
    Column("item", Words, primary_key=True),
    # The search that found it first.
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
    Index("ix_request_item_item", "platform", "item"),
)

determination = Table(
    "determination",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("platform", Words, primary_key=True),
    Column("item", Words, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("request", Words, ForeignKey("data_request.id"), nullable=False, index=True),
    Column("action", Words, nullable=False),
    Column("data_class", Words),
    Column("citation", Words),
    Column("note", Words),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
)

determination_part = Table(
    "determination_part",
    metadata,
    Column("leaf", BigInteger, primary_key=True, autoincrement=False),
    Column("platform", Words, primary_key=True),
    Column("item", Words, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    # "text" with start and end, or an element kind with its position.
    Column("kind", Words, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("data_class", Words, nullable=False),
    Column("citation", Words, nullable=False),
    ForeignKeyConstraint(
        ["leaf", "platform", "item", "n"],
        ["determination.leaf", "determination.platform", "determination.item", "determination.n"],
    ),
)

request_package = Table(
    "request_package",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("request", Words, ForeignKey("data_request.id"), nullable=False, index=True),
    Column("manifest_sha256", Words, nullable=False),
    Column("released", Integer, nullable=False),
    Column("redacted", Integer, nullable=False),
    Column("withheld", Integer, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
)
