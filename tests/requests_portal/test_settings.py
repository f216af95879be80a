"""The request desk's sections of ``civickeep.toml``."""

from decimal import Decimal

import msgspec
import pytest

from requests_portal.settings import RequestSettings


@pytest.mark.parametrize(
    "raw", [{"paper_rate": "-1"}, {"hourly_cost": "-0.01"}, {"member_target_days": -1}]
)
def test_amounts_and_days_below_zero_are_refused(raw: dict[str, object]) -> None:
    """A slip of the keyboard must not become a bill."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(raw, RequestSettings, strict=False)


def test_a_rate_can_be_written_as_a_number_or_as_text() -> None:
    """TOML has numbers, variables have text; both are exact."""
    number = msgspec.convert({"paper_rate": 0.1}, RequestSettings, strict=False)
    text = msgspec.convert({"paper_rate": "0.1"}, RequestSettings, strict=False)

    assert Decimal("0.1") == number.paper_rate == text.paper_rate
