"""The errors of this package; their exit statuses are 60 to 69."""

from archiver.errors import CivickeepError


class ScheduleUnreadable(CivickeepError):
    """A schedule file, or one of its rows, cannot be read. The message names the line.

    Nothing was imported. Correct that line; the columns are those of the
    starter schedule, which ``civickeep retention schedule list`` names.
    """

    exit_code = 60


class DuplicateSeries(CivickeepError):
    """Two rows of one schedule have the same code, or the same section and title.

    Which of two periods holds is not ours to guess. Keep the right one, or
    give them titles that differ, and import again.
    """

    exit_code = 61


class EditionUnknown(CivickeepError):
    """No edition of a schedule with that name is here.

    ``civickeep retention schedule list`` shows those that are; ``schedule
    import`` brings another one.
    """

    exit_code = 62


class SeriesUnknown(CivickeepError):
    """No series of the schedule has that key, code or title. The message lists the nearest."""

    exit_code = 63


class SeriesAmbiguous(CivickeepError):
    """Several series have that title. Name the one meant by its key or its code."""

    exit_code = 64


class RulesUnreadable(CivickeepError):
    """The file of classification rules cannot be used. Nothing was classified; correct it."""

    exit_code = 65


class HoldUnknown(CivickeepError):
    """No open hold has that id. ``civickeep retention hold list`` shows those that are open."""

    exit_code = 66


class EditionTaken(CivickeepError):
    """Another file was imported under that edition before.

    An edition never changes once it is here, because old classifications name
    it. Import the new file under a name of its own.
    """

    exit_code = 67


class DateBeyondCalendar(CivickeepError):
    """A period ends after the year 9999, where the calendar of this program ends.

    Almost always the trigger date or the years of a row are mistyped.
    """

    exit_code = 68
