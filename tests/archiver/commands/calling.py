"""Calling the real command, as a person or a script does."""

import os
import subprocess
import sys
from pathlib import Path

CIVICKEEP = Path(sys.executable).with_name("civickeep")


def civickeep(
    *arguments: str | Path, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``civickeep`` in a folder and give what it said and left with."""
    return subprocess.run(
        [CIVICKEEP, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def is_plain(result: subprocess.CompletedProcess[str]) -> bool:
    """Tell whether a refusal is one clear sentence and the next step, and nothing else."""
    lines = result.stderr.strip().splitlines()
    return (
        result.returncode not in {0, 1}
        and "Traceback" not in result.stderr
        and any(line.startswith("Error: ") for line in lines)
        and any(line.startswith("Next:  ") for line in lines)
    )
