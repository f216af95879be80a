"""What an answer is made from: the world, who asks, and how this server is reached."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from archiver.platforms.access import Access
from archiver.platforms.behaviour import Behaviour
from archiver.platforms.calls import Asker
from archiver.platforms.played import PlayedItem
from archiver.platforms.world import World


@dataclass(frozen=True, slots=True)
class Scene:
    """The world at the instant of a call, and what the answers to that call refer to.

    ``sign`` makes the query of a media link, which differs at every call;
    ``number`` a text that never comes twice, for the links that lead outside.
    ``asker`` is the kind of token that was sent and ``token`` its text, which
    the platform repeats in the addresses it gives.
    """

    world: World
    now: datetime
    base_url: str
    version: str
    behaviour: Behaviour = field(repr=False)
    sign: Callable[[str], str]
    number: Callable[[], str]
    folder: Path | None = None
    token: str = field(default="", repr=False)
    asker: Asker = Asker.PAGE

    @property
    def access(self) -> Access:
        """What is granted, and until when."""
        return self.world.access

    @property
    def expires(self) -> datetime | None:
        """When the tokens run out: as the timeline says, else as the server was told."""
        return self.access.expires or self.behaviour.token_expires

    def item(self, name: str) -> PlayedItem | None:
        """Find an item that is shown now: not deleted, not restricted, its time not over."""
        item = self.world.item(name)
        above = item
        while above is not None:
            if above.restricted or above.over(self.now):
                return None
            above = self.world.items[above.parent] if above.parent is not None else None
        return item

    def address(self, path: str) -> str:
        """Write the address of a call to this server, without its parameters."""
        return f"{self.base_url}/{self.version}/{path}"

    def media_address(self, path: str) -> str:
        """Write a signed media link."""
        return f"{self.base_url}{quote(path)}?{self.sign(path)}"
