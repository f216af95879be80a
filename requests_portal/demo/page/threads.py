"""Items as the page shows them: in their threads, each with what happened to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archiver.items import Item


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with the replies to it, in order."""

    item: Item
    replies: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A post with its comments, in order."""

    post: Item
    comments: tuple[Comment, ...]

    @property
    def answers(self) -> int:
        """How many comments and replies there are."""
        return sum(1 + len(comment.replies) for comment in self.comments)


def in_threads(items: Iterable[Item]) -> tuple[Thread, ...]:
    """Put items, which come in order of creation, into threads; a post begins each."""
    posts: list[Item] = []
    below: defaultdict[str | None, list[Item]] = defaultdict(list)
    for item in items:
        if item.kind.is_root:
            posts.append(item)
        else:
            below[item.parent_id].append(item)
    return tuple(
        Thread(post, tuple(Comment(each, tuple(below[each.id])) for each in below[post.id]))
        for post in posts
    )
