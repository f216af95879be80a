"""What an answer is made from: the world and how this server is reached."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from archiver.platforms.world import World


@dataclass(frozen=True, slots=True)
class Scene:
    """The world at the instant of a call, and what the answers to that call refer to.

    ``sign`` makes the query of a media link, which differs at every call;
    ``number`` a text that never comes twice, for the links that lead outside.
    ``heaviest`` is the largest product of limits that is still answered; None
    answers everything.
    """

    world: World
    now: datetime
    base_url: str
    version: str
    token: str
    sign: Callable[[str], str]
    number: Callable[[], str]
    folder: Path | None = None
    token_expires: datetime | None = None
    heaviest: int | None = None

    def address(self, path: str) -> str:
        """Write the address of a call to this server, without its parameters."""
        return f"{self.base_url}/{self.version}/{path}"

    def media_address(self, path: str) -> str:
        """Write a signed media link."""
        return f"{self.base_url}{quote(path)}?{self.sign(path)}"
