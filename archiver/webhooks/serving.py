"""Serving the receiver over HTTP, behind something that speaks HTTPS for it."""

import socket
from collections.abc import Callable, Mapping
from typing import Protocol

import waitress

from archiver.archive import Archive
from archiver.connect.app import app_for
from archiver.secret import Secret
from archiver.webhooks.errors import AddressTaken, ReceiverNotReady
from archiver.webhooks.receiver import Receiver
from archiver.webhooks.settings import WebhookSettings


def make_receiver(
    archive: Archive, environment: Mapping[str, str], report: Callable[[str], None]
) -> Receiver:
    """Make the receiver; raises ``ReceiverNotReady`` where it could believe nobody."""
    settings = archive.settings.section(WebhookSettings)
    app = app_for(archive, environment)
    if app is None:
        raise ReceiverNotReady(
            "The secret of the city's app on the platform is not known.",
            next_step="Set app_id under [connect], and its secret in the variable named there.",
        )
    token = Secret(environment.get(settings.verify_token_env, "").strip())
    if not token:
        raise ReceiverNotReady(
            f"The variable {settings.verify_token_env} is not set.",
            next_step="Set it to the word that you gave the platform as the verify token.",
        )
    return Receiver(archive, app.secret, token, settings.body_limit, report)


class Server(Protocol):
    """What serves until it is closed, on ``effective_port``."""

    effective_port: int

    def run(self) -> None:
        """Serve; returns once it is closed, or at Ctrl-C."""

    def close(self) -> None:
        """Stop listening."""


def make_server(receiver: Receiver, host: str, port: int) -> Server:
    """Bind the receiver to the first address of a host, a free port for 0.

    Raises ``AddressTaken`` where that cannot be done.
    """
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]
        server: Server = waitress.create_server(
            receiver,
            host=address,
            port=port,
            max_request_body_size=receiver.body_limit + 1,
            ident=None,
        )
    except (OSError, ValueError) as error:
        raise AddressTaken(
            f"The receiver cannot listen on {host}, port {port} ({type(error).__name__}).",
            next_step="Choose another address with --host and --port.",
        ) from None
    return server
