"""The table of disappearances that a person confirmed before they were established."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table

from archiver.catalogue.columns import BigKey, Instant, Words, metadata

# Roots of threads that a person looked for and did not find either; until they are seen again.
gone_confirmed = Table(
    "gone_confirmed",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)
