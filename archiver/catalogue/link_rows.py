"""The links that a version shares, as its row holds them: one text, read with the row itself."""

import msgspec

from archiver.catalogue.trouble import damaged
from archiver.items import Link

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[Link, ...]).decode


def written(links: tuple[Link, ...]) -> str | None:
    """Write links for a row; most versions have none. Their texts must be ``keepable``."""
    return _encode(links).decode() if links else None


def read(kept: str | None) -> tuple[Link, ...]:
    """Read them back; raises ``CatalogueDamaged`` where they were not written so."""
    if kept is None:
        return ()
    try:
        return _decode(kept)
    except msgspec.MsgspecError as error:
        raise damaged("the links of a version cannot be read") from error
