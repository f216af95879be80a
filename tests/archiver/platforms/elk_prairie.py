"""An invented page, and a caller that asks as a harvester does."""

from datetime import UTC, datetime
from typing import Any

import requests

from archiver.platforms import (
    Comment,
    Delete,
    Edit,
    Entry,
    Hide,
    Page,
    Person,
    Playback,
    Post,
)

MARIT = Person(id="90001", name="Marit Solheim")
PAGE = "700100"


def instant(hour: int, minute: int = 0) -> datetime:
    """Give an instant of the day on which everything happens."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC)


ENTRIES: tuple[Entry, ...] = (
    Page(at=instant(8), id=PAGE, name="City of Elk Prairie", username="elkprairiemn"),
    Post(at=instant(9), id="700100_1", page=PAGE, message="Snow tonight / no parking ❄️"),
    Comment(at=instant(9, 10), id="1_11", parent="700100_1", message="Until when?", author=MARIT),
    Comment(at=instant(9, 20), id="1_12", parent="1_11", message="Until 6 a.m."),
    Comment(at=instant(9, 30), id="1_13", parent="700100_1", message="¿Y mañana?", author=MARIT),
    Post(at=instant(10), id="700100_2", page=PAGE, message="The plow has a name."),
    Post(at=instant(11), id="700100_3", page=PAGE, author=MARIT, message="Thank you!"),
    Edit(at=instant(12), id="700100_1", message="Snow tonight, no parking until 7"),
    Hide(at=instant(13), id="1_13"),
    Delete(at=instant(14), id="1_11"),
)


class Caller:
    """Asks as a harvester does: one connection, the token in the header."""

    def __init__(self, platform: Playback) -> None:
        self._platform = platform
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {platform.token}"

    def response(self, path: str, **parameters: str | int) -> requests.Response:
        """Ask for a path and give the whole answer."""
        address = f"{self._platform.url}/v26.0/{path}"
        return self._session.get(address, params=parameters, timeout=10, allow_redirects=False)

    def __call__(self, path: str, **parameters: str | int) -> Any:  # noqa: ANN401 - any JSON
        """Ask for a path and give the JSON object."""
        return self.response(path, **parameters).json()

    def code(self, path: str, **parameters: str | int) -> tuple[int, int | None]:
        """Ask for something that is refused and give the error's code and subcode."""
        error = self(path, **parameters)["error"]
        return error["code"], error.get("error_subcode")

    def ids(self, path: str, **parameters: str | int) -> list[str]:
        """Ask for one page of a list and give the ids on it."""
        return [each["id"] for each in self(path, **parameters)["data"]]

    def fetch(self, address: str) -> requests.Response:
        """Fetch what a link leads to, without the token."""
        return requests.get(address, timeout=10)

    def close(self) -> None:
        """Give up the connection."""
        self._session.close()
