"""What the platform tells a receiver, how it signs it, and how it goes wrong."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from msgspec import structs

from archiver.platforms import (
    Attachment,
    Comment,
    Delete,
    Delivery,
    Edit,
    Engagement,
    Entry,
    Herald,
    Hide,
    Hook,
    Instagram,
    Live,
    Manner,
    Media,
    Person,
    Playback,
    Post,
    Product,
    Profile,
    Publish,
    Reel,
    Restore,
    Review,
    Story,
    Subscription,
    Unhide,
    Webhooks,
    World,
    deliveries,
    events_for,
    make_timeline,
    signature,
)
from archiver.platforms.errors import CallbackRefused
from tests.archiver.platforms.elk_prairie import ENTRIES, MARIT, PAGE, Caller, instant

POST = "700100_1"
SECRET = "playback-app-secret"
WORLD = World().then(
    [
        *ENTRIES[:7],
        Instagram(at=instant(11), id="178414", username="elkprairie", page=PAGE),
        Media(at=instant(11), id="17900", account="178414"),
        Media(at=instant(11), id="17901", account="178414", product=Product.LIVE),
        Comment(at=instant(11), id="ig1", parent="17900", message="Hi", author=MARIT),
    ]
)
OWN = {"id": PAGE, "name": "City of Elk Prairie"}
WRITER = {"id": MARIT.id, "name": MARIT.name}
TIME = int(instant(12).timestamp())


def told(entry: Entry, world: World = WORLD) -> dict[str, Any]:
    """Give the value of the one event about an entry."""
    (hook,) = events_for(entry, world)
    return dict(hook.value or {})


def test_the_signature_of_the_reference_holds() -> None:
    """Secret, body and signature are those the paper on webhooks gives."""
    body = (
        rb'{"object":"page","entry":[{"id":"100100100100100","time":1790000000,"changes":'
        rb'[{"field":"feed","value":{"item":"comment","verb":"add","message":'
        rb'"D\u00e9neigement \u2744"}}]}]}'
    )
    value = {"item": "comment", "verb": "add", "message": "Déneigement ❄"}
    hook = Hook("page", "100100100100100", "feed", value)
    at = instant(12).fromtimestamp(1790000000, tz=instant(12).tzinfo)
    (delivery,) = deliveries([hook], at, "sample_app_secret")

    expected = "sha256=27d27ffca953cdeaa5a1a4063774b2cc0e0f576f940c466b3930ec1ceea62f4b"
    assert body == delivery.body
    assert expected == delivery.headers["X-Hub-Signature-256"]
    assert expected == signature("sample_app_secret", body)


def test_a_comment_is_told_with_its_post() -> None:
    """The time is a number, the parent of a comment on the post is the post."""
    entry = Comment(at=instant(12), id="1_20", parent=POST, message="When? ❄️", author=MARIT)

    value = told(entry)
    assert {
        "from": WRITER,
        "message": "When? ❄️",
        "post_id": POST,
        "comment_id": "1_20",
        "created_time": TIME,
        "item": "comment",
        "parent_id": POST,
        "verb": "add",
    } == {key: value[key] for key in value if key != "post"}
    assert (POST, True) == (value["post"]["id"], value["post"]["is_published"])


def test_a_reply_names_the_comment_it_answers() -> None:
    """Its parent is not the post."""
    value = told(Comment(at=instant(12), id="1_21", parent="1_11", message="Soon"))

    assert (POST, "1_11", False) == (value["post_id"], value["parent_id"], "from" in value)


def test_an_edit_tells_only_the_new_text() -> None:
    """A comment's verb is ``edited``, a visitor's post's ``edit``."""
    comment = told(Edit(at=instant(12), id="1_11", message="Till when?"))
    own = told(Edit(at=instant(12), id=POST, message="New"))
    visitor = told(Edit(at=instant(12), id="700100_3", message="Thanks"))

    assert [("comment", "edited", "Till when?"), ("status", "edited", "New")] == [
        (value["item"], value["verb"], value["message"]) for value in (comment, own)
    ]
    assert ("post", "edit", WRITER) == (visitor["item"], visitor["verb"], visitor["from"])


@pytest.mark.parametrize(("act", "verb"), [(Hide, "hide"), (Unhide, "unhide")])
@pytest.mark.parametrize(("name", "item"), [("1_11", "comment"), ("700100_3", "post")])
def test_hiding_names_the_page_that_acts(
    act: type[Hide | Unhide], verb: str, name: str, item: str
) -> None:
    """Not the author, whom it must not overwrite."""
    value = told(act(at=instant(12), id=name))

    assert (item, verb, OWN) == (value["item"], value["verb"], value["from"])


