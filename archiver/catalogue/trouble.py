"""What a refusal of the database means for the person at the keyboard."""

from sqlalchemy.exc import OperationalError

from archiver.errors import CatalogueBusy, CivickeepError, StoreFull, StoreUnwritable


def translate(error: OperationalError) -> CivickeepError:
    """Turn a database's refusal into one of our errors; none of them loses anything committed."""
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
