"""Events of saved searches: kept under a name, looked at, told by e-mail, and given up.

A query is what a member of staff typed, never the text of an item; what it
finds is not kept, because it can be found again.
"""

from archiver.events import Event


class SearchSaved(Event, frozen=True, tag="search_saved"):
    """A search is kept under a name; ``query`` is in the clerk's language, dates as typed.

    ``change`` is the archive's change number up to which the saver has seen
    what there is. ``mail`` are addresses of staff who are told of what is new.
    """

    name: str
    query: str
    change: int
    mail: tuple[str, ...] = ()


class SearchLooked(Event, frozen=True, tag="search_looked"):
    """A person looked at what a saved search finds, up to a change number."""

    name: str
    change: int


class SearchTold(Event, frozen=True, tag="search_told"):
    """A mail server took a message that a saved search found something new.

    ``items`` is how many were new or gone from the platform, up to ``change``.
    """

    name: str
    change: int
    items: int


class SearchForgotten(Event, frozen=True, tag="search_forgotten"):
    """A saved search is kept no more; what it found in the past is not undone by that."""

    name: str
