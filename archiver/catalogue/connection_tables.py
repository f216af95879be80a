"""The tables of connected accounts: authorisations, tokens' last checks, surfaces, signals."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Table

from archiver.catalogue.columns import Instant, Words, metadata

# The latest time an account was connected, and who had authorised it.
connection = Table(
    "connection",
    metadata,
    Column("account", Words, ForeignKey("account.key"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("authorized_by", Words, nullable=False),
    Column("authorized_on", Date, nullable=False),
    Column("app", Words),
    Column("page", Words),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

# What the platform said last about an account's token. Lists are words with spaces between.
token_check = Table(
    "token_check",
    metadata,
    Column("account", Words, ForeignKey("account.key"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("valid", Boolean, nullable=False),
    Column("examined", Boolean, nullable=False),
    Column("problem", Words),
    Column("expires_at", Instant),
    Column("data_access_expires_at", Instant),
    Column("scopes", Words, nullable=False),
    Column("tasks", Words),
    Column("missing", Words, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

# Surfaces that are not read of an account, by decision.
surface_off = Table(
    "surface_off",
    metadata,
    Column("account", Words, ForeignKey("account.key"), primary_key=True),
    Column("surface", Words, primary_key=True),
)

# What a platform passed on from the people behind its tokens.
platform_signal = Table(
    "platform_signal",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("account", Words, ForeignKey("account.key")),
    Column("kind", Words, nullable=False),
    Column("person", Words, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("code", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
)
