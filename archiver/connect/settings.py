"""The section ``[connect]`` of ``civickeep.toml``."""

from archiver.settings import Section


class ConnectSettings(Section, frozen=True):
    """The app that the city's tokens belong to, registered on the platform's developer pages.

    ``app_id`` is its public number. ``app_secret_env`` names the environment
    variable that holds its secret, where the secret is not sealed in the archive.
    """

    app_id: str | None = None
    app_secret_env: str = "CIVICKEEP_APP_SECRET"  # noqa: S105 - the name of a variable
