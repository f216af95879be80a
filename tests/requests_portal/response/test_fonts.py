"""The fonts that come with the program draw what residents write."""

from pathlib import Path

import pytest

from requests_portal.response.fonts import FAMILIES, drawable, drawn_together, font_folders
from requests_portal.typesetting import fonts


@pytest.mark.parametrize(
    "text",
    [
        "Ua tsaug, mahadsanid, ¿cómo?, Cảm ơn",
        "العربية",
        "አማርኛ",
        "ភាសាខ្មែរ",
        "ကညီကျိၣ်",
        "ພາສາລາວ",
        "中文日本語한국어",
        "❄🚨👩🚒👍🏽",
        "𝓗𝓲 𝐛𝐨𝐥𝐝 →⇒",
    ],
)
def test_the_languages_of_the_state_are_covered(text: str) -> None:
    """Every character has a font."""
    assert [] == [one for one in text if ord(one) not in drawable() and one != " "]


def test_every_family_that_is_named_is_there() -> None:
    """A misspelt family would silently leave its script without a font."""
    assert [] == sorted(set(FAMILIES) - set(fonts().families()))


def test_every_font_of_the_packages_is_named() -> None:
    """A font that is installed and not named would never be tried."""
    known = {name.replace(" ", "") for name in FAMILIES}
    files = [path.name.split("[")[0].split("-")[0] for path in _font_files()]

    assert [] == sorted({name for name in files if name not in known | {"NotoSansCJK"}})


def test_a_letter_and_its_accent_need_one_font() -> None:
    """Two fonts cannot draw one glyph."""
    assert drawn_together("e\u0301")
    assert not drawn_together("✔\u031a")


def _font_files() -> list[Path]:
    return [path for folder in font_folders() for path in folder.glob("*.tt[fc]")]