def test_a_removal_has_no_text() -> None:
    """And nobody says who did it."""
    comment = told(Delete(at=instant(12), id="1_11"))
    post = told(Delete(at=instant(12), id=POST))

    assert ("comment", "remove", False, False) == (
        comment["item"],
        comment["verb"],
        "message" in comment,
        "post" in comment,
    )
    assert ("post", "remove", PAGE) == (post["item"], post["verb"], post["recipient_id"])


@pytest.mark.parametrize(
    ("attachments", "author", "item"),
    [
        ((), None, "status"),
        ((Attachment(),), None, "photo"),
        ((Attachment(), Attachment()), None, "status"),
        ((Attachment(type="share", url="https://a.example"),), None, "share"),
        ((Attachment(type="video_inline"),), None, "video"),
        ((), MARIT, "post"),
    ],
)
def test_a_post_is_named_after_what_it_shows(
    attachments: tuple[Attachment, ...], author: Person | None, item: str
) -> None:
    """And a visitor's is a post whatever it shows."""
    shown = Post(at=instant(12), id="n", page=PAGE, attachments=attachments)
    value = told(shown if author is None else structs.replace(shown, author=author))

    assert (item, "add", 1) == (value["item"], value["verb"], value["published"])


def test_a_draft_is_told_before_it_is_public() -> None:
    """``published`` is 0, and 1 when it comes out."""
    draft = Post(at=instant(12), id="n", page=PAGE, message="Draft", published=False)
    first = told(draft)
    later = told(Publish(at=instant(13), id="n"), WORLD.then([draft]))

    assert [0, 1] == [first["published"], later["published"]]


def test_what_happens_beside_the_feed_has_words_of_its_own() -> None:
    """Videos, reviews, tags, reactions and profiles."""
    entries: list[Entry] = [
        Reel(at=instant(12), id="501", page=PAGE),
        Live(at=instant(12), id="601", page=PAGE),
        Review(at=instant(12), id="r1", page=PAGE, message="Good", author=MARIT, rating=4),
        Post(at=instant(12), id="t", page=PAGE, author=MARIT, tagged=True),
        Engagement(at=instant(12), id="1_11", reactions={"LOVE": 1}),
        Profile(at=instant(12), id=PAGE, picture=None),
        Profile(at=instant(12), id=PAGE, about="Snow"),
    ]
    hooks = [hook for entry in entries for hook in events_for(entry, WORLD)]

    assert [
        ("feed", "video"),
        ("feed", "video"),
        ("ratings", "rating"),
        ("mention", "post"),
        ("feed", "reaction"),
        ("picture", None),
        ("general_info", None),
    ] == [(hook.field, (hook.value or {}).get("item")) for hook in hooks]


def test_much_is_told_to_nobody() -> None:
    """No word of stories and restored things, nor of any change on Instagram."""
    silent: list[Entry] = [
        Story(at=instant(12), id="s", page=PAGE),
        Restore(at=instant(12), id="1_11"),
        Media(at=instant(12), id="m", account="178414"),
        Edit(at=instant(12), id="17900", message="New"),
        Hide(at=instant(12), id="ig1"),
        Delete(at=instant(12), id="ig1"),
        Profile(at=instant(12), id="178414", biography="Snow"),
    ]

    assert [()] * len(silent) == [events_for(entry, WORLD) for entry in silent]


def test_instagram_tells_of_comments_and_mentions() -> None:
    """A reply has a parent; live comments have a field of their own."""
    entries: list[Entry] = [
        Comment(at=instant(12), id="c", parent="17900", message="Hi", author=MARIT),
        Comment(at=instant(12), id="r", parent="ig1", message="Ho"),
        Comment(at=instant(12), id="l", parent="17901", message="Live"),
        Media(at=instant(12), id="m", account="178414", author=MARIT),
    ]
    comment, reply, live, mention = (events_for(entry, WORLD)[0] for entry in entries)

    assert ("instagram", "178414", "comments") == (comment.family, comment.account, comment.field)
    assert {
        "from": {"id": MARIT.id, "username": MARIT.name},
        "media": {"id": "17900", "media_product_type": "FEED"},
        "id": "c",
        "text": "Hi",
    } == comment.value
    assert "ig1" == (reply.value or {})["parent_id"]
    assert "live_comments" == live.field
    assert ("mentions", {"media_id": "m"}) == (mention.field, mention.value)


