"""What a refusal of the database means for the person at the keyboard."""

import sqlite3
from collections.abc import Callable

from sqlalchemy.exc import DatabaseError, OperationalError

from archiver.catalogue.errors import CatalogueDamaged, CatalogueRefused, CatalogueUnreachable
from archiver.errors import CatalogueBusy, CivickeepError, StoreFull, StoreUnwritable


def translate(error: DatabaseError) -> CivickeepError | None:
    """Turn a database's refusal into one of our errors; none of them loses anything committed.

    Gives None where the fault is in what was asked, such as a broken constraint.
    """
    # psycopg's errors carry the code of the SQL standard; SQLite's have none.
    if hasattr(error.orig, "sqlstate"):
        return _translate_code(getattr(error.orig, "sqlstate", None), error)
    # A file that is damaged, or no database at all, comes as the plain class.
    if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
        return None
    return _translate_sqlite(error)


def _translate_sqlite(error: DatabaseError) -> CivickeepError:
    """Translate what SQLite says."""
    reason = str(error.orig)
    # The lowest eight bits are the kind; the rest tells more of it.
    kind = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if kind in _DAMAGED:
        return damaged(reason)
    if kind == sqlite3.SQLITE_IOERR:
        # What a full disk says where SQLite cannot even begin its journal.
        return StoreUnwritable(
            f"The disk of the catalogue does not do what it is asked: {reason}.",
            next_step="It is full or failing. Free some space, look at the disk, and run the same "
            "command again; nothing kept is lost.",
        )
    if "full" in reason:
        return _full()
    if "locked" in reason or "busy" in reason:
        return _busy()
    return StoreUnwritable(
        f"The catalogue cannot be used: {reason}.",
        next_step="Check that the file is there, is yours and is not damaged; then run again.",
    )


def _translate_code(code: str | None, error: DatabaseError) -> CivickeepError | None:
    """Translate what PostgreSQL says; its messages may repeat values and stay out of ours."""
    if code is None:
        return _translate_silence(error) if isinstance(error, OperationalError) else None
    for codes, meaning in _MEANINGS:
        if {code, code[:2]} & codes:
            return meaning(f"SQLSTATE {code}")
    return None


_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""https://www.sqlite.org/rescode.html"""


def damaged(reason: str) -> CatalogueDamaged:
    """Say that the file of the catalogue is damaged; ``reason`` is SQLite's."""
    return CatalogueDamaged(
        f"The catalogue is damaged: {reason}.",
        next_step="Run civickeep verify to see whether the store is whole, then civickeep rebuild "
        "--catalogue.",
    )


def _translate_silence(error: OperationalError) -> CivickeepError:
    """Tell a server that shows us the door from none: libpq gives no code for either."""
    said = str(error.orig)
    spoke = "FATAL:" in said or "no password supplied" in said
    if spoke and not any(sign in said for sign in _PASSING):
        return _refused("at the door")
    return _away("no answer")


def _full(_: str = "") -> StoreFull:
    return StoreFull(
        "The disk that holds the catalogue is full.",
        next_step="Free some space and run the same command again; nothing kept is lost.",
    )


def _busy(_: str = "") -> CatalogueBusy:
    return CatalogueBusy(
        "Another process is writing to the catalogue.",
        next_step="Wait until it has finished and run the same command again.",
    )


def _away(why: str) -> CatalogueUnreachable:
    return CatalogueUnreachable(
        f"The catalogue's database cannot be reached ({why}).",
        next_step="See that it is running and that catalogue in [archive] names it; "
        "then run the same command again.",
    )


def _refused(why: str) -> CatalogueRefused:
    return CatalogueRefused(
        f"The catalogue's database does not let us in ({why}).",
        next_step="Check catalogue and schema in [archive], PGPASSWORD or ~/.pgpass, and that "
        "the role may create and use its schema.",
    )


def _unwritable(why: str) -> StoreUnwritable:
    return StoreUnwritable(
        f"The catalogue's database cannot be used ({why}).",
        next_step="Look at the database's own log, then run again.",
    )


# A server that turns everybody away for a while, in the English of its log.
_PASSING = ("starting up", "shutting down", "recovery", "too many clients", "connection slots")

# https://www.postgresql.org/docs/current/errcodes-appendix.html, by whole
# codes or by their first two characters, the class.
_MEANINGS: tuple[tuple[frozenset[str], Callable[[str], CivickeepError]], ...] = (
    (frozenset({"53100"}), _full),
    (frozenset({"40", "53200", "53300", "55P03", "57014"}), _busy),
    (frozenset({"08", "57P01", "57P02", "57P03"}), _away),
    (frozenset({"28", "3D", "3F", "42501"}), _refused),
    (frozenset({"25006", "58", "XX"}), _unwritable),
)
