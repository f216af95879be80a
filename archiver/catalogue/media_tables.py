"""What was tried for files that could not be had.

It lives in rows alone: where it is lost, the files are tried again from the beginning.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table

from archiver.catalogue.columns import BigKey, Instant, metadata

media_try = Table(
    "media_try",
    metadata,
    Column("item", BigKey, ForeignKey("item.pk"), primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("tries", Integer, nullable=False),
    Column("first", Instant, nullable=False),
    Column("last", Instant, nullable=False),
    Column("lasting", Boolean, nullable=False),
    # None where the file is given up.
    Column("next", Instant, index=True),
)
