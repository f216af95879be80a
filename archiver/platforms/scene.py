"""What an answer is made from: the world, who asks, and how this server is reached."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from archiver.platforms.access import Access
from archiver.platforms.behaviour import Behaviour
from archiver.platforms.calls import Asker, Call
from archiver.platforms.played import PlayedItem
from archiver.platforms.world import World


@dataclass(frozen=True, slots=True)
class Scene:
    """The world at the instant of a call, and what the answers to that call refer to.

    ``sign`` makes the query of a media link, which differs at every call;
    ``number`` a text that never comes twice, for the links that lead outside.
    ``asker`` is the kind of token that was sent and ``token`` its text, which
    the platform repeats in the addresses it gives. With ``shuffled`` lists
    are cut in an order made from it; with ``pinned`` every page begins with
    the first item of its list.
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
    shuffled: str = ""
    pinned: bool = False

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


def account_of(scene: Scene, call: Call) -> str:
    """Name the account whose allowance a call uses; the first page where the call names none."""
    name = call.path[0] if call.path else ""
    page, item = scene.world.page(name), scene.world.items.get(name)
    if page is not None:
        return page.id
    if name in scene.world.instagrams:
        return name
    return item.page if item is not None else next(iter(scene.world.pages), "0")
