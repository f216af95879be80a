"""The section ``[s3]`` of ``civickeep.toml``."""

from enum import StrEnum
from typing import Annotated

import msgspec

from archiver.settings import Section


class Addressing(StrEnum):
    """Where the bucket's name stands: before the host (AWS), in the path (most others)."""

    AUTO = "auto"
    PATH = "path"
    VIRTUAL = "virtual"


class LockMode(StrEnum):
    """Who may end a lock early: somebody with a special right, or nobody at all."""

    GOVERNANCE = "governance"
    COMPLIANCE = "compliance"


class S3Settings(Section, frozen=True):
    """How a store ``s3://BUCKET/PREFIX`` is reached; for AWS itself nothing need be set.

    ``endpoint_url`` is the address of any other S3. The credentials come from
    the usual AWS variables, profile or role (``AWS_ACCESS_KEY_ID``,
    ``AWS_PROFILE``), never from this file. ``lock_days`` is how long a new
    object is locked, 0 for never; ``parallel`` how many calls run at once;
    ``patience`` how many seconds a failing store is asked again; ``timeout``
    how many seconds one answer may take.
    """

    endpoint_url: str | None = None
    region: str | None = None
    addressing: Addressing = Addressing.AUTO
    lock_mode: LockMode = LockMode.GOVERNANCE
    lock_days: Annotated[int, msgspec.Meta(ge=0, le=36500)] = 30
    parallel: Annotated[int, msgspec.Meta(ge=1, le=64)] = 16
    patience: Annotated[float, msgspec.Meta(ge=0)] = 120.0
    timeout: Annotated[float, msgspec.Meta(gt=0)] = 60.0
