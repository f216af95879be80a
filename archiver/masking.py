"""Taking tokens out of a platform's answer before anything is done with it.

The Graph API repeats our token in ``paging.next``. It is overwritten by
asterisks of the same length, so that every slice keeps its place.
"""

import re
from functools import lru_cache

from archiver.secret import Secret

SHORTEST = 12
"""Signs of a token that is looked for everywhere. Real ones have a hundred and more; a shorter one
(of a test, or mistyped) could be a word of somebody's text, which must not be touched. As the
parameter of an address it is overwritten whatever its length."""

_ESCAPED = rb"\\u00(?!26)[0-9a-fA-F]{2}|\\/"
_PARAMETER = re.compile(
    # The equals sign plain, percent-escaped, or escaped in JSON.
    rb"((?:access_token|appsecret_proof)(?:=|%(?:25)?3[Dd]|\\u003[Dd]))"
    rb"((?:[^&\"\\\s<>]|" + _ESCAPED + rb")+)"
)


def mask(body: bytes, token: Secret) -> bytes:
    """Overwrite the token, in any spelling, and every token parameter of an address."""
    value = token.reveal()
    if len(value) >= SHORTEST:
        body = _spellings(value).sub(_stars, body)
    return _PARAMETER.sub(lambda found: found[1] + _stars(found, 2), body)


def _stars(found: re.Match[bytes], group: int = 0) -> bytes:
    return b"*" * len(found[group])


@lru_cache(maxsize=8)
def _spellings(value: str) -> re.Pattern[bytes]:
    """Match a token with every sign plain, percent-escaped (once or twice) or escaped in JSON.

    Letters and digits are only ever written as themselves.
    """
    return re.compile(b"".join(map(_spelling, value)))


def _spelling(sign: str) -> bytes:
    written = sign.encode()
    if sign.isascii() and sign.isalnum():
        return written
    percent = b"".join(b"%%(?:25)?(?i:%02x)" % byte for byte in written)
    json = b"\\\\u(?i:%04x)" % ord(sign)
    return b"(?:\\\\?" + re.escape(written) + b"|" + percent + b"|" + json + b")"
