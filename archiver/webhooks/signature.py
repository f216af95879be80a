"""Whether a notice comes from the platform: its signature over the raw body (webhooks.md, 3).

Only HMAC-SHA256 counts. The older SHA-1 header comes along with it and proves
nothing that the newer does not.
"""

import hmac

from archiver.secret import Secret

HEADER = "X-Hub-Signature-256"
_PREFIX = "sha256="


def signature(secret: Secret, body: bytes) -> str:
    """Sign a body as the platform does: ``sha256=`` and 64 hexadecimal digits."""
    return _PREFIX + hmac.new(secret.reveal().encode(), body, "sha256").hexdigest()


def is_signed(secret: Secret, body: bytes, given: str | None) -> bool:
    """Whether the header is this body's signature; compared in constant time."""
    wanted = signature(secret, body).encode()
    return hmac.compare_digest(wanted, (given or "").encode("utf-8", "replace"))
