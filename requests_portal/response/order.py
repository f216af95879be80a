"""Items in the order in which they are read: thread by thread, answers under what they answer."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from requests_portal.response.taking import Judged

_Thread = tuple[str, str]
_When = tuple[datetime, str]


def in_threads(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Put threads in order of their earliest item, and within one each answer below its parent.

    An item whose parent is not among them stands where its time puts it. Ids
    that name each other as parents, which no platform should give, are read
    in order of time.
    """
    threads: dict[_Thread, list[Judged]] = defaultdict(list)
    for one in judged:
        threads[one.item.account, one.item.thread_id].append(one)
    sorted_threads = [sorted(some, key=_when) for some in threads.values()]
    ordered = sorted(((_when(some[0]), some) for some in sorted_threads), key=itemgetter(0))
    return tuple(one for _, some in ordered for one in _down(some))


def _when(judged: Judged) -> _When:
    item = judged.item
    return item.created_at or item.first_seen, item.id


def _down(thread: list[Judged]) -> list[Judged]:
    """Walk one thread from its roots down, with a stack, so that no depth can overflow."""
    here = {one.item.id for one in thread}
    answers: dict[str | None, list[Judged]] = defaultdict(list)
    for one in thread:
        parent = one.item.parent_id
        answers[parent if parent in here and parent != one.item.id else None].append(one)
    walked: dict[str, Judged] = {}
    stack = list(reversed(answers[None]))
    while stack:
        one = stack.pop()
        walked[one.item.id] = one
        stack.extend(reversed(answers[one.item.id]))
    return [*walked.values(), *(one for one in thread if one.item.id not in walked)]
