"""The wheel: what a city installs holds all that the checkout holds."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("archiver", "retention_schedules", "search", "requests_portal")
BUILD = "import setuptools.build_meta as b, sys; b.build_wheel(sys.argv[1])"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that nothing left over from an earlier build slips in."""
    copy = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BUILD, str(copy)],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    return next(copy.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    """Package data such as schedules, templates and fonts is not left behind."""
    with ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.partition("/")[0] in PACKAGES}
    sources = {
        path.relative_to(ROOT).as_posix()
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert sources == shipped


def test_the_wheel_carries_its_licence(wheel: Path) -> None:
    """Whoever receives it knows that it may be used, changed and passed on."""
    with ZipFile(wheel) as archive:
        names = archive.namelist()

    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
