"""Work that was done, as ``civickeep worker`` tells it."""

import msgspec

from archiver.civil_time import to_wire
from archiver.schedule.worker import Done


class DoneEntry(msgspec.Struct, frozen=True):
    """One unit of work of ``civickeep worker --json``; ``result`` is what its kind tells of it."""

    kind: str
    subject: str
    clean: bool
    said: str | None
    next_due: str | None
    error: str | None
    result: msgspec.Struct | None


def done_entry(done: Done) -> DoneEntry:
    """Put what was done into its promised shape."""
    outcome, error = done.outcome, done.error
    return DoneEntry(
        kind=done.work.kind,
        subject=done.work.subject,
        clean=done.clean,
        said=outcome.said if outcome else None,
        next_due=to_wire(outcome.next_due) if outcome else None,
        error=f"{error.what} {error.next_step}" if error else None,
        result=outcome.result if outcome else None,
    )


def done_line(done: Done) -> str | None:
    """Tell what was done in a line; None where there was nothing to do."""
    entry = done_entry(done)
    said = entry.error or entry.said
    return f"{done.work}: {said}" if said else None
