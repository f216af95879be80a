"""The city's own app on the platform, with whose secret tokens are examined and calls proven."""

from collections.abc import Mapping
from dataclasses import dataclass

from archiver.archive import Archive
from archiver.connect.settings import ConnectSettings
from archiver.connect.vault import Vault
from archiver.secret import Secret

_SLOT = "app/"


@dataclass(frozen=True, slots=True)
class App:
    """An app of the platform: its public number and its secret."""

    id: str
    secret: Secret

    @property
    def token(self) -> Secret:
        """The app token, which examines other tokens (facebook.md, section 2)."""
        return Secret(f"{self.id}|{self.secret.reveal()}")

    @property
    def slot(self) -> str:
        """Where its secret is sealed."""
        return f"{_SLOT}{self.id}"


def app_for(archive: Archive, environment: Mapping[str, str]) -> App | None:
    """Give the app with its secret, or None where none is configured.

    The number is that of ``[connect] app_id``, else that of the one sealed
    secret; the secret is the sealed one, else what the variable named by
    ``app_secret_env`` holds. Raises what ``Vault.open`` raises.
    """
    settings, vault = archive.settings.section(ConnectSettings), Vault(archive)
    sealed = [each.slot.removeprefix(_SLOT) for each in vault.kept() if each.slot.startswith(_SLOT)]
    ident = settings.app_id or (sealed[0] if len(sealed) == 1 else None)
    if ident is None:
        return None
    secret = vault.open(f"{_SLOT}{ident}") or Secret(
        environment.get(settings.app_secret_env, "").strip()
    )
    return App(ident, secret) if secret else None
