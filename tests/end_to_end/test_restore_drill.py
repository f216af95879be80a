"""The drill: a machine is lost, and the city goes on from its backup and its keys."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archiver.archive import Archive
from archiver.catalogue.dump import compare
from archiver.settings import load_settings
from tests.archiver.commands.calling import civickeep, is_plain
from tests.archiver.quillback import CITY, PAGE, TOKEN, PlayedPage, photo

PASSPHRASE = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a city's archive lies, and its keys; the backup and the safe are elsewhere."""

    root: Path
    page: PlayedPage

    @property
    def archive(self) -> Path:
        """The archive's folder."""
        return self.root / "machine" / "archive"

    @property
    def keys(self) -> Path:
        """The folder of keys."""
        return self.root / "machine" / "keys"

    @property
    def backup(self) -> Path:
        """The folder of the backup, on another disk."""
        return self.root / "other-disk"

    @property
    def safe(self) -> Path:
        """The sealed keys."""
        return self.root / "safe"

    def run(self, *words: str | Path, expect: int = 0) -> Any:  # noqa: ANN401 - whatever JSON says
        """Run a command beside the archive; give what it printed as JSON, where it did."""
        environment = {
            "CIVICKEEP_FACEBOOK_TOKEN": TOKEN,
            "CIVICKEEP_KEYS__FOLDER": str(self.keys),
            "CIVICKEEP_KEY_PASSPHRASE": PASSPHRASE,
            "CIVICKEEP_CONFIG": str(self.archive / "civickeep.toml"),
        }
        done = civickeep(*words, cwd=self.root, **environment)
        assert expect == done.returncode, done.stderr
        assert not expect or expect == 20 or is_plain(done)
        told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return told[0] if len(told) == 1 else told

    def items(self) -> Any:  # noqa: ANN401 - whatever JSON says
        """Give every item as the command tells it."""
        return self.run("items", "--json")

    def lose(self) -> None:
        """Lose the machine with everything on it."""
        shutil.rmtree(self.archive.parent)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Found an archive, harvest, back up, harvest more, and seal the keys; once for all tests."""
    page = PlayedPage()
    with page.platform:
        made = Machine(tmp_path_factory.mktemp("prepared") / "city", page)
        made.root.mkdir()
        post = page.post("1", "The snow plow is out tonight", attachments=(photo("a"),))
        page.comment("c1", post, "You missed Alder Court")
        made.run("init", made.archive, "--city", CITY)
        made.run("account", "add", "facebook", PAGE, "--api-url", page.platform.url)
        made.run("harvest", "--json")
        made.run("backup", "--to", made.backup, "--json")
        page.edit(post, "The snow plow is out on Friday")
        page.comment("c2", post, "Thank you")
        made.run("harvest", "--json")
        made.run("key", "backup", "--to", made.safe)
        yield made


@pytest.fixture
def machine(prepared: Machine, tmp_path: Path) -> Machine:
    """Give a copy of it all."""
    return Machine(shutil.copytree(prepared.root, tmp_path / "city"), prepared.page)


def test_a_lost_machine_is_made_again_from_backup_and_keys(
    machine: Machine, tmp_path: Path
) -> None:
    """Every row and object is back; it verifies, is searched, and goes on where it stood."""
    saved = machine.run("backup", "--to", machine.backup, "--json")
    before = machine.items()
    aside = shutil.copytree(machine.archive, tmp_path / "aside")
    machine.lose()

    restored = machine.run("restore", "--from", machine.backup, machine.archive, "--json")

    machine.run("key", "restore", "--from", machine.safe)
    assert (2, [], "copy") == (restored["snapshot"], restored["problems"], restored["catalogue"])
    assert (saved["taken"], saved["change"]) == (restored["taken"], restored["change"])
    assert before == machine.items()
    assert [] == deviations(machine.archive, aside)
    assert [] == machine.run("verify", "--json")["problems"]
    assert 1 == machine.run("search", "plow friday", "--json")["total"]
    machine.page.comment("here", f"{PAGE}_1", "Still here")
    (capture,) = machine.run("harvest", "--json")["captures"]
    assert "complete" == capture["verdict"]
    assert "here" in {item["id"] for item in machine.items()}
    assert [] == machine.run("verify", "--json")["problems"]
    assert 3 == machine.run("backup", "--to", machine.backup, "--json")["snapshot"]


def test_what_came_after_the_backup_is_harvested_again(machine: Machine) -> None:
    """What was not backed up is lost, but not what the platform still shows."""
    machine.lose()
    machine.run("restore", "--from", machine.backup, machine.archive)
    machine.run("key", "restore", "--from", machine.safe)

    (capture,) = machine.run("harvest", "--json")["captures"]

    assert "complete" == capture["verdict"]
    assert capture["new_versions"] >= 2
    assert 1 == machine.run("search", "plow friday", "--json")["total"]
    assert [] == machine.run("verify", "--json")["problems"]


def test_without_the_copy_the_catalogue_is_made_from_the_objects(
    machine: Machine, tmp_path: Path
) -> None:
    """It takes longer, and not a row is different."""
    machine.run("backup", "--to", tmp_path / "small", "--without-catalogue")
    aside = shutil.copytree(machine.archive, tmp_path / "aside")
    machine.lose()

    restored = machine.run("restore", "--from", tmp_path / "small", machine.archive, "--json")

    assert ("objects", []) == (restored["catalogue"], restored["problems"])
    machine.run("key", "restore", "--from", machine.safe)
    assert [] == deviations(machine.archive, aside)
    assert [] == machine.run("verify", "--json")["problems"]


def test_without_its_keys_a_restored_archive_is_read_and_harvested(machine: Machine) -> None:
    """Only nothing new is signed, until they are put back; then everything is."""
    machine.run("backup", "--to", machine.backup)
    machine.lose()
    machine.run("restore", "--from", machine.backup, machine.archive)

    machine.page.comment("there", f"{PAGE}_1", "Still there")
    machine.run("harvest")

    uncovered = machine.run("verify", "--json")
    machine.run("key", "restore", "--from", machine.safe)
    assert [] == uncovered["problems"] == machine.run("verify", "--json")["problems"]
    assert uncovered["checkpoint"]["size"] < machine.run("verify", "--json")["checkpoint"]["size"]


def test_what_is_damaged_ends_with_a_status_of_its_own(machine: Machine) -> None:
    """In the archive that is backed up, or in the backup that is restored: all else is saved."""
    record = next((machine.archive / "store" / "facebook").rglob("version-*"))
    whole = record.read_bytes()
    record.write_bytes(b"changed")
    saved = machine.run("backup", "--to", machine.root / "new", "--json", expect=20)
    record.write_bytes(whole)
    machine.run("backup", "--to", machine.root / "new")
    (machine.root / "new" / record.relative_to(machine.archive)).write_bytes(b"changed")
    machine.lose()
    restored = machine.run(
        "restore", "--from", machine.root / "new", machine.archive, "--json", expect=20
    )

    path = record.relative_to(machine.archive).as_posix()
    assert [path.removeprefix("store/")] == [each["object"] for each in saved["problems"]]
    assert [path] == [each["file"] for each in restored["problems"]]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (lambda m: ("backup", "--to", m.archive / "backup"), 2),
        (lambda m: ("backup", "--to", m.keys), 2),
        (lambda m: ("backup", "--to", m.root / "photos"), 109),
        (lambda m: ("restore", "--from", m.backup, m.archive), 2),
        (lambda m: ("restore", "--from", m.backup, m.root / "new", "--snapshot", "9"), 2),
        (lambda m: ("restore", "--from", m.root / "photos", m.root / "new"), 109),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(
    machine: Machine, words: Callable[[Machine], tuple[str | Path, ...]], status: int
) -> None:
    """And nothing is written."""
    (machine.root / "photos").mkdir()
    (machine.root / "photos" / "dog.jpg").write_bytes(b"dog")

    machine.run(*words(machine), expect=status)

    assert not (machine.root / "new").exists()
    assert ["dog.jpg"] == [path.name for path in (machine.root / "photos").iterdir()]


def deviations(one: Path, other: Path) -> list[object]:
    """Give every row in which the catalogues of two archives differ."""
    first, second = (
        Archive.open(load_settings(str(at / "civickeep.toml"), {})) for at in (one, other)
    )
    try:
        with first.reading() as ours, second.reading() as theirs:
            return list(compare(ours, theirs))
    finally:
        first.close()
        second.close()
