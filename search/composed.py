"""A query and the options that narrow it, written as one query in the same language."""

from search.errors import QueryUnreadable
from search.question import Narrowing


def composed(query: str, narrowing: Narrowing) -> str:
    """Write it so that it can be kept, read and typed again.

    Raises ``QueryUnreadable`` for a name that the language cannot quote.
    """
    parts = []
    if narrowing.accounts:
        parts.append(f"account:({' OR '.join(map(_quoted, narrowing.accounts))})")
    if narrowing.kinds:
        parts.append(f"kind:({' OR '.join(narrowing.kinds)})")
    if narrowing.first_day or narrowing.last_day:
        first = f"{narrowing.first_day} " if narrowing.first_day else ""
        last = f" {narrowing.last_day}" if narrowing.last_day else ""
        parts.append(f"posted:[{first}to{last}]")
    return " ".join([f"({query})", *parts]) if parts else query


def _quoted(name: str) -> str:
    if '"' in name:
        raise QueryUnreadable(
            f"The account {name!r} cannot be named in a saved search.",
            next_step="Name it by its key, such as facebook/123.",
        )
    return f'"{name}"'
