"""The table of approvals: whose word a live run of instaloader rests on, and until when."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Table

from archiver.catalogue.columns import Instant, Words, metadata

live_approval = Table(
    "live_approval",
    metadata,
    Column("id", Words, primary_key=True),
    Column("account", Words, ForeignKey("account.key"), nullable=False),
    # The profile's name in its address: what was approved, and nothing else.
    Column("username", Words, nullable=False),
    Column("attorney", Words, nullable=False),
    Column("approved_on", Date, nullable=False),
    Column("note", Words),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Words, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", Words),
    Column("withdrawn_because", Words),
)
