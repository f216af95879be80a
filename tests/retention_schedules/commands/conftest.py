"""Running ``civickeep retention`` in this process."""

from collections.abc import Callable

import pytest

from archiver.cli import civickeep
from archiver.console import guard


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Give a way to run a command; it gives exit status, standard output and standard error."""

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = guard(lambda: civickeep(["retention", *arguments], standalone_mode=False))
        out, err = capfd.readouterr()
        return status, out, err

    return run_command
