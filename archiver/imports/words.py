"""What a piece says, read from its bytes and its hints alone: now, and at every rebuild."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from archiver.imports import (
    business_suite,
    facebook_download,
    instagram_download,
    instaloader_folder,
    screenshot,
)
from archiver.imports.mojibake import read_mended
from archiver.imports.piece import Form, Words
from archiver.slices import SliceFault, read_element

EDITION = 2
"""Raised when the readers read more or otherwise; stands in every envelope."""


def words_of(form: Form, data: bytes, fault: SliceFault | None, hints: Mapping[str, str]) -> Words:
    """Read a piece. ``data`` has ``null`` where an item nested in it was cut out. Pure."""
    if form in _MENDED:
        return _MENDED[form](read_mended(data, fault))
    if form in _PLAIN:
        return _PLAIN[form](read_element(data, fault))
    if form is Form.BUSINESS_SUITE_ROW:
        return business_suite.row_words(data, hints)
    return _WHOLE[form](data)


_MENDED: dict[Form, Callable[[dict[str, Any]], Words]] = {
    Form.FACEBOOK_POST: facebook_download.post_words,
    Form.FACEBOOK_COMMENT: facebook_download.comment_words,
    Form.INSTAGRAM_MEDIA: instagram_download.media_words,
    Form.INSTAGRAM_COMMENT: instagram_download.comment_words,
}
"""Meta's downloads, whose texts have to be mended."""

_PLAIN: dict[Form, Callable[[dict[str, Any]], Words]] = {
    Form.INSTALOADER_COMMENT: instaloader_folder.comment_words,
    Form.SCREENSHOT: screenshot.screenshot_words,
}

_WHOLE: dict[Form, Callable[[bytes], Words]] = {
    Form.INSTALOADER_POST: instaloader_folder.post_words,
    Form.INSTALOADER_CAPTION: instaloader_folder.caption_words,
}


_NAMELESS = frozenset(_MENDED)
"""Forms of files without ids, of which only the same bytes are held to be the same."""


def sameness(form: Form, words: Words, data: bytes) -> str:
    """Give what makes two imported pieces the same version: by id and words, or by bytes. Pure."""
    if form in _NAMELESS:
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha256(json.dumps(words.same).encode()).hexdigest()
