"""Why a file could not be imported. Nothing of it was kept, unless the message says so."""

from archiver.errors import CivickeepError


class ImportUnreadable(CivickeepError):
    """The file is not what the kind of import says, is broken, or holds nothing to import.

    Mostly the wrong file, a download that was cut off, or one in HTML where
    JSON is needed. Get it again as the message says; nothing was changed.
    """

    exit_code = 151


class ImportDangerous(CivickeepError):
    """The file is made in a way that no honest export is, or is larger than the settings allow.

    Paths that lead out of it, links, contents that swell beyond reason. Ask
    where the file came from; where it is honest and only large, raise the
    limit the message names in ``[imports]``. Nothing was changed.
    """

    exit_code = 152


class ImportChanged(CivickeepError):
    """The file changed while it was being read. Wait until it is written, then import again.

    What was kept before stays, marked as an import that has not finished;
    importing the finished file is a new import.
    """

    exit_code = 153
