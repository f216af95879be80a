"""What the typesetter refuses is told without a word of the records."""

import msgspec
import pytest

from requests_portal.response.errors import PacketUnmakeable
from requests_portal.typesetting import set_paper, unmakeable


class Nothing(msgspec.Struct, frozen=True):
    """No data."""


def test_a_template_that_fails_is_told_without_what_it_quoted() -> None:
    """The typesetter quotes what it was given; that may be a resident's text."""
    with pytest.raises(PacketUnmakeable, match="The letter cannot be set: ") as refused:
        set_paper(b'#sys.inputs.at("SECRET")', Nothing(), "The letter")

    assert "SECRET" not in refused.value.what
    assert "Report this; nothing was written." == refused.value.next_step


def test_a_fault_inside_the_typesetter_is_told_too() -> None:
    """It comes as no Exception, from a module of its own."""
    fault = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    with (
        pytest.raises(PacketUnmakeable, match="it failed within"),
        unmakeable("The letter", next_step="Report this."),
    ):
        raise fault


def test_what_is_not_the_typesetters_goes_on_its_way() -> None:
    """Ctrl-C is no fault of a document."""
    with pytest.raises(KeyboardInterrupt), unmakeable("The letter", next_step="Report this."):
        raise KeyboardInterrupt
