"""An archive with its backup beside it, as the tests of both directions use them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archiver.archive import Archive
from archiver.backup.backing_up import BackedUp, back_up
from archiver.backup.dispositions import Destroyed
from archiver.backup.restoring import Restored, restore
from archiver.settings import load_settings
from archiver.verify.whole import verify
from tests.archiver.quillback import PAGE, Harvester, PlayedClock, PlayedPage, logical


@dataclass(slots=True)
class Case:
    """The archive, the folder ``place`` of its backup, the folder ``target`` to restore into."""

    archive: Archive
    page: PlayedPage
    harvest: Harvester
    clock: PlayedClock
    root: Path
    opened: list[Archive] = field(default_factory=list)

    @property
    def place(self) -> Path:
        """Where the backup lies."""
        return self.root / "backup"

    @property
    def target(self) -> Path:
        """Where it is restored."""
        return self.root / "restored"

    def live_on(self, name: str = "new") -> None:
        """Let somebody say something, and visit the page."""
        self.page.comment(name, f"{PAGE}_1", f"Comment {name}")
        self.harvest()

    def back_up(
        self,
        into: Path | None = None,
        *,
        archive: Archive | None = None,
        with_catalogue: bool = True,
    ) -> BackedUp:
        """Back the archive up, or another."""
        return back_up(
            archive or self.archive,
            into or self.place,
            with_catalogue=with_catalogue,
        )

    def restore(
        self,
        into: Path | None = None,
        *,
        source: Path | None = None,
        number: int | None = None,
        destroyed: Destroyed | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Restored:
        """Restore it."""
        return restore(
            source or self.place,
            into or self.target,
            number=number,
            destroyed=destroyed or Destroyed(),
            environment=environment or {},
            clock=self.clock,
        )

    def again(self) -> Archive:
        """Open what was restored."""
        settings = load_settings(str(self.target / "civickeep.toml"), {})
        self.opened.append(Archive.open(settings, self.clock))
        return self.opened[-1]

    def close(self) -> None:
        """Close what was opened."""
        for archive in self.opened:
            archive.close()


def contents(archive: Archive) -> list[Mapping[str, object]]:
    """Give what an archive holds, and see that it verifies."""
    assert [] == verify(archive).findings.problems
    return logical(archive)


def files(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def spoil(path: Path) -> None:
    """Change one byte of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
