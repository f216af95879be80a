"""A real PostgreSQL on loopback, sorted by a language, so that nothing relies on its order."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.servers.shared import cannot_start

DEBIAN = Path("/usr/lib/postgresql")
OWNER = "postgres"
"""Debian's account for the server, which refuses to run as root."""

DATABASE = "postgres"


def start(folder: Path, *, durable: bool = False) -> str:
    """Start a server; give the URL of its database. ``folder`` remembers where it lies.

    Tests crash processes of ours, never the machine: only a measurement needs
    the server to be ``durable``.
    """
    programs = _programs()
    if programs is None:
        cannot_start("PostgreSQL", "apt-get install postgresql")
    # Below /tmp: the folder of the tests is closed to the server's account.
    place = Path(tempfile.mkdtemp(prefix="civickeep-postgresql-"))
    folder.mkdir()
    (folder / "place").write_text(f"{programs}\n{place}")
    if os.geteuid() == 0:
        shutil.chown(place, OWNER)
    data, port = place / "data", _free_port()
    _run(
        programs / "initdb", "--pgdata", data, "--username", "civickeep", "--auth", "trust",
        "--encoding", "UTF8", "--locale", "C.UTF-8", "--locale-provider", "icu",
        "--icu-locale", "en-US", "--no-sync",
    )  # fmt: skip
    listen = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={place}"
    manner = f"-c fsync={'on' if durable else 'off'} -c max_connections=60"
    _run(
        programs / "pg_ctl", "--pgdata", data, "--wait", "--log", place / "log",
        "--options", f"{listen} {manner}", "start",
    )  # fmt: skip
    return f"postgresql://civickeep@127.0.0.1:{port}/{DATABASE}"


def stop(folder: Path) -> None:
    """Stop the server and remove its files."""
    programs, place = map(Path, (folder / "place").read_text().split("\n"))
    _run(programs / "pg_ctl", "--pgdata", place / "data", "--mode", "immediate", "stop")
    shutil.rmtree(place, ignore_errors=True)


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    newest = max(DEBIAN.glob("*/bin/initdb"), default=None, key=lambda path: int(path.parts[-3]))
    if newest is None or (os.geteuid() == 0 and not _is_account(OWNER)):
        return None
    return newest.parent


def _is_account(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _run(*command: object) -> None:
    account = OWNER if os.geteuid() == 0 else None
    subprocess.run(
        list(map(str, command)),
        check=True,
        user=account,
        group=account,
        extra_groups=None if account is None else [],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
