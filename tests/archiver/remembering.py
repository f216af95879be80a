"""Somebody who watches a long command and forgets nothing."""

from dataclasses import dataclass, field

from archiver.progress import Progress


@dataclass(slots=True)
class Remembering:
    """Remembers what it was told (``progress.Reporter``); ``ended`` is how often it was over."""

    live: bool = True
    said: list[str] = field(default_factory=list)
    moments: list[Progress] = field(default_factory=list)
    ended: int = 0

    def say(self, sentence: str) -> None:
        """Remember a sentence."""
        self.said.append(sentence)

    def at(self, progress: Progress) -> None:
        """Remember a moment."""
        self.moments.append(progress)

    def rest(self) -> None:
        """Remember that it was over."""
        self.ended += 1
