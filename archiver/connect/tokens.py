"""Where an account's token comes from when it is visited."""

from collections.abc import Mapping

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.connect.errors import TokenMissing
from archiver.connect.vault import Vault
from archiver.secret import Secret


def token_for(archive: Archive, account: Account, environment: Mapping[str, str]) -> Secret:
    """Give the token that reads an account: the sealed one, else what its variable holds.

    Raises ``TokenMissing`` where there is neither, and ``TokenUnreadable``,
    ``KeyMissing`` or ``KeyUnusable`` where there is a sealed one that does not
    open: the variable is no way round a key that has gone.
    """
    sealed = Vault(archive).open(account.key)
    if sealed is not None:
        return sealed
    token = Secret(environment.get(account.token_env, "").strip())
    if not token:
        raise TokenMissing(
            f"There is no token for {account.key}: none is sealed in this archive, and the "
            f"variable {account.token_env} is not set.",
            next_step=f"Run civickeep account connect {account.key}, or set "
            f"{account.token_env} to the Page's token, and harvest again.",
        )
    return token
