"""The fee comes from the fee command's own output."""

import msgspec
import pytest

from archiver.data_requests import Track
from requests_portal.fees import Mode, Work, fee, fee_entry
from requests_portal.response.errors import FeeUnreadable
from requests_portal.response.fee import read_fee


def test_what_the_fee_command_writes_is_read_back() -> None:
    """One shape, both ways."""
    entry = fee_entry(fee(Track.MEMBER, Mode.PAPER, Work(pages=40)))

    assert entry == read_fee(msgspec.json.encode(entry))


def test_another_file_is_refused_with_the_next_step() -> None:
    """Nothing is charged by mistake."""
    with pytest.raises(FeeUnreadable) as refused:
        read_fee(b"{}")

    assert "civickeep request fee" in refused.value.next_step
