"""The tables of alarms: what was raised and is over, what was told to whom, and what may fail."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, Table

from archiver.catalogue.columns import Instant, Words, metadata

# One row for each time an alarm was raised; ``cleared`` is empty while it is open.
# ``step`` and the words are those of its latest turn for the worse.
alarm = Table(
    "alarm",
    metadata,
    Column("leaf", BigInteger, ForeignKey("leaf.n"), primary_key=True, autoincrement=False),
    Column("kind", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("raised", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("step", Integer, nullable=False),
    Column("what", Words, nullable=False),
    Column("next_step", Words, nullable=False),
    Column("cleared", Instant),
    Index("ix_alarm_named", "kind", "subject", "cleared"),
)

# When an alarm was told last, by which channel, and how bad it was then.
alarm_told = Table(
    "alarm_told",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("subject", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("step", Integer, nullable=False),
)

# The latest message of each kind by each channel; ``day`` is the city's date of a daily note.
alarm_message = Table(
    "alarm_message",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

# What a token could do when it was looked at before and cannot do any more; words with spaces.
token_loss = Table(
    "token_loss",
    metadata,
    Column("account", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("lost", Words, nullable=False),
    Column("leaf", BigInteger, ForeignKey("leaf.n"), nullable=False),
)

# A channel that could not deliver, until it does. In rows alone: where it is lost, the next
# message tells anew whether it gets through.
channel_trouble = Table(
    "channel_trouble",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", Words, nullable=False),
)

# When alarms were last looked for, and since when that was done without a long pause. In rows
# alone: it says something about a process only while it runs.
alarm_round = Table(
    "alarm_round",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("awake_since", Instant, nullable=False),
)

# Parts of the archive in which the last verification found something, in rows alone: it follows
# from the archive's objects, and the next verification finds it again.
verify_trouble = Table(
    "verify_trouble",
    metadata,
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("of", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("problems", BigInteger, nullable=False),
)
