"""What gets to the disk passes through one module of named steps, which tests can crash."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("archiver", "retention_schedules", "search", "requests_portal")
STEPS = "archiver/disk_steps.py"
SEQUENCES = {
    "archiver/disk.py",
    # An export is written aside in one long file or a million short ones, and named last.
    "archiver/export/destination.py",
    "archiver/export/spool.py",
    "archiver/export/streamed.py",
}

# Modules that write by other ways, each with the reason. SQLite's files are SQLite's and the
# index's are tantivy's: both are handed a path and write for themselves.
EXCEPTIONS = {
    "archiver/console.py": "points standard output at nothing when its reader has gone",
    "archiver/export/package.py": "opens a part of a ZIP that a streamed file takes in",
    "archiver/rebuild/catalogue.py": "takes journals of an old catalogue away, which SQLite made",
    "archiver/rebuild/scratch.py": "the empty tables of a scratch catalogue, gone afterwards",
    "archiver/store/s3/long.py": "an upload in a file without a name, gone with the process",
    "archiver/verify/rows_check.py": "a scratch catalogue outside the archive, gone afterwards",
    "requests_portal/response/packet.py": "the typesetter's own input in a folder gone afterwards",
    "requests_portal/commands/demo.py": "a folder of its own that the demonstration runs in",
    "requests_portal/demo/city.py": "the demonstration's own files, made anew each time",
    "requests_portal/demo/download.py": "same",
    "requests_portal/demo/folder.py": "same",
    "requests_portal/demo/page/writing.py": "same",
    "requests_portal/demo/played_archive.py": "same",
}

# Methods and functions that change a disk, by the last part of their name.
CHANGES = {
    *("chmod", "fsync", "fdatasync", "hardlink_to", "link", "makedirs", "mkdir", "mkdtemp"),
    *("mkstemp", "rename", "renames", "rmdir", "rmtree", "symlink", "symlink_to", "syncfs"),
    *("touch", "truncate"),
    *("unlink", "write_bytes", "write_text", "NamedTemporaryFile", "TemporaryDirectory"),
    *("TemporaryFile", "SpooledTemporaryFile", "ftruncate"),
}
_WRITES = re.compile(r"[wax+]")


def _changes(path: Path) -> Iterator[str]:
    """Give every call in a module that changes a disk by itself."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        if called.startswith(("disk_steps.", "shutil.")) or (name in CHANGES and "." in called):
            yield called
        if name == "open" and _opens_to_write(called, node):
            yield called


def _opens_to_write(called: str, node: ast.Call) -> bool:
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    if called == "os.open":
        return any(re.search("O_(WRONLY|RDWR|CREAT)", ast.unparse(each)) for each in given)
    modes = [each.value for each in given if isinstance(each, ast.Constant)]
    return any(isinstance(mode, str) and len(mode) <= 3 and _WRITES.search(mode) for mode in modes)


def _writers() -> dict[str, set[str]]:
    return {
        path.relative_to(ROOT).as_posix(): set(found)
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if (found := list(_changes(path)))
    }


def test_nothing_but_the_named_steps_writes_to_a_disk() -> None:
    """A write somewhere else would be one that no test has ever crashed."""
    writers = _writers()

    strays = {name: calls for name, calls in writers.items() if name not in EXCEPTIONS}
    assert set() == strays.keys() - {STEPS, *SEQUENCES}, strays


def test_only_the_sequences_take_steps() -> None:
    """The order of steps in which a power cut does no harm is known in one place."""
    users = {
        name
        for name, calls in _writers().items()
        if any(call.startswith("disk_steps.") for call in calls)
    }

    assert "archiver/disk.py" in users
    assert set() == users - SEQUENCES


def test_an_exception_that_no_longer_writes_is_struck_off() -> None:
    """The list names those that write, and no others."""
    silent = EXCEPTIONS.keys() - _writers().keys()

    assert set() == {name for name in silent if (ROOT / name).exists()}
