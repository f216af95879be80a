"""moto's server in this process: an S3 that knows conditional writes, and can be led astray."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def moto_application() -> "WSGIApplication":
    """Give moto's S3 as an application."""
    from moto.moto_server.werkzeug_app import (  # noqa: PLC0415 - takes a second, and few tests need it
        DomainDispatcherApplication,
        create_backend_app,
    )

    application: WSGIApplication = DomainDispatcherApplication(create_backend_app)
    return application


@contextmanager
def served(application: "WSGIApplication") -> Iterator[str]:
    """Serve an application on loopback; give its address."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
