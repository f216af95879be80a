"""A receiver that is served on loopback as long as a test needs it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from archiver.webhooks.receiver import Receiver
from archiver.webhooks.serving import make_server


@contextmanager
def served(receiver: Receiver) -> Iterator[str]:
    """Serve it on a free port and give the address; afterwards nothing of it is left.

    What is being answered is ended first. The sockets are closed in the thread
    that waits for them: closed in another, they may be waited for when they are none.
    """
    server: Any = make_server(receiver, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/"
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: _close(server))
        thread.join()


def _close(server: Any) -> None:  # noqa: ANN401 - waitress has no types
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.close()
