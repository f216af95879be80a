"""Fields read from whatever a platform sends."""

import pytest

from archiver.capture.views import count_of


@pytest.mark.parametrize("value", [None, "3", 3.0, True, -1, 10**40])
def test_what_nobody_can_have_counted_is_no_count(value: object) -> None:
    """Of the wrong type, below nothing, or more than a catalogue can hold."""
    assert count_of(value) is None


@pytest.mark.parametrize("value", [0, 3, 10**12])
def test_a_count_is_taken_as_it_is(value: int) -> None:
    """From none at all to very many."""
    assert value == count_of(value)
