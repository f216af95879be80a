"""Telling another program: signed JSON, posted to one address."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec
import requests

from archiver.alarms.entries import webhook_entry
from archiver.alarms.errors import ChannelNotReady, DeliveryFailed
from archiver.alarms.loopback import is_loopback
from archiver.alarms.message import Message
from archiver.alarms.settings import AlarmSettings
from archiver.secret import Secret

HEADER = "X-Civickeep-Signature-256"
"""Holds ``sha256=`` and the HMAC of the body, in hexadecimal."""

NAME = "webhook"
_TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A receiver of signed JSON; ``secret`` is shared with it."""

    settings: AlarmSettings
    url: str
    secret: Secret

    @property
    def name(self) -> str:
        """What the channel is called."""
        return NAME

    def send(self, message: Message) -> None:
        """Post a message; anything but a 2xx is a failure, and no redirect is followed."""
        self._check()
        body = msgspec.json.encode(webhook_entry(message), order="deterministic")
        headers = {"Content-Type": "application/json", HEADER: signature(self.secret, body)}
        try:
            with requests.post(
                self.url,
                data=body,
                headers=headers,
                timeout=self.settings.timeout,
                allow_redirects=False,
                stream=True,  # its answer is of no concern, however long
            ) as answer:
                status = answer.status_code
        except (requests.RequestException, OSError) as error:
            raise _failed(type(error).__name__) from None
        if status not in _TAKEN:
            raise _failed(f"HTTP {status}")

    def _check(self) -> None:
        if not self.secret:
            raise ChannelNotReady(
                f"The variable {self.settings.webhook_secret_env} is not set, so the webhook "
                "could not be signed.",
                next_step="Set it to the secret that the receiver checks signatures with.",
            )
        if not _is_safe(self.url):
            raise ChannelNotReady(
                "webhook_url under [alarms] must be an https address, or http on this machine.",
                next_step="Correct it, without a user or password in it.",
            )


def signature(secret: Secret, body: bytes) -> str:
    """Sign a body, as the receiver does again to compare."""
    digest = hmac.new(secret.reveal().encode(), body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def webhook_channel(settings: AlarmSettings, environment: Mapping[str, str]) -> Webhook | None:
    """Give the channel, or None where there is no address."""
    if settings.webhook_url is None:
        return None
    secret = Secret(environment.get(settings.webhook_secret_env, "").strip())
    return Webhook(settings, settings.webhook_url, secret)


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # no address at all, or a port that is none
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    return safe and bool(host) and port != 0 and not (parts.username or parts.password)


def _failed(how: str) -> DeliveryFailed:
    return DeliveryFailed(
        f"The receiver of the webhook did not take the message ({how}).",
        next_step="Check webhook_url under [alarms] and the receiver, and run civickeep alarm "
        "test.",
    )
