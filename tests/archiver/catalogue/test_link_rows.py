"""What a version shares is kept in its row and read back from there."""

import pytest

from archiver.catalogue.errors import CatalogueDamaged
from archiver.catalogue.link_rows import read, written
from archiver.items import Link


@pytest.mark.parametrize(
    "links",
    [
        (),
        (Link("https://alder.example/"),),
        (Link('https://alder.example/?a="1"', "Road \N{SNOWMAN}\n", "8 to 5"), Link("tel:1")),
    ],
)
def test_links_are_read_as_they_were_written(links: tuple[Link, ...]) -> None:
    """Whatever stands in them, and in their order."""
    assert links == read(written(links))


def test_most_versions_hold_no_text_of_links() -> None:
    """What shares nothing costs nothing."""
    assert written(()) is None


@pytest.mark.parametrize("kept", ["", "[", "{}", '[{"title":"Road"}]', '[{"url":7}]'])
def test_a_damaged_row_is_named_as_such(kept: str) -> None:
    """Nobody is shown links that no version has."""
    with pytest.raises(CatalogueDamaged):
        read(kept)
