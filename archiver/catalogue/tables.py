"""The tables of one archive. No table has a city column: one archive is one city.

Rows are a projection of the stored objects.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    false,
)

from archiver.catalogue.columns import BigKey, Instant, Words, metadata

archive = Table(
    "archive",
    metadata,
    Column("id", Integer, primary_key=True),
    # Drawn at random when the archive was founded; names its ledger and its keys.
    Column("archive_id", Words, nullable=False),
    Column("city", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    # Change number and leaf index: one gapless counter (section 5 of the design).
    Column("counter", BigInteger, nullable=False),
)

leaf = Table(
    "leaf",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Words, nullable=False),
    Column("digest", Words, nullable=False, unique=True),
    Column("object", Words, nullable=False),
)

# The keys that sign checkpoints, one after the other: each is in force from the
# leaf that adopted it to the leaf that adopted the next.
checkpoint_key = Table(
    "checkpoint_key",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key", Words, nullable=False),
    Column("link", Words, nullable=False),
    Column("statement", Words, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

# The signed states of the ledger; made again from the files under ledger/checkpoints/.
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", Words, nullable=False),
    Column("object", Words, nullable=False),
)

# Time stamps of checkpoints; made again from the files under ledger/stamps/.
stamp = Table(
    "stamp",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("authority", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("object", Words, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("kind", Words, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("key", Words, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("id", Words, nullable=False),
    Column("name", Words),
    Column("department", Words),
    Column("authorized_by", Words),
    Column("ownership", Words, nullable=False),
    Column("token_env", Words, nullable=False),
    Column("api_url", Words),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("close_reason", Words),
    Column("change", BigInteger, nullable=False),
)

capture = Table(
    "capture",
    metadata,
    Column("id", Words, primary_key=True),
    Column("account", Words, ForeignKey("account.key"), nullable=False),
    Column("scope", Words, nullable=False),
    Column("started", Instant, nullable=False),
    Column("ended", Instant, nullable=False),
    Column("verdict", Words, nullable=False),
    Column("items_seen", Integer, nullable=False),
    Column("new_versions", Integer, nullable=False),
    Column("disappearances", Integer, nullable=False),
    Column("media", Integer, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("error", Words),
    # When the platform wants us back, where it asked us to stay away.
    Column("not_before", Instant),
    Column("object", Words, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
    Index("ix_capture_account_ended", "account", "ended"),
)

# The surfaces a capture read to the end.
capture_surface = Table(
    "capture_surface",
    metadata,
    Column("capture", Words, ForeignKey("capture.id"), primary_key=True),
    Column("surface", Words, primary_key=True),
)

# What a capture could not see. ``surface`` is set where that is a whole surface.
gap = Table(
    "gap",
    metadata,
    Column("capture", Words, ForeignKey("capture.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("what", Words, nullable=False),
    Column("cause", Words, nullable=False),
    Column("surface", Words),
)

item = Table(
    "item",
    metadata,
    Column("pk", BigKey, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("id", Words, nullable=False),
    Column("account", Words, ForeignKey("account.key"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("surface", Words, nullable=False),
    Column("parent_id", Words),
    Column("thread_id", Words, nullable=False),
    Column("author_id", Words),
    Column("author_name", Words),
    Column("created_at", Instant),
    Column("permalink", Words),
    Column("state", Words, nullable=False),
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
    Column("capture", Words, nullable=False, index=True),
    Column("text", Words, nullable=False),
    # What it shares beside its text, in JSON (``link_rows``); most share nothing.
    Column("links", Words),
    Column("fingerprint", Words, nullable=False),
    Column("fingerprint_edition", Integer, nullable=False),
    Column("api_version", Words, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("digest", Words),
    Column("object", Words, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

# An earlier wording that was shown again: since when, and until when it had been
# seen before. The stretches of a version follow from these and its own row.
wording_return = Table(
    "wording_return",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("since", Instant, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("seen_until", Instant, nullable=False),
)

# The platform's counts, a row whenever they changed; apart from versions.
engagement = Table(
    "engagement",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("at", Instant, primary_key=True),
    Column("reactions", BigInteger),
    Column("comments", BigInteger),
    Column("shares", BigInteger),
)

# What a running capture has seen so far. Turned into last sightings in one
# go when its receipt is kept; what a killed capture left is thrown away.
sighting = Table(
    "sighting",
    metadata,
    Column("capture", Words, primary_key=True),
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("reactions", BigInteger),
    Column("comments", BigInteger),
    Column("shares", BigInteger),
)

# The threads that a capture of some threads reaches; only while its rows are made.
reach = Table(
    "reach",
    metadata,
    Column("capture", Words, primary_key=True),
    Column("thread", Words, primary_key=True),
)

# How far the store's own locks follow the catalogue: up to this change number.
lock_mark = Table(
    "lock_mark",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
)

# Objects that are being put into the store and are not acknowledged yet. What
# a killed process leaves here tells which objects nothing will ever name.
pending = Table(
    "pending",
    metadata,
    Column("object", Words, primary_key=True),
    Column("owner", Words, nullable=False, index=True),
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
    Column("established", Words, nullable=False),
    Column("returned", Instant),
)

blob = Table(
    "blob",
    metadata,
    Column("sha256", Words, primary_key=True),
    Column("type", Words, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("object", Words, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Words, ForeignKey("blob.sha256")),
    Column("missing", Words),
    Column("alt", Words),
    # After how many tries nobody asks for it any more.
    Column("given_up", Integer),
)

classification = Table(
    "classification",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("series", Words, nullable=False, index=True),
    Column("edition", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

schedule = Table(
    "schedule",
    metadata,
    Column("edition", Words, primary_key=True),
    Column("sha256", Words, nullable=False),
    Column("adopted_at", Instant, nullable=False),
    Column("adopted_by", Words, nullable=False),
)

imported_schedule = Table(
    "imported_schedule",
    metadata,
    Column("edition", Words, primary_key=True),
    Column("title", Words, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("content", Words, nullable=False),
    Column("imported_at", Instant, nullable=False),
    Column("imported_by", Words, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("account", Words, ForeignKey("account.key")),
    Column("up_to", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
)

hold = Table(
    "hold",
    metadata,
    Column("id", Words, primary_key=True),
    Column("reason", Words, nullable=False),
    Column("request", Words),
    Column("placed_at", Instant, nullable=False),
    Column("placed_by", Words, nullable=False),
    Column("lifted_at", Instant),
    Column("lifted_by", Words),
    Column("lift_reason", Words),
)

hold_item = Table(
    "hold_item",
    metadata,
    Column("hold", Words, ForeignKey("hold.id"), primary_key=True),
    Column(
        "item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False, index=True
    ),
)