HOOKS = (
    Hook("page", PAGE, "feed", {"comment_id": "1_1", "post_id": "77", "from": {"id": "9"}}),
    Hook("page", PAGE, "feed", {"comment_id": "1_2"}),
    Hook("instagram", "178414", "comments", {"id": "5"}),
)


def sent(manner: Manner) -> tuple[Delivery, ...]:
    """Write the three events in a manner."""
    return deliveries(HOOKS, instant(12), SECRET, manner)


def entries_of(delivery: Delivery) -> list[Any]:
    """Read the entries of a body."""
    return list(json.loads(delivery.body)["entry"])


@pytest.mark.parametrize(
    ("manner", "signed", "old"),
    [
        (Manner.GOOD, True, True),
        (Manner.WRONG_SIGNATURE, False, False),
        (Manner.UNSIGNED, None, None),
        (Manner.SHA1_ONLY, None, True),
    ],
)
def test_a_signature_is_good_wrong_missing_or_old(
    manner: Manner, *, signed: bool | None, old: bool | None
) -> None:
    """None: no such header at all."""
    delivery = sent(manner)[0]

    def good(name: str, algorithm: str) -> bool | None:
        given = delivery.headers.get(name)
        right = hmac.new(SECRET.encode(), delivery.body, algorithm).hexdigest()
        return None if given is None else given == f"{algorithm}={right}"

    assert (signed, old) == (
        good("X-Hub-Signature-256", hashlib.sha256().name),
        good("X-Hub-Signature", hashlib.sha1(usedforsecurity=False).name),
    )


def test_events_come_twice_in_disorder_or_together() -> None:
    """Neither is a new event; a body holds entries of one object alone."""
    good = [delivery.body for delivery in sent(Manner.GOOD)]
    together = sent(Manner.TOGETHER)

    assert [body for body in good for _ in range(2)] == [each.body for each in sent(Manner.TWICE)]
    assert good[::-1] == [each.body for each in sent(Manner.REVERSED)]
    assert [2, 1] == [len(entries_of(delivery)) for delivery in together]


def test_a_value_may_be_missing_or_have_numbers_for_ids() -> None:
    """A receiver must not fall over either."""
    missing = entries_of(sent(Manner.NO_VALUE)[0])[0]["changes"][0]
    numbers = entries_of(sent(Manner.NUMERIC_IDS)[0])[0]["changes"][0]["value"]

    assert {"field": "feed"} == missing
    assert ("1_1", 77, {"id": 9}) == (numbers["comment_id"], numbers["post_id"], numbers["from"])


