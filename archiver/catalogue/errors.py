"""What can go wrong with a catalogue: its database away, closed to us, or its file damaged."""

from archiver.errors import CivickeepError


class CatalogueUnreachable(CivickeepError):
    """The database of the catalogue does not answer, or went away in the middle.

    Nothing committed is lost, and what was not committed is done again by the
    next run. Run the same command again when the database is up.
    """

    exit_code = 115
    retryable = True


class CatalogueRefused(CivickeepError):
    """The database of the catalogue answered and does not let us in.

    The password is wrong or missing, or the role or database does not exist or
    lacks a right. The password belongs in ``PGPASSWORD`` or ``~/.pgpass``.
    """

    exit_code = 116


class CatalogueDamaged(CivickeepError):
    """The file of the catalogue is damaged, or is no database at all.

    No record is lost: the catalogue follows from the object store. Run
    ``civickeep verify`` to see whether the store is whole, then
    ``civickeep rebuild --catalogue``.
    """

    exit_code = 117
