"""The platform's notices, handed to the real receiver in the same process and without a port."""

import io
from collections.abc import Mapping

from archiver.archive import Archive
from archiver.platforms.behaviour import APP_ID, DEFAULT_APP_SECRET
from archiver.platforms.deliveries import SIGNATURE, Delivery
from archiver.platforms.herald import DEFAULT_VERIFY_TOKEN, Herald
from archiver.platforms.playback import Playback
from archiver.webhooks.receiver import SIGNATURE_VARIABLE, Receiver
from archiver.webhooks.serving import make_receiver

SECRETS: Mapping[str, str] = {
    "CIVICKEEP_APP_SECRET": DEFAULT_APP_SECRET,
    "CIVICKEEP_VERIFY_TOKEN": DEFAULT_VERIFY_TOKEN,
}
"""The secrets of the played app, where a real city has its own."""

SETTINGS = f'\n[connect]\napp_id = "{APP_ID}"\n'
"""Lines of the settings file that name the app; without it no notice could be believed."""

ADDRESS = "https://kestrelfalls.example/notices"
"""Where a real city would have told the platform to send them."""


def switch_on(archive: Archive, platform: Playback) -> Herald:
    """Have the platform tell what happens from now on to the receiver of this archive."""
    receiver = make_receiver(archive, SECRETS, _unheard)
    return platform.herald(ADDRESS, post=lambda _, delivery: hand_over(receiver, delivery))


def hand_over(receiver: Receiver, delivery: Delivery) -> int:
    """Give one notice to the receiver as a web server would (PEP 3333), and the status it says."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": delivery.headers["Content-Type"],
        "CONTENT_LENGTH": str(len(delivery.body)),
        SIGNATURE_VARIABLE: delivery.headers.get(SIGNATURE, ""),
        "wsgi.input": io.BytesIO(delivery.body),
    }
    receiver(environ, lambda status, _headers: said.append(status))
    return int(said[0].partition(" ")[0])


def _unheard(report: str) -> None:
    """Fail loudly: nothing of the played story is meant to be refused."""
    raise AssertionError(report)
