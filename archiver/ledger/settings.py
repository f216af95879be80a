"""The sections ``[keys]`` and ``[stamps]`` of ``civickeep.toml``."""

import msgspec

from archiver.settings import Section


class KeySettings(Section, frozen=True):
    """Where private keys are kept, outside the archive's directory.

    Below ``folder`` each archive has a folder of its own, named by its id.
    The default is ``$XDG_STATE_HOME/civickeep``, else ``~/.local/state/civickeep``.
    """

    folder: str | None = None


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A time stamp authority; ``roots`` is a PEM file of the certificates it must chain to.

    ``name`` stands in file names: lower-case letters, digits and hyphens.
    ``policy`` is the object identifier its stamps must carry, where one is named.
    """

    name: str
    url: str
    roots: str
    policy: str | None = None


class StampSettings(Section, frozen=True):
    """Who stamps the ledger's checkpoints, each under ``[[stamps.authorities]]``.

    ``timeout`` is in seconds.
    """

    authorities: tuple[Authority, ...] = ()
    timeout: float = 30.0
