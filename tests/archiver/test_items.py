"""What an item is called, and what its name is read back as."""

import pytest

from archiver.items import ItemRef, Platform


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("ident", ["880100_1", "1", "x/y", "/", " ", "ü"])
def test_a_name_is_read_as_what_it_was_written_from(platform: Platform, ident: str) -> None:
    """Whatever a platform makes its ids of."""
    ref = ItemRef(platform, ident)

    assert ref == ItemRef.read(str(ref))


@pytest.mark.parametrize(
    "text", ["", "/", "880100_1", "facebook", "facebook/", "/880100_1", "Facebook/1", "quill/1"]
)
def test_what_is_no_name_is_refused(text: str) -> None:
    """With a sentence that says what one looks like."""
    with pytest.raises(ValueError, match="named platform/id, such as"):
        ItemRef.read(text)
