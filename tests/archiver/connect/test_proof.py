"""The proof of the app's secret is the one that the platform computes."""

from archiver.connect.proof import appsecret_proof
from archiver.secret import Secret


def test_the_proof_is_the_platforms() -> None:
    """HMAC-SHA256 with the secret as the key and the token as the message, in lower-case hex."""
    proof = appsecret_proof(Secret("sample_app_secret"), Secret("sample_token"))

    assert "c943e781a9721098801c7d33798939007c80325430a16c72efe11583a76f226b" == proof
