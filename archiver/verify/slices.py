"""A part of an archive's objects, so that a long check can be spread over days."""

import re
from dataclasses import dataclass

from archiver.errors import WrongUsage

_SHAPE = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Slice:
    """The objects whose number leaves this remainder; ``number`` counts from 1 up to ``of``."""

    number: int
    of: int

    def holds(self, number: int) -> bool:
        """Whether an object with this number is in the slice."""
        return number % self.of == self.number % self.of


WHOLE = Slice(1, 1)


def read_slice(text: str) -> Slice:
    """Read a slice as a person types it, such as ``7/30``; raises ``WrongUsage``."""
    found = _SHAPE.fullmatch(text)
    part = Slice(int(found[1]), int(found[2])) if found else None
    if part is None or not 1 <= part.number <= part.of:
        raise WrongUsage(
            f"{text!r} is no slice.",
            next_step="Write it as N/M, from 1/30 on the first day to 30/30 on the thirtieth.",
        )
    return part
