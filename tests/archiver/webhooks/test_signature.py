"""Whether a notice comes from the platform."""

import pytest

from archiver.secret import Secret
from archiver.webhooks.signature import is_signed, signature

SECRET = Secret("sample_app_secret")
BODY = (
    rb'{"object":"page","entry":[{"id":"100100100100100","time":1790000000,"changes":[{"field":'
    rb'"feed","value":{"item":"comment","verb":"add","message":"D\u00e9neigement \u2744"}}]}]}'
)
"""The platform's own check value (webhooks.md, section 3)."""

SIGNED = "sha256=27d27ffca953cdeaa5a1a4063774b2cc0e0f576f940c466b3930ec1ceea62f4b"


def test_the_papers_check_value() -> None:
    """The raw bytes are signed, escapes and all."""
    assert signature(SECRET, BODY) == SIGNED


@pytest.mark.parametrize(
    "given", [None, "", "sha256=", SIGNED[:-1], SIGNED.upper(), "sha1=" + "0" * 40, "sha256=é"]
)
def test_any_other_header_is_refused(given: str | None) -> None:
    """A missing one too."""
    assert not is_signed(SECRET, BODY, given)


def test_a_changed_body_is_refused() -> None:
    """Even where it means the same."""
    assert is_signed(SECRET, BODY, SIGNED)
    assert not is_signed(SECRET, BODY.replace(b"\\u00e9", "é".encode()), SIGNED)
