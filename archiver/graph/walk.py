"""Walking an edge of the Graph API to its end (invariant 5).

The walk stops only where the platform gives no next page. Empty pages,
repeated items and shifting pages are expected; a whole page that repeats is
asked for again, and where it keeps repeating the walk says that it did not
reach the end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import msgspec

from archiver.errors import PlatformUnavailable, TooMuchData
from archiver.graph.client import TRIES, Answer, GraphClient
from archiver.scanner import NotJson
from archiver.slices import Page, Paging, Slice, slice_page

LIMITS = (100, 50, 25, 10, 5, 1)
"""Items a page, tried in turn where the platform wants less at a time (facebook.md, section 6)."""

REPEATS = 2
"""How often a page that only repeats an earlier one is asked for again."""

EMPTY_PAGES = 500
"""Empty pages in a row, each with another cursor, after which nobody can be asked to believe that
the list has an end."""

MOST_ON_A_PAGE = 10_000
"""Elements of a page that are still taken, a hundred times what is asked for at most. Each costs
memory and a row: millions of tiny ones fit into one answer."""

_PAGING_PARAMETERS = frozenset({"after", "until", "since", "__paging_token"})


class _Named(msgspec.Struct, frozen=True):
    id: str = ""


class _Listed(msgspec.Struct, frozen=True):
    data: list[msgspec.Raw]


@dataclass(frozen=True, slots=True)
class Walked:
    """One page of a walk, and the answer it was cut from."""

    page: Page
    answer: Answer


def walk(
    client: GraphClient,
    path: str,
    parameters: Mapping[str, str],
    page_size: int,
    tries: int = TRIES,
) -> Iterator[Walked]:
    """Give every page of an edge, in order, to the end; ``tries`` is the patience with a call.

    Raises what the client raises, and ``PlatformUnavailable`` where pages go
    round in circles or are cut off; then the walk is not complete.
    """
    empty, seen = 0, set[int]()
    asked: set[frozenset[tuple[str, str]]] = set()
    position: dict[str, str] = {}
    largest = min(page_size, LIMITS[0])
    limits = [largest, *(limit for limit in LIMITS if limit < largest)]
    line = _Line(client, path, tries)
    while True:
        walked, limits = line.page({**parameters, **position}, limits)
        if _identity(walked.page) in seen:
            walked = line.ask_again({**parameters, **position}, limits, seen)
        empty = 0 if walked.page.elements else empty + 1
        if walked.page.elements:
            seen.add(_identity(walked.page))
        asked.add(frozenset(position.items()))
        yield walked
        following = _following(walked.page.paging)
        if following is None:
            return
        if frozenset(following.items()) in asked or empty > EMPTY_PAGES:
            raise _circles(path)
        position = following


@dataclass(frozen=True, slots=True)
class _Line:
    """Asks for pages of one edge."""

    client: GraphClient
    path: str
    tries: int

    def page(self, parameters: Mapping[str, str], limits: list[int]) -> tuple[Walked, list[int]]:
        """Ask for a page, with fewer items at a time where the platform wants that."""
        for index, limit in enumerate(limits):
            try:
                return self._ask({**parameters, "limit": str(limit)}), limits[index:]
            except TooMuchData:
                if limit == limits[-1]:
                    raise
        raise _circles(self.path)

    def ask_again(self, parameters: Mapping[str, str], limits: list[int], seen: set[int]) -> Walked:
        """Ask once more for a page that only repeats an earlier one."""
        for _ in range(REPEATS):
            walked, _limits = self.page(parameters, limits)
            if _identity(walked.page) not in seen:
                return walked
        raise _circles(self.path)

    def _ask(self, parameters: Mapping[str, str]) -> Walked:
        """Ask for one page; an answer that is cut off is asked for once more."""
        for _ in range(REPEATS):
            answer = self.client.get(self.path, parameters, self.tries)
            # Before anything is made of the elements: they may be millions.
            if _is_flood(answer.body):
                raise _flood(self.path, parameters["limit"])
            try:
                page = slice_page(answer.body)
            except NotJson:
                continue
            # Some pages only the patient parser understands.
            if len(page.elements) > MOST_ON_A_PAGE:
                raise _flood(self.path, parameters["limit"])
            return Walked(page, answer)
        raise PlatformUnavailable(
            f"The platform's answers to {self.path} are cut off.",
            next_step="Nothing was marked as gone. Harvest again later.",
        )


def _is_flood(body: bytes) -> bool:
    """Whether a page has far too many elements, as far as the fast parser can tell."""
    if body.count(b",") < MOST_ON_A_PAGE:
        return False
    try:
        return len(msgspec.json.decode(body, type=_Listed).data) > MOST_ON_A_PAGE
    except (ValueError, msgspec.DecodeError, RecursionError):
        return False


def _identity(page: Page) -> int:
    """Give a number that two pages share where they list the same items.

    The bytes will not do: the links to pictures differ at every call.
    """
    return hash(tuple(_id(element) for element in page.elements))


def _id(element: Slice) -> str:
    try:
        return msgspec.json.decode(element.data, type=_Named, strict=False).id
    except (ValueError, msgspec.DecodeError, RecursionError):
        return str(hash(element.data))


def _following(paging: Paging) -> dict[str, str] | None:
    """Tell which parameters ask for the next page; None at the end.

    ``cursors.after`` stands on the last page too, so only ``next`` counts. The
    address itself is never used: it holds the token.
    """
    if paging.next is None:
        return None
    following = {
        name: value
        for name, value in parse_qsl(urlsplit(paging.next).query)
        if name in _PAGING_PARAMETERS
    }
    if not following and paging.cursors and paging.cursors.after:
        following = {"after": paging.cursors.after}
    return following


def _circles(path: str) -> PlatformUnavailable:
    return PlatformUnavailable(
        f"The platform's pages of {path} repeat themselves and do not come to an end.",
        next_step="What was read is kept and nothing was marked as gone. Harvest again later.",
    )


def _flood(path: str, limit: str) -> PlatformUnavailable:
    return PlatformUnavailable(
        f"The platform gave far more items on a page of {path} than the {limit} asked for.",
        next_step="Nothing of the page was read and nothing was marked as gone. Harvest again "
        "later.",
    )
