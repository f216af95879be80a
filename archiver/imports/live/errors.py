"""Why nothing was fetched live. What an earlier run brought is untouched."""

from archiver.errors import CivickeepError


class LiveNotAllowed(CivickeepError):
    """instaloader is not run live, because no approval of the city attorney stands for it.

    None was recorded for the account, or it was withdrawn, or it only holds
    from a day that has not come. Ask the attorney, and record name and date
    with ``civickeep account instaloader approve``. Nothing was asked of Instagram.
    """

    exit_code = 154


class ProfileNotShown(CivickeepError):
    """Instagram shows no posts of this profile to a visitor without login.

    It is private, has another name now, belongs to somebody else, or has no
    posts. Look at its address in a browser that is not logged in; record an
    approval for the right name. Nothing was imported.
    """

    exit_code = 155


class InstagramRefuses(CivickeepError):
    """Instagram does not serve a visitor without login now (HTTP 401, 429, a login page).

    Asking on would lengthen it, so the run stopped. Leave it alone for a day,
    and read the account through the Graph API in the meantime. Nothing was imported.
    """

    exit_code = 156
    retryable = True


class AnswerUnknown(CivickeepError):
    """Instagram answered in a form that this version of instaloader does not know.

    Its pages change without notice. Update instaloader with Civickeep, and
    read the account through the Graph API until then. Nothing was imported.
    """

    exit_code = 157
