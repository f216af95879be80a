"""A record that is lost is told once, with what it was; and it is never released."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.errors import ObjectDamaged, ObjectMissing
from archiver.verify.consequences import EVERYTHING, FOLLOWING
from archiver.verify.problems import Damage
from archiver.verify.whole import verify
from archiver.wire import EVENTS
from tests.archiver.quillback import READER, items


def _remove(path: Path) -> None:
    path.unlink()


def _turn_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


SPOILS = [_remove, _turn_a_bit, _cut]


@pytest.mark.parametrize("spoil", SPOILS)
def test_every_single_record_is_told_once_with_its_item(
    archive: Archive, folder: Path, spoil: Callable[[Path], None]
) -> None:
    """Whatever rows follow from it: one problem a record, for each record there is."""
    for path in sorted(archive.store.paths()):
        if path.startswith("ledger/"):
            continue
        file = folder / "store" / path
        sound = file.read_bytes()

        spoil(file)
        found = verify(archive).findings.problems
        file.write_bytes(sound)

        assert [path] == [each.object for each in found]
        assert ("/version-" in path) == (found[0].item is not None) or path.startswith("media/")
        lost = found[0].kind in {Damage.OBJECT_MISSING, Damage.MEDIA_MISSING}
        assert lost == (spoil is _remove)


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_lost_record_is_never_released(
    archive: Archive, folder: Path, spoil: Callable[[Path], None]
) -> None:
    """Neither its bytes nor a file of it; the others are."""
    item = items(archive)["880100_1"]
    version, media = item.current, item.media[0]
    assert b"Number 1" in archive.native(READER, item, version)
    assert archive.media(READER, item, media)

    spoil(folder / "store" / version.object)
    spoil(folder / "store" / str(media.object))

    with pytest.raises((ObjectDamaged, ObjectMissing)):
        archive.native(READER, item, version)
    with pytest.raises((ObjectDamaged, ObjectMissing)):
        archive.media(READER, item, media)
    other = items(archive)["880100_2"]
    assert archive.native(READER, other, other.current)


def test_it_is_known_of_every_act_what_follows_from_it() -> None:
    """An act that is added needs its line; until then its loss explains any row."""
    assert {str(kind.__struct_config__.tag) for kind in EVENTS} == set(FOLLOWING)
    assert all(tables <= EVERYTHING for tables in FOLLOWING.values())
