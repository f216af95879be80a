"""The tables of one archive. No table has a city column: one archive is one city.

Rows are a projection of the stored objects. Instants are UTC; SQLite and
PostgreSQL hold them without a zone and this module puts it back.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigKey = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the column is a plain INTEGER."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime in Python, a plain UTC timestamp in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Bring an instant to UTC before it is stored."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Say of a stored timestamp that it is UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


archive = Table(
    "archive",
    metadata,
    Column("id", Integer, primary_key=True),
    # Drawn at random when the archive was founded; names its ledger and its keys.
    Column("archive_id", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    # Change number and leaf index: one gapless counter (section 5 of the design).
    Column("counter", BigInteger, nullable=False),
)

leaf = Table(
    "leaf",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("object", Text, nullable=False),
)

# The keys that sign checkpoints, one after the other: each is in force from the
# leaf that adopted it to the leaf that adopted the next.
checkpoint_key = Table(
    "checkpoint_key",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

# The signed states of the ledger; made again from the files under ledger/checkpoints/.
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", Text, nullable=False),
    Column("object", Text, nullable=False),
)

# Time stamps of checkpoints; made again from the files under ledger/stamps/.
stamp = Table(
    "stamp",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("authority", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("object", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("key", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("name", Text),
    Column("department", Text),
    Column("authorized_by", Text),
    Column("ownership", Text, nullable=False),
    Column("token_env", Text, nullable=False),
    Column("api_url", Text),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("close_reason", Text),
    Column("change", BigInteger, nullable=False),
)

capture = Table(
    "capture",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.key"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("started", Instant, nullable=False),
    Column("ended", Instant, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("items_seen", Integer, nullable=False),
    Column("new_versions", Integer, nullable=False),
    Column("disappearances", Integer, nullable=False),
    Column("media", Integer, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("error", Text),
    Column("object", Text, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
    Index("ix_capture_account_ended", "account", "ended"),
)

item = Table(
    "item",
    metadata,
    Column("pk", BigKey, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("account", Text, ForeignKey("account.key"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("parent_id", Text),
    Column("thread_id", Text, nullable=False),
    Column("author_id", Text),
    Column("author_name", Text),
    Column("created_at", Instant),
    Column("permalink", Text),
    Column("state", Text, nullable=False),
    # The number of the version that was shown last.
    Column("current", Integer, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    # Whether the latest receipt saw it: the next receipt tells only the difference.
    Column("listed", Boolean, nullable=False, server_default=false()),
    # How far a disappearance is proven (invariant 3): when a complete capture
    # first missed it, and how many have agreed since.
    Column("first_missing", Instant),
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("change", BigInteger, nullable=False, index=True),
    UniqueConstraint("platform", "id"),
    Index("ix_item_created", "created_at", "id"),
    Index("ix_item_thread", "thread_id"),
    Index("ix_item_account", "account", "state"),
)

version = Table(
    "version",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("capture", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("fingerprint_edition", Integer, nullable=False),
    Column("api_version", Text, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("digest", Text),
    Column("object", Text, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

# What a running capture has seen so far. Turned into last sightings in one
# go when its receipt is kept; what a killed capture left is thrown away.
sighting = Table(
    "sighting",
    metadata,
    Column("capture", Text, primary_key=True),
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    Column("hidden", Boolean, nullable=False),
)

# Objects that are being put into the store and are not acknowledged yet. What
# a killed process leaves here tells which objects nothing will ever name.
pending = Table(
    "pending",
    metadata,
    Column("object", Text, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("since", Instant, nullable=False),
)

hidden = Table(
    "hidden",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("since", Instant, primary_key=True),
    Column("until", Instant),
)

disappearance = Table(
    "disappearance",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("first_missing", Instant, primary_key=True),
    Column("last_seen", Instant, nullable=False),
    Column("established", Text, nullable=False),
    Column("returned", Instant),
)

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("object", Text, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, ForeignKey("blob.sha256")),
    Column("missing", Text),
    Column("alt", Text),
)

classification = Table(
    "classification",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("series", Text, nullable=False, index=True),
    Column("edition", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

schedule = Table(
    "schedule",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("adopted_at", Instant, nullable=False),
    Column("adopted_by", Text, nullable=False),
)

imported_schedule = Table(
    "imported_schedule",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
    Column("imported_by", Text, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("account", Text, ForeignKey("account.key")),
    Column("up_to", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
)

hold = Table(
    "hold",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("request", Text),
    Column("placed_at", Instant, nullable=False),
    Column("placed_by", Text, nullable=False),
    Column("lifted_at", Instant),
    Column("lifted_by", Text),
    Column("lift_reason", Text),
)

hold_item = Table(
    "hold_item",
    metadata,
    Column("hold", Text, ForeignKey("hold.id"), primary_key=True),
    Column(
        "item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False, index=True
    ),
)
