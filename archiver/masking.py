"""Taking tokens out of a platform's answer before anything is done with it.

The Graph API repeats our token in ``paging.next``. It is overwritten by
asterisks of the same length, so that every slice keeps its place.
"""

import re
from urllib.parse import quote

from archiver.secret import Secret

_PARAMETER = re.compile(rb"((?:access_token|appsecret_proof)(?:=|%3D))([^&\"\\\s<>]+)")


def mask(body: bytes, token: Secret) -> bytes:
    """Overwrite the token, in any spelling, and every token parameter of an address."""
    value = token.reveal()
    if value:
        for spelling in {value, quote(value, safe=""), value.replace("/", "\\/")}:
            written = spelling.encode()
            body = body.replace(written, b"*" * len(written))
    return _PARAMETER.sub(lambda found: found[1] + b"*" * len(found[2]), body)
