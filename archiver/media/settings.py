"""The section ``[media]`` of ``civickeep.toml``."""

from typing import Annotated

import msgspec

from archiver.settings import Section


class MediaSettings(Section, frozen=True):
    """How pictures and other files are fetched; ``media_limit`` of a platform says how large.

    ``deadline`` is how many seconds one file may take from its first byte to
    its last, over all its connections: a file that only trickles is given up
    for now and tried again later.
    """

    deadline: Annotated[float, msgspec.Meta(gt=0)] = 900.0
