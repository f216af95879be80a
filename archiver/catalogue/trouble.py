"""What a refusal of the database means for the person at the keyboard."""

from sqlalchemy.exc import DatabaseError, OperationalError

from archiver.errors import CatalogueBusy, CivickeepError, StoreFull, StoreUnwritable


def translate(error: DatabaseError) -> CivickeepError | None:
    """Turn a database's refusal into one of our errors; none of them loses anything committed.

    Gives None where the fault is in what was asked, such as a broken constraint.
    """
    # A file that is damaged, or no database at all, comes as the plain class.
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return None
    reason = str(error.orig)
    if "full" in reason:
        return StoreFull(
            "The disk that holds the catalogue is full.",
            next_step="Free some space and run the same command again; nothing kept is lost.",
        )
    if "locked" in reason or "busy" in reason:
        return CatalogueBusy(
            "Another process is writing to the catalogue.",
            next_step="Wait until it has finished and run the same command again.",
        )
    return StoreUnwritable(
        f"The catalogue cannot be used: {reason}.",
        next_step="Check that the file is there, is yours and is not damaged; then run again.",
    )
