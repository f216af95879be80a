"""The proof that whoever sends a token also knows the app's secret."""

import hmac

from archiver.secret import Secret

PROOF = "appsecret_proof"
"""The parameter in which it is sent."""


def appsecret_proof(secret: Secret, token: Secret) -> str:
    """Give the ``appsecret_proof`` parameter: lower-case hex HMAC-SHA256 of the token.

    An app can be set to refuse every call without it, so that a stolen token
    alone is of no use (developers.facebook.com/docs/graph-api/guides/secure-requests).
    """
    return hmac.digest(secret.reveal().encode(), token.reveal().encode(), "sha256").hex()
