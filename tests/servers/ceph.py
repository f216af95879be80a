"""Ceph's radosgw: an S3 that truly locks, keeps earlier states and refuses a wrong digest."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

from tests.servers.shared import cannot_start

SCRIPT = Path(__file__).parents[2] / "infra" / "ceph" / "ceph"
KEYS = {"AWS_ACCESS_KEY_ID": "testkey", "AWS_SECRET_ACCESS_KEY": "testsecret"}
NEEDED = ("radosgw", "ceph-mon", "ceph-osd", "ceph-mgr", "ceph")


def start(folder: Path) -> str:
    """Start a node below this folder; give its address."""
    if os.geteuid() != 0 or not all(map(shutil.which, NEEDED)):
        cannot_start(
            "Ceph",
            "as root, apt-get install --no-install-recommends "
            "radosgw ceph-mon ceph-osd ceph-mgr ceph-common",
        )
    started = subprocess.run(
        [SCRIPT, "start", folder, str(_free_port())],
        check=False,
        capture_output=True,
        text=True,
    )
    assert started.returncode == 0, started.stderr
    return started.stdout.split()[-1]


def stop(folder: Path) -> None:
    """Stop the node."""
    subprocess.run([SCRIPT, "stop", folder], check=False, capture_output=True)


def _free_port() -> int:
    """Find a port; the node takes the two above it and some more above those."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port: int = probe.getsockname()[1]
        if port < 65_000 and all(_is_free(each) for each in (port, port + 1, port + 2)):
            return port


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
