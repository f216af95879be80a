"""The section ``[webhooks]`` of ``civickeep.toml``."""

from typing import Annotated

import msgspec

from archiver.settings import Section


class WebhookSettings(Section, frozen=True):
    """How notices of the platform are received.

    ``verify_token_env`` names the environment variable with the word that the
    platform repeats when it is told our address. ``body_limit`` is in bytes:
    a larger notice is refused. ``look_again`` is in minutes: right after a
    notice the platform may still show what was before. ``public_url`` is the
    address under which the world reaches the receiver, and ``ask`` says on its
    page whom a person asks who asked the platform for deletion: an office or a
    name, with an address, telephone or e-mail.
    """

    verify_token_env: str = "CIVICKEEP_VERIFY_TOKEN"  # noqa: S105 - the name of a variable
    body_limit: Annotated[int, msgspec.Meta(ge=1)] = 1_000_000
    look_again: Annotated[float, msgspec.Meta(gt=0)] = 5.0
    public_url: Annotated[str, msgspec.Meta(pattern=r"^https://[^\s?#]+$")] | None = None
    ask: str | None = None
