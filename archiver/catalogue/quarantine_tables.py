"""The tables of quarantine: which files nobody is shown, by whose word, and until when."""

from sqlalchemy import Column, ForeignKey, Table

from archiver.catalogue.columns import BigKey, Instant, Words, metadata

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Words, primary_key=True),
    Column("reason", Words, nullable=False),
    Column("placed_at", Instant, nullable=False),
    Column("placed_by", Words, nullable=False),
    # The attorney who was told, where one was.
    Column("attorney", Words),
    Column("released_at", Instant),
    Column("released_by", Words),
    Column("directed_by", Words),
    Column("release_reason", Words),
)

# Files by their digest, whether the archive has them yet or not.
quarantine_file = Table(
    "quarantine_file",
    metadata,
    Column("quarantine", Words, ForeignKey("quarantine.id"), primary_key=True),
    Column("sha256", Words, primary_key=True, index=True),
)

# Items all of whose files fall under it, those that come later too.
quarantine_item = Table(
    "quarantine_item",
    metadata,
    Column("quarantine", Words, ForeignKey("quarantine.id"), primary_key=True),
    Column(
        "item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False, index=True
    ),
)
