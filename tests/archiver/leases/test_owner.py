"""Who holds a lease, and whether that process still lives."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.leases import owner as module
from archiver.leases.owner import is_dead, this_process


def test_a_process_knows_itself_alive() -> None:
    """And under one name."""
    me = this_process()

    assert os.getpid() == me.pid
    assert me.started.isdigit()
    assert not is_dead(me, me.host)
    assert this_process() == me


def test_a_process_elsewhere_is_never_called_dead() -> None:
    """Its number means nothing here, in another container no more than on another machine."""
    me = this_process()

    assert not is_dead(replace(me, host="elsewhere", started="1"), me.host)


def test_a_number_nobody_has_is_dead() -> None:
    """No process has one that large."""
    me = this_process()

    assert is_dead(replace(me, pid=2**22 + 1), me.host)


def test_a_process_of_somebody_else_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses to signal it, which it does for living ones alone."""

    def refuse(_pid: int, _signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    me = this_process()

    assert not is_dead(me, me.host)
    assert is_dead(replace(me, started="1"), me.host)


def test_a_system_that_does_not_tell_leaves_it_to_the_lease(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without /proc a process that answers counts as the one that began."""
    known = this_process()
    monkeypatch.setattr(module, "PROC", tmp_path)
    monkeypatch.setattr(module, "BOOT", tmp_path / "boot")
    me = this_process()

    assert "" == me.started
    assert " " not in me.host
    assert not is_dead(me, me.host)
    assert not is_dead(known, known.host)
