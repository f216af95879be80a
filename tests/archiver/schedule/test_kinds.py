"""The kinds of work that packages register."""

import pytest

from archiver.errors import WrongUsage
from archiver.schedule.kinds import WorkKind, work_kinds


def test_every_registered_kind_can_be_loaded() -> None:
    """Each is what the worker can do."""
    kinds = work_kinds()

    assert {"harvest", "stamp", "verify"} <= set(kinds)
    assert all(isinstance(kind, WorkKind) for kind in kinds.values())


def test_a_worker_may_be_kept_for_some_kinds() -> None:
    """And is told which there are where one is not known."""
    assert ["verify"] == list(work_kinds(("verify",)))
    with pytest.raises(WrongUsage, match="'mow'") as refused:
        work_kinds(("verify", "mow"))
    assert refused.value.next_step.startswith("Kinds are: alarms, ")