class Receiver:
    """Takes deliveries in place of a server; ``statuses`` are its next answers, then 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.bodies: list[Any] = []

    def __call__(self, url: str, delivery: Delivery) -> int:
        """Take one."""
        assert url == "http://receiver"
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.bodies.append(json.loads(delivery.body))
        return status

    def verbs(self) -> list[str]:
        """Give what was told, in the order in which it was taken."""
        return [
            entry["changes"][0].get("value", {}).get("verb", "")
            for body in self.bodies
            for entry in body["entry"]
        ]


def herald_of(platform: Playback, receiver: Receiver) -> Herald:
    """Tell a receiver in this process."""
    return platform.herald("http://receiver", post=receiver)


def test_what_happens_is_told_once_as_time_goes_on(platform: Playback) -> None:
    """And nothing that had happened before the herald came."""
    receiver = Receiver()
    herald = herald_of(platform, receiver)
    herald.tell()
    before = receiver.verbs()
    platform.set_time(instant(13))
    herald.tell()
    platform.set_time(instant(14))
    herald.tell()
    herald.tell()

    assert ([], ["edited", "hide", "remove"]) == (before, receiver.verbs())


def test_what_is_added_late_is_told_too(platform: Playback) -> None:
    """Though other things have been told that happened after it."""
    receiver = Receiver()
    platform.set_time(instant(13))
    herald = herald_of(platform, receiver)
    platform.add([Comment(at=instant(12, 30), id="1_99", parent=POST)])
    herald.tell()

    assert ["add"] == receiver.verbs()


def test_a_refused_delivery_is_repeated_for_36_hours(platform: Playback) -> None:
    """At once, then after ever longer pauses, then never."""
    receiver = Receiver(*[500] * 99)
    herald = herald_of(platform, receiver)
    platform.set_time(instant(12))
    herald.tell()
    tries = [len(herald.sent)]
    for minutes in (1, 2, 3, 60 * 37):
        platform.set_time(instant(12) + timedelta(minutes=minutes))
        herald.tell()
        tries.append(len(herald.sent))

    assert [2, 3, 3, 4] == tries[:4]
    assert [] == [each for each in herald.waiting if each.since == instant(12)]
    assert [] == receiver.bodies


def test_a_repeated_delivery_is_the_same_bytes(platform: Playback) -> None:
    """Taken at the second try, it is not sent again."""
    receiver = Receiver(500)
    herald = herald_of(platform, receiver)
    platform.set_time(instant(12))
    herald.tell()

    first, second = herald.sent
    assert (500, 200, first.delivery) == (first.status, second.status, second.delivery)
    assert () == herald.waiting


def test_a_line_says_in_which_manner_events_come(platform: Playback) -> None:
    """For as many as it names; the next are as they should be."""
    receiver = Receiver()
    herald = herald_of(platform, receiver)
    platform.add([Webhooks(at=instant(11, 30), manner=Manner.REVERSED, times=2)])
    platform.set_time(instant(14))
    herald.tell()

    assert ["hide", "edited", "remove"] == receiver.verbs()


def test_only_subscribed_fields_are_told(platform: Playback) -> None:
    """A subscription without fields ends it."""
    receiver = Receiver()
    herald = herald_of(platform, receiver)
    platform.add([Subscription(at=instant(11), account=PAGE, fields=("ratings",))])
    platform.set_time(instant(14))
    herald.tell()

    assert [] == receiver.verbs()


def test_a_subscription_can_be_made_read_and_ended(platform: Playback, ask: Caller) -> None:
    """By the three documented calls; it is the only thing that can be written."""
    path, headers = f"{PAGE}/subscribed_apps", {"Authorization": f"Bearer {platform.token}"}
    address = f"{platform.url}/v26.0/{path}"
    before = ask(path)
    made = requests.post(
        address, data={"subscribed_fields": "feed,mention"}, headers=headers, timeout=10
    )
    (app,) = ask(path)["data"]
    ended = requests.delete(address, headers=headers, timeout=10)

    assert ({"data": []}, {"success": True}, {"success": True}) == (
        before,
        made.json(),
        ended.json(),
    )
    assert ["feed", "mention"] == app["subscribed_fields"]
    assert {"data": []} == ask(path)


class _Callback(BaseHTTPRequestHandler):
    """Answers the handshake where the verify token is right, and takes every delivery."""

    def do_GET(self) -> None:
        """Answer the handshake."""
        query = parse_qs(urlsplit(self.path).query)
        right = query["hub.verify_token"] == ["playback-verify"]
        self.send_response(200 if right else 403)
        self.end_headers()
        self.wfile.write(query["hub.challenge"][0].encode() if right else b"")

    def do_POST(self) -> None:
        """Take a delivery."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = self.headers["X-Hub-Signature-256"] == signature(SECRET, body)
        self.send_response(200 if good else 403)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Write no log."""


@pytest.fixture
def callback() -> Iterator[str]:
    """Run a receiver on this machine."""
    server = HTTPServer(("127.0.0.1", 0), _Callback)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/webhook"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_receiver_is_greeted_and_told_over_http(platform: Playback, callback: str) -> None:
    """Challenge first, then signed events."""
    herald = platform.herald(callback)
    herald.greet()
    platform.set_time(instant(12))
    herald.tell()

    assert [200] == [each.status for each in herald.sent]


def test_a_receiver_with_another_verify_token_is_told_nothing(
    platform: Playback, callback: str
) -> None:
    """The error says what to do."""
    with pytest.raises(CallbackRefused, match="HTTP 403"):
        platform.herald(callback).greet("another")


def test_a_receiver_that_is_not_there_is_named() -> None:
    """Nobody listens at port 9 of this machine."""
    with Playback(make_timeline(ENTRIES), at=instant(11)) as platform:
        herald = platform.herald("http://127.0.0.1:9/webhook")
        platform.set_time(instant(12))
        herald.tell()

        assert [0, 0] == [each.status for each in herald.sent]
        with pytest.raises(CallbackRefused, match="Nobody answered"):
            herald.greet()
