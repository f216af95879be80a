"""What is as it was left is told as that, whoever is at work meanwhile or was killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver import pending
from archiver.archive import Archive
from archiver.catalogue.errors import CatalogueDamaged
from archiver.ledger import publish as publishing
from archiver.ledger.checkpoint import LATEST, checkpoint_path
from archiver.ledger.publish import publish
from archiver.store import FolderStore, NewObject
from archiver.verify.problems import Damage, Findings, Problem
from archiver.verify.whole import verify
from tests.archiver.lively import hold
from tests.archiver.verify.conftest import reopened


def problems(archive: Archive) -> list[Problem]:
    """Verify and give what was found."""
    return verify(archive).findings.problems


def test_what_is_whole_has_no_problems(archive: Archive) -> None:
    """Every record and file is read, every version derived anew, every leaf grown."""
    verified = verify(archive)

    leaves = archive.change_number()
    files = sum(path.startswith("media/") for path in archive.store.paths())
    assert [] == verified.findings.problems
    assert (leaves, leaves + files) == (verified.findings.ledger, verified.findings.objects)
    assert verified.findings.versions == sum("/version-" in path for path in archive.store.paths())
    assert (leaves, 0) == (verified.newest.size if verified.newest else None, verified.uncovered)


def test_leaves_under_no_checkpoint_are_counted_and_no_problem(archive: Archive) -> None:
    """They wait for the next one."""
    archive.record(hold("H-7"))
    archive.record(hold("H-8"))

    verified = verify(archive)

    assert ([], 2) == (verified.findings.problems, verified.uncovered)


def test_what_a_running_harvest_is_putting_is_no_problem(archive: Archive) -> None:
    """It is named before it is put."""
    new = NewObject(f"facebook/880100/2026/06/x/version-{'ab' * 32}", b"half a sentence")
    picture = NewObject(f"media/cd/{'cd' * 32}", b"half a picture")
    pending.keep(archive, "facebook/880100", [new, picture])

    assert [] == problems(archive)


class OldListing(FolderStore):
    """A store whose listing is older than what is in it."""

    def __init__(self, root: Path, hidden: set[str], gone: set[str]) -> None:
        super().__init__(root)
        self.hidden = hidden
        self.gone = gone

    def paths(self, under: str = "") -> Iterator[str]:
        """List what was there a while ago."""
        listed = {*super().paths(under), *self.gone} - self.hidden
        yield from (path for path in listed if path.startswith(under))


@pytest.mark.parametrize("kind", ["/version-", "/event-", "media/", "ledger/checkpoint", "/tile/"])
def test_a_listing_that_lags_accuses_nobody(archive: Archive, folder: Path, kind: str) -> None:
    """Whatever is not listed is asked for before it is called missing, or unknown."""
    hidden = {path for path in archive.store.paths() if kind in path}
    gone = {f"facebook/880100/2026/06/x/version-{'ab' * 32}", f"media/cd/{'cd' * 32}"}
    archive.store = OldListing(folder / "store", hidden, gone)

    assert hidden
    assert [] == problems(archive)


def _fails(*_: object) -> None:
    raise OSError("power cut")


@pytest.mark.parametrize(
    "step", ["lay_tiles", "_statements", "_acknowledge", "rows.add_checkpoint", "pending.keep"]
)
def test_what_a_killed_publishing_left_is_no_problem(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Tiles without a checkpoint, a checkpoint without its copy, a copy without its row."""
    archive.record(hold("H-7"))
    with monkeypatch.context() as patch:
        target = publishing
        for name in step.split(".")[:-1]:
            target = getattr(target, name)
        patch.setattr(target, step.rpartition(".")[2], _fails)
        with pytest.raises(OSError, match="power cut"):
            publish(archive)

    assert [] == problems(archive)
    publish(archive)
    assert ([], 0) == (problems(archive), verify(archive).uncovered)


def test_a_latest_checkpoint_put_back_is_found(archive: Archive) -> None:
    """The others tell that there was a newer one."""
    archive.record(hold("H-7"))
    older = archive.store.get(LATEST)
    publish(archive)
    archive.store.put_all([NewObject(LATEST, older)])

    found = problems(archive)

    assert [(Damage.LEDGER_SHORTENED, LATEST)] == [(each.kind, each.object) for each in found]


def test_an_older_catalogue_under_a_newer_store_is_found(archive: Archive, folder: Path) -> None:
    """What it does not know is named; nothing of what it knows is."""
    before = (folder / "catalogue.sqlite").read_bytes()
    number = archive.record(hold("H-7"))
    publish(archive)
    archive.close()
    (folder / "catalogue.sqlite").write_bytes(before)

    found = problems(reopened(folder))

    details = [each.detail for each in found]
    assert f"row {number} of table leaf" in details
    assert {Damage.ROW_MISSING, Damage.ROW_CHANGED} == {each.kind for each in found}
    assert {None, "facebook/c1"} == {each.item for each in found}


def test_a_shortened_ledger_is_found(archive: Archive) -> None:
    """The last checkpoint and its tiles taken away, all of them: the catalogue still knows."""
    size = archive.change_number()
    for path in (checkpoint_path(size), LATEST):
        archive.store.remove(path)

    found = problems(archive)

    assert {
        (Damage.CHECKPOINT_MISSING, checkpoint_path(size)),
        (Damage.CHECKPOINT_MISSING, LATEST),
    } == {(each.kind, each.object) for each in found}


def test_a_problem_is_told_once() -> None:
    """Whoever finds it again adds nothing."""
    findings = Findings()
    for _ in range(2):
        findings.find(Damage.OBJECT_MISSING, "it is not there", path="a")
        with findings.reading_rows():
            raise CatalogueDamaged("It is damaged.", next_step="Rebuild it.")

    assert [Damage.OBJECT_MISSING, Damage.CATALOGUE_DAMAGED] == [
        each.kind for each in findings.problems
    ]
