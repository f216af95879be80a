"""No spelling of a token survives, and every other byte stays where it was."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.masking import SHORTEST, mask
from archiver.secret import Secret

SIGNS = "abcXYZ019|-_.~:/+= %&"
TOKENS = st.text(SIGNS, min_size=SHORTEST, max_size=24).filter(
    lambda token: sum(map(str.isalnum, token)) > 3
)
OTHER = "facebook/880100_1|EAAB-secret/token=="


@st.composite
def spelled(draw: st.DrawFn, token: str) -> bytes:
    """Write a token in an address or a text, each sign in one of its ways."""
    written = b""
    for sign in token:
        ways = [sign.encode()]
        if not sign.isalnum():
            code = b"%02x" % ord(sign)
            ways += [
                b"%" + code,
                b"%" + code.upper(),
                b"%25" + code,
                b"\\u00" + code,
                b"\\" + ways[0],
            ]
        written += draw(st.sampled_from(ways))
    return written


@given(st.data(), TOKENS, st.binary(max_size=30), st.binary(max_size=30))
def test_a_token_in_any_spelling_never_survives(
    data: st.DataObject, token: str, before: bytes, after: bytes
) -> None:
    """Plain, percent-escaped in either case, doubly, or escaped in JSON, and any mixture."""
    written = data.draw(spelled(token))
    body = before + b' "' + written + b'" ' + after

    masked = mask(body, Secret(token))

    assert written not in masked
    assert len(body) == len(masked)


@given(st.binary(max_size=200), TOKENS)
def test_nothing_else_is_touched(body: bytes, token: str) -> None:
    """Where neither the token nor a token parameter stands, the bytes are the platform's own."""
    assert body == mask(body, Secret(token))


@pytest.mark.parametrize("token", ["EAABplaynumbers123", OTHER, "a.b*c(d)[e]\\f+g?h^i$j|k{2}"])
@pytest.mark.parametrize("spell", [str, quote, lambda token: quote(token, safe=""), str.upper])
def test_a_token_parameter_is_masked_whoever_s_it_is(token: str, spell: object) -> None:
    """The parameters beside it, and the address, stay readable."""
    assert callable(spell)
    value = spell(token).replace("&", "%26").replace("\\", "")
    body = f'{{"next":"https://x/feed?access_token={value}&after=QQ"}}'.encode()

    masked = mask(body, Secret("quite-another"))

    stars = "*" * len(value)
    assert f'{{"next":"https://x/feed?access_token={stars}&after=QQ"}}'.encode() == masked


@pytest.mark.parametrize(
    "body",
    [
        rb'"https:\/\/x\/?limit=1&access_token=EA\/B|1&after=Q"',
        b'"https://x/?access_token%3DEAAB%26after%3DQ"',
        rb'"https://x/?access_token\u003dEAAB\u007c1\u0026after=Q"',
        b'"https://x/?appsecret_proof=EAAB1&after=Q"',
        b'"https://l.x/?u=https%3A%2F%2Fx%3Faccess_token%253DEAAB"',
    ],
)
def test_escaped_token_parameters_are_masked(body: bytes) -> None:
    """However often an address was put into another one."""
    masked = mask(body, Secret("quite-another"))

    assert b"EA" not in masked
    assert len(body) == len(masked)


def test_without_a_token_only_parameters_are_masked() -> None:
    """An empty token does not turn every gap into asterisks."""
    assert b"plain access_token=* text" == mask(b"plain access_token=x text", Secret(""))


def test_a_secret_does_not_print_itself() -> None:
    """Neither in a message nor in a list nor in a format."""
    secret = Secret("EAAB")

    assert "EAAB" not in f"{secret} {secret!r} {[secret]} {{}}".format(secret)
    assert "EAAB" == secret.reveal()
    assert not Secret("")


def test_a_short_token_is_no_reason_to_touch_a_text() -> None:
    """It could be a word of it; in an address it is masked all the same."""
    body = b'{"message":"a test","next":"https://g/x?access_token=test&after=1"}'

    assert body.replace(b"token=test", b"token=****") == mask(body, Secret("test"))
