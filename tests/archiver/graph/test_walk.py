"""A walk gives every item to the end, and says so where there is none (invariant 5)."""

import itertools
import json
from collections import Counter

import pytest

from archiver.errors import PlatformThrottled, PlatformUnavailable, TooMuchData
from archiver.graph.client import GraphClient
from archiver.graph.walk import EMPTY_PAGES, MOST_ON_A_PAGE, walk
from archiver.platforms import FaultKind, Playback
from tests.archiver.graph.conftest import Connect
from tests.archiver.graph.scripted import Reply, Scripted
from tests.archiver.quillback import PAGE, PlayedPage

FEED = {"fields": "id,message"}


def ids(client: GraphClient, size: int = 2, path: str = f"{PAGE}/feed") -> list[str]:
    """Walk an edge and give the ids as they came."""
    return [
        json.loads(element.data)["id"]
        for walked in walk(client, path, FEED, size)
        for element in walked.page.elements
    ]


def listing(*names: str, after: str | None = None, **cursors: str) -> Reply:
    """Write one page of a list; ``after`` makes it have a next one."""
    paging: dict[str, object] = {"cursors": {"after": "last", **cursors}}
    if after is not None:
        paging["next"] = f"https://graph.facebook.com/v26.0/x/feed?access_token=T&after={after}"
    return Reply(json.dumps({"data": [{"id": n} for n in names], "paging": paging}).encode())


@pytest.fixture
def client(page: PlayedPage, connect: Connect) -> GraphClient:
    """Ask a page with seven posts."""
    for name in range(7):
        page.post(str(name))
    return connect(page.platform.url)


ALL = [f"{PAGE}_{name}" for name in reversed(range(7))]


@pytest.mark.parametrize("size", [1, 2, 5, 7, 25, 100, 5000])
def test_every_item_comes_once_whatever_the_size_of_a_page(client: GraphClient, size: int) -> None:
    """A size above what the platform allows is asked as the highest it does."""
    assert ALL == ids(client, size)


def test_a_cursor_on_the_last_page_is_not_followed(client: GraphClient, platform: Playback) -> None:
    """Only ``next`` says that there is more; else a walk would never end (section 5)."""
    list(walk(client, f"{PAGE}/feed", FEED, 100))

    assert 1 == len(platform.calls)


def test_an_empty_page_with_a_next_one_is_not_the_end(
    client: GraphClient, platform: Playback
) -> None:
    """Fewer items than asked for, or none, say nothing about the end."""
    platform.misbehave(FaultKind.EMPTY_PAGE, calls=(1, 3))

    assert ALL == ids(client)


def test_empty_pages_without_end_are_not_followed_for_ever(connect: Connect) -> None:
    """Each with another cursor: some hundred are believed, not more."""
    pages = [listing(after=f"c{n}") for n in range(EMPTY_PAGES + 5)]
    with Scripted(*pages) as server, pytest.raises(PlatformUnavailable, match="come to an end"):
        ids(connect(server.url))

    assert EMPTY_PAGES + 1 == len(server.heard)


def test_a_page_that_comes_again_is_asked_for_again(
    client: GraphClient, platform: Playback
) -> None:
    """Seen in the field in 2022: the same ids on every page."""
    platform.misbehave(FaultKind.REPEATED_PAGE, calls=(2, 4))

    assert ALL == ids(client)


def test_pages_that_go_in_circles_end_with_an_error(
    client: GraphClient, platform: Playback
) -> None:
    """What came before is given; that the rest is missing is said."""
    platform.misbehave(FaultKind.REPEATED_PAGE, times=100)
    walked = walk(client, f"{PAGE}/feed", FEED, 2)

    first = next(walked)
    assert 2 == len(first.page.elements)
    with pytest.raises(PlatformUnavailable, match="repeat"):
        list(walked)
    assert 10 > len(platform.calls)


def test_cursors_that_go_in_circles_end_with_an_error(connect: Connect) -> None:
    """Even where every page shows other items."""
    names = itertools.count()
    pages = [listing(str(next(names)), after="ab"[n % 2]) for n in range(9)]
    with Scripted(*pages) as server, pytest.raises(PlatformUnavailable, match="repeat"):
        ids(connect(server.url))

    assert 4 > len(server.heard)


def test_single_items_that_come_twice_are_expected(connect: Connect) -> None:
    """Items move while one walks: the same one on two pages, and pinned ones on each."""
    pages = [
        listing("pinned", "3", "2", after="p2"),
        listing("pinned", "2", "1", after="p3"),
        listing("pinned", "0"),
    ]
    with Scripted(*pages) as server:
        found = ids(connect(server.url))

    assert Counter({"pinned": 3, "3": 1, "2": 2, "1": 1, "0": 1}) == Counter(found)


