"""The life of an invented page as a timeline: small, and with something of everything."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.archiver.quillback import BEGINNING, CITY, PAGE, RUTH, photo

AT_ONCE = 3
"""Things that happen between two visits."""

MOST = 8
"""Posts, and comments, that are there at any time: a visit is to be short."""

Line = dict[str, object]


@dataclass(slots=True)
class Life:
    """Draws what happens next; what is deleted stays deleted, so that what is left is told."""

    dice: random.Random
    posts: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    born: int = 0

    def happens(self) -> Line:
        """Let one thing happen."""
        if len(self.posts) < 2 or (len(self.posts) < MOST and self.dice.random() < 0.2):
            return self._post()
        if len(self.comments) < 2 or (len(self.comments) < MOST and self.dice.random() < 0.3):
            return self._comment()
        return self.dice.choice([self._edit, self._hide, self._delete])()

    def _name(self) -> str:
        self.born += 1
        return str(self.born)

    def _post(self) -> Line:
        name = self._name()
        self.posts.append(f"{PAGE}_{name}")
        pictures = [photo(f"{name}{letter}").image for letter in "ab"[: self.dice.randrange(3)]]
        attachments = [{"type": "photo", "image": image} for image in pictures]
        more = {"attachments": attachments} if attachments else {}
        return {"do": "post", "id": self.posts[-1], "page": PAGE, "message": f"No. {name}", **more}

    def _comment(self) -> Line:
        name = self._name()
        parent = self.dice.choice(self.posts)
        self.comments.append(f"c{name}")
        author = {"id": RUTH.id, "name": RUTH.name}
        told = {"id": f"c{name}", "parent": parent, "message": f"On {name}", "from": author}
        return {"do": "comment", **told}

    def _edit(self) -> Line:
        ident = self.dice.choice(self.posts + self.comments)
        return {"do": "edit", "id": ident, "message": f"Wording {self._name()}"}

    def _hide(self) -> Line:
        ident = self.dice.choice(self.comments)
        self.hidden ^= {ident}
        return {"do": "hide" if ident in self.hidden else "unhide", "id": ident}

    def _delete(self) -> Line:
        if len(self.comments) < 3:
            return self._edit()
        gone = self.comments.pop(self.dice.randrange(len(self.comments)))
        self.hidden.discard(gone)
        return {"do": "delete", "id": gone}


def timeline(dice: random.Random, visits: int) -> Iterator[Line]:
    """Tell a page's life over so many visits, each after ``AT_ONCE`` things at one instant."""
    yield {"at": _time(BEGINNING), "do": "page", "id": PAGE, "name": CITY}
    life = Life(dice)
    for visit in range(1, visits + 1):
        at = _time(BEGINNING + timedelta(minutes=visit))
        for line in _in_order([life.happens() for _ in range(AT_ONCE)]):
            yield {"at": at, **line}


def _in_order(lines: Sequence[Line]) -> list[Line]:
    order = ("post", "comment")
    return sorted(lines, key=lambda line: order.index(d) if (d := line["do"]) in order else 2)


def write(path: Path, lines: Iterator[Line]) -> None:
    """Write it as the playback reads it."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def _time(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
