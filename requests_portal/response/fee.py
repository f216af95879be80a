"""The fee of a response, as ``civickeep request fee --json`` works it out."""

import msgspec

from requests_portal.fees import NOTHING, FeeEntry
from requests_portal.response.errors import FeeUnreadable

NO_FEE = FeeEntry(lines=(), total=NOTHING, not_chargeable=(), warnings=())
"""The city charges nothing."""


def read_fee(data: bytes) -> FeeEntry:
    """Read what ``request fee --json`` wrote; raises ``FeeUnreadable``."""
    try:
        return msgspec.json.decode(data, type=FeeEntry)
    except msgspec.MsgspecError as error:
        raise FeeUnreadable(
            f"The fee cannot be read: {error}.",
            next_step="Give --fee a file written by civickeep request fee ... --json > FILE.",
        ) from None
