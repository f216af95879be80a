"""Who holds a lease: a process, named so that it cannot be taken for a later one."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
BOOT = PROC / "sys/kernel/random/boot_id"
_STATE, _STARTED = 0, 19
"""Places in ``/proc/PID/stat`` behind the name: fields 3 and 22 of proc(5)."""

_GONE = frozenset("ZX")
"""States of a process that has ended and only waits to be noticed."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process: the host it runs on, its number there, and when it began.

    Two processes have the same ``host`` where one can see whether the other
    lives: on one machine since it was started, and in one container. The
    number alone would not do, because the system gives it out again.
    """

    host: str
    pid: int
    started: str


def this_process() -> Owner:
    """Name the process that asks."""
    pid = os.getpid()
    return Owner(_host(), pid, _stat(pid)[1])


def is_dead(owner: Owner, here: str) -> bool:
    """Whether a process has ended for certain; False for one on a host that is not ``here``."""
    if owner.host != here:
        return False
    try:
        os.kill(owner.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # somebody else's, and alive
    state, started = _stat(owner.pid)
    if not started or not owner.started:
        return False  # this system does not tell; the end of the lease decides
    return state in _GONE or started != owner.started


def _host() -> str:
    """Name what shares one table of processes: a machine since it was started, or a container."""
    try:
        boot = BOOT.read_text("ascii").strip()
        table = str((PROC / "self/ns/pid").readlink())
    except OSError:  # not Linux
        boot = table = ""
    return " ".join(part for part in (socket.gethostname(), boot, table) if part)


def _stat(pid: int) -> tuple[str, str]:
    """Give a process's state and the ticks from the start of the machine to its own."""
    try:
        told = (PROC / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:  # it has ended, or this system does not tell
        return "", ""
    # The name of the program stands in brackets and may hold anything.
    fields = told.rpartition(")")[2].split()
    return fields[_STATE], fields[_STARTED]
