"""An S3 that fails, lies or lists what was: nothing is acknowledged without being there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archiver.store import NewObject
from archiver.store.errors import StoreRefused, StoreUnreachable, StoreUntrue
from archiver.store.reconciliation import reconcile
from archiver.store.s3.bucket import make_client, prepare_bucket
from archiver.store.s3.calls import Calls
from archiver.store.s3.store import S3Store
from tests.servers.buckets import MOTO_KEYS, settings_for
from tests.servers.misbehaving import Misbehaving
from tests.servers.moto_server import moto_application, served

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

BUCKET = "quillback-faults"
NEW = [NewObject(f"facebook/1/version-{n}", str(n).encode() * 50) for n in range(4)]


@dataclass(slots=True)
class PlayedTime:
    """Seconds that pass only by waiting."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        """Let this much time pass."""
        self.now += seconds
        self.waits.append(seconds)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have credentials, and no cloud to ask for others."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name, value in MOTO_KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def application() -> "WSGIApplication":
    """Load moto once."""
    return moto_application()


@pytest.fixture
def s3(application: "WSGIApplication") -> Misbehaving:
    """Give an S3 that behaves until it is told otherwise."""
    return Misbehaving(application)


@pytest.fixture
def endpoint(s3: Misbehaving) -> Iterator[str]:
    """Serve it, with one bucket."""
    with served(s3) as address:
        prepare_bucket(f"s3://{BUCKET}", settings_for(address))
        yield address


@pytest.fixture
def time() -> PlayedTime:
    """Give time that nobody waits for."""
    return PlayedTime()


@pytest.fixture
def store(endpoint: str, time: PlayedTime, request: pytest.FixtureRequest) -> Iterator[S3Store]:
    """Open a store below a prefix of its own, with two minutes of played patience."""
    opened = S3Store(
        make_client(settings_for(endpoint)),
        BUCKET,
        request.node.name,
        Calls(BUCKET, 120, time.wait),
        parallel=1,
    )
    yield opened
    opened.close()


def test_a_store_that_is_down_for_a_minute_is_waited_for(
    s3: Misbehaving, store: S3Store, time: PlayedTime
) -> None:
    """It is asked less and less often, and everything is there in the end."""
    s3.down = lambda: time.now < 60

    store.put_all(NEW)

    assert [new.data for new in NEW] == [store.get(new.path) for new in NEW]
    assert [0.5, 1, 2, 4, 8, 8, 8, 8, 8, 8, 8] == time.waits


def test_a_store_that_stays_down_is_given_up(
    s3: Misbehaving, store: S3Store, time: PlayedTime
) -> None:
    """After as long as the settings say, with a word on what to do; nothing was put."""
    s3.down = lambda: True

    with pytest.raises(StoreUnreachable, match="for 120 seconds") as caught:
        store.put_all(NEW)

    s3.down = lambda: False
    assert caught.value.retryable
    assert 120 == sum(time.waits)
    assert [] == list(store.paths())


def test_a_batch_cut_off_by_a_failing_store_can_be_put_again(
    s3: Misbehaving, store: S3Store
) -> None:
    """What had arrived is no obstacle."""
    s3.down = lambda: sum(line.startswith("PUT") for line in s3.asked) > 2
    with pytest.raises(StoreUnreachable):
        store.put_all(NEW)
    s3.down = lambda: False

    store.put_all(NEW)

    assert [new.data for new in NEW] == [store.get(new.path) for new in NEW]


def test_a_store_that_says_yes_and_keeps_nothing_is_found_out(
    s3: Misbehaving, store: S3Store
) -> None:
    """The object is asked for before anything is acknowledged."""
    s3.swallow = 1000

    with pytest.raises(StoreUntrue, match="version-0"):
        store.put_all(NEW)


def test_an_object_that_was_lost_once_is_put_again(s3: Misbehaving, store: S3Store) -> None:
    """A single slip of the store costs one more put."""
    s3.swallow = 1

    store.put_all(NEW)

    assert [new.data for new in NEW] == [store.get(new.path) for new in NEW]


def test_bytes_that_change_on_the_way_are_not_acknowledged(s3: Misbehaving, store: S3Store) -> None:
    """A store that does not check the digest it is sent (as moto) is checked by its ETag."""
    s3.spoil = 1

    store.put_all(NEW)

    assert [new.data for new in NEW] == [store.get(new.path) for new in NEW]


def test_bytes_that_always_change_are_refused(s3: Misbehaving, store: S3Store) -> None:
    """Rather no object than another one."""
    s3.spoil = 1000

    with pytest.raises(StoreUntrue):
        store.put_all(NEW)


def test_an_old_listing_accuses_nobody(s3: Misbehaving, store: S3Store) -> None:
    """What was put since is not missing, and what was removed since is not unexpected."""
    store.put_all(NEW[:2])
    s3.freeze()
    before = sorted(store.paths())
    store.put_all(NEW[2:])
    store.remove(NEW[0].path)
    expected = [*(new.path for new in NEW[1:]), "facebook/1/version-lost"]

    found = reconcile(store, expected)

    assert before == sorted(store.paths())
    assert ("facebook/1/version-lost",) == found.missing
    assert () == found.unexpected


def test_putting_again_makes_no_second_state(endpoint: str, store: S3Store) -> None:
    """Where the store knows conditions, an object that is there is left as it is."""
    store.put_all(NEW)

    store.put_all(NEW)

    client = make_client(settings_for(endpoint))
    listed = client.list_object_versions(Bucket=BUCKET, Prefix="test_putting_again")
    assert len(NEW) == len(listed["Versions"])


def test_nobody_answers(time: PlayedTime) -> None:
    """A machine that is switched off is waited for as one that is busy."""
    closed = S3Store(
        make_client(settings_for("http://127.0.0.1:9")), BUCKET, "", Calls(BUCKET, 20, time.wait)
    )

    with pytest.raises(StoreUnreachable, match="EndpointConnectionError"):
        closed.has("facebook/1/version-0")

    closed.close()
    assert 20 == sum(time.waits)


def test_a_bucket_that_is_not_there_refuses_at_once(endpoint: str, time: PlayedTime) -> None:
    """It will not come into being by waiting."""
    stray = S3Store(
        make_client(settings_for(endpoint)), "no-such-bucket", "", Calls("there", 120, time.wait)
    )

    with pytest.raises(StoreRefused, match="NoSuchBucket"):
        stray.put_all(NEW)

    stray.close()
    assert [] == time.waits


def test_no_more_than_a_few_objects_are_held_at_a_time(endpoint: str) -> None:
    """A million objects need no more memory than a hundred."""
    drawn = 0
    kept = 0

    def count(**_: object) -> None:
        nonlocal kept
        kept += 1

    client = make_client(settings_for(endpoint))
    client.meta.events.register("after-call.s3.HeadObject", count)
    store = S3Store(client, BUCKET, "few", Calls(BUCKET, 5), parallel=2)
    ahead = []

    def many() -> Iterator[NewObject]:
        nonlocal drawn
        for number in range(40):
            drawn += 1
            ahead.append(drawn - kept)
            yield NewObject(f"a/{number}", b"1")

    store.put_all(many())

    store.close()
    assert max(ahead) <= 2 * 2 + 2


def test_missing_credentials_are_told(
    endpoint: str, time: PlayedTime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At once, with the variables that are looked at."""
    for name in MOTO_KEYS:
        monkeypatch.delenv(name)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    store = S3Store(make_client(settings_for(endpoint)), BUCKET, "", Calls(BUCKET, 9, time.wait))

    with pytest.raises(StoreRefused, match="NoCredentials") as caught:
        store.has("facebook/1/version-0")

    store.close()
    assert "AWS_ACCESS_KEY_ID" in caught.value.next_step
    assert [] == time.waits