def test_paging_by_time_is_followed(connect: Connect) -> None:
    """The older form has ``until`` and a token of its own, and no cursors (section 5)."""
    address = "https://graph.facebook.com/v2.11/x/feed?access_token=T&limit=25&until=17&__paging_token=enc_A"
    first = json.dumps({"data": [{"id": "2"}], "paging": {"next": address, "previous": "x"}})
    with Scripted(
        Reply(first.encode()), Reply(b'{"data":[{"id":"1"}],"paging":{}}'), Reply(b"{}")
    ) as server:
        found = ids(connect(server.url))

    assert ["2", "1"] == found
    query = "fields=id%2Cmessage&until=17&__paging_token=enc_A&limit=2"
    assert f"/v26.0/880100/feed?{query}" == server.heard[1].path


def test_next_alone_names_the_following_page(connect: Connect) -> None:
    """Where its address cannot be used, the cursor is."""
    first = {"data": [{"id": "2"}], "paging": {"next": "https://x", "cursors": {"after": "Q"}}}
    with Scripted(Reply(json.dumps(first).encode()), listing("1")) as server:
        assert ["2", "1"] == ids(connect(server.url))

    assert "&after=Q&" in server.heard[1].path


def test_less_is_asked_for_where_the_platform_wants_it(
    client: GraphClient, platform: Playback
) -> None:
    """Code 1 halves the page and the walk stays with the smaller one."""
    platform.misbehave(FaultKind.HTTP_500, calls=(1, 2))

    assert ALL == ids(client, 100)
    assert ["100", "50", "25"] == [call.parameters["limit"] for call in platform.calls]


def test_the_heaviest_page_that_is_answered_is_found(connect: Connect) -> None:
    """The platform answers lists of up to six."""
    page = PlayedPage(heaviest=6)
    for name in range(7):
        page.post(str(name))

    with page.platform:
        assert ALL == ids(connect(page.platform.url), 100)

    limits = [call.parameters["limit"] for call in page.platform.calls]
    assert ["100", "50", "25", "10", "5", "5"] == limits


def test_where_even_one_item_is_too_much_that_is_said(
    client: GraphClient, platform: Playback
) -> None:
    """The walk does not ask for ever."""
    platform.misbehave(FaultKind.HTTP_500, times=100)

    with pytest.raises(TooMuchData):
        ids(client, 100)
    assert ["100", "50", "25", "10", "5", "1"] == [
        call.parameters["limit"] for call in platform.calls
    ]


def test_truncated_json_is_asked_for_again(client: GraphClient, platform: Playback) -> None:
    """The right length does not make a page whole."""
    platform.misbehave(FaultKind.CUT_JSON, calls=(2, 5))

    assert ALL == ids(client)


@pytest.mark.parametrize("text", [b"{}", b'{"data":{}}', b'{"data":[}', b'{"success":true}'])
def test_an_answer_without_a_list_is_not_the_end(connect: Connect, text: bytes) -> None:
    """It would be a silent gap (invariant 4)."""
    with Scripted(listing("1", after="Q"), Reply(text)) as server:
        walked = walk(connect(server.url), f"{PAGE}/feed", FEED, 2)
        next(walked)
        with pytest.raises(PlatformUnavailable):
            list(walked)


@pytest.mark.parametrize("element", [b'{"id":"%d"}', b"{}", b'{"id":"%d","x":NaN}'])
def test_a_page_of_far_more_than_was_asked_for_is_refused(connect: Connect, element: bytes) -> None:
    """At once, and without a try to read it; one of any likely length is read."""

    def page(length: int) -> Reply:
        each = (element % n if b"%" in element else element for n in range(length))
        return Reply(b'{"data":[' + b",".join(each) + b"]}")

    with Scripted(page(MOST_ON_A_PAGE + 1)) as server:
        client = connect(server.url)
        with pytest.raises(PlatformUnavailable, match="far more items on a page of 1/feed"):
            list(walk(client, "1/feed", FEED, 100))

    assert 1 == len(server.heard)
    with Scripted(page(300)) as server:
        (walked,) = walk(connect(server.url), "1/feed", FEED, 100)

    assert 300 == len(walked.page.elements)


def test_being_throttled_stops_the_walk_at_once(client: GraphClient, platform: Playback) -> None:
    """No further call is made, not even the same one."""
    platform.misbehave(FaultKind.THROTTLE, calls=(3,))

    with pytest.raises(PlatformThrottled):
        ids(client)
    assert 3 == len(platform.calls)


def test_items_that_come_and_go_meanwhile_do_not_break_the_walk(
    page: PlayedPage, client: GraphClient
) -> None:
    """What was there all the time is seen."""
    found = []
    for number, walked in enumerate(walk(client, f"{PAGE}/feed", FEED, 2)):
        found += [json.loads(element.data)["id"] for element in walked.page.elements]
        if number == 0:
            page.post("new")
            page.delete(f"{PAGE}_5")

    assert set(ALL) - {f"{PAGE}_5"} <= set(found)


def test_an_edge_with_nothing_on_it_is_one_empty_page(page: PlayedPage, connect: Connect) -> None:
    """No items, no paging: the end."""
    pages = list(walk(connect(page.platform.url), f"{PAGE}/feed", FEED, 2))

    assert [()] == [walked.page.elements for walked in pages]
