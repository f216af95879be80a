"""Cutting the power: every state in which a recorded piece of work could have left the disk."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.journal import Moment, acknowledged, forget_processes
from tests.faults.model_disk import FATES, ModelDisk, Names, Tree, Unsynced, put_tree


@dataclass(frozen=True, slots=True)
class Recording:
    """A piece of work: what lay there before, every step, and the catalogue after the last."""

    before: Tree
    moments: Sequence[Moment]
    catalogue: dict[str, bytes]

    def catalogue_after(self, steps: int) -> dict[str, bytes]:
        """Give the catalogue as it stood just before the next step."""
        here = steps < len(self.moments)
        return self.moments[steps].catalogue if here else self.catalogue


@dataclass(frozen=True, slots=True)
class Wreck:
    """What a power cut left: files and folders, the catalogue, and how it came to it."""

    tree: Tree
    catalogue: dict[str, bytes]
    cause: str

    def put(self, root: Path) -> dict[int, tuple[str, str]]:
        """Make it real in a folder that is not there yet; give what was acknowledged then."""
        put_tree(root, self.tree)
        for name, data in self.catalogue.items():
            (root / "archive" / name).write_bytes(data)
        forget_processes(root)
        return acknowledged(root)


def wrecks(
    recording: Recording, seed: int, fates: Iterable[tuple[Unsynced, Names]] = FATES
) -> Iterator[Wreck]:
    """Cut the power after every step, with every fate of what was not synced; each state once."""
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    disk = ModelDisk(recording.before)
    met: set[tuple[object, object]] = set()
    for steps, moment in enumerate(recording.moments, 1):
        disk.play(moment.step, moment.path, moment.more)
        catalogue = recording.catalogue_after(steps)
        for unsynced, names in fates:
            tree = disk.after_a_cut(unsynced, names, dice)
            state = frozenset(tree.items()), frozenset(catalogue.items())
            if state not in met:
                met.add(state)
                cause = (
                    f"cut after step {steps} ({moment}), bytes {unsynced.name}, names {names.name}"
                )
                yield Wreck(tree, catalogue, cause)
