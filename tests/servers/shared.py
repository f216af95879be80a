"""One server for a whole run of the tests, however many processes share it."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest


@contextmanager
def shared(
    run: Path, name: str, start: Callable[[Path], str], stop: Callable[[Path], None]
) -> Iterator[str]:
    """Give the address of the server; the first who comes starts it and the last stops it."""
    folder = run / name
    with _users(run / f"{name}.users") as users:
        if not users.count:
            users.address = start(folder)
        users.count += 1
    try:
        yield users.address
    finally:
        with _users(run / f"{name}.users") as users:
            users.count -= 1
            if not users.count:
                stop(folder)
                shutil.rmtree(folder, ignore_errors=True)


class _Users(msgspec.Struct):
    """Where the server is and how many use it."""

    address: str = ""
    count: int = 0


@contextmanager
def _users(file: Path) -> Iterator[_Users]:
    """Read and write who uses the server while nobody else does."""
    with file.open("a+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.seek(0)
        users = msgspec.json.decode(handle.read() or b"{}", type=_Users)
        yield users
        handle.truncate(0)
        handle.write(msgspec.json.encode(users))


def of_this_run(factory: pytest.TempPathFactory) -> Path:
    """Give a folder that all processes of this run of the tests have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def cannot_start(what: str, how: str) -> NoReturn:
    """Skip a test whose server is not installed here; where everything is tested, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed, and CI tests against it: {how}")
    pytest.skip(f"{what} is not installed: {how}")
