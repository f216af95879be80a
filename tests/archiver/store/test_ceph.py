"""What only a store that truly enforces its promises can show."""

import base64
import hashlib
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from archiver.store import NewObject
from archiver.store.errors import StoreRefused, StoreUnfit
from archiver.store.s3.bucket import make_client, open_bucket, prepare_bucket
from tests.servers import ceph as ceph_node
from tests.servers.buckets import settings_for

RECORD = NewObject("facebook/1/version-a", b"kept for good")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> str:
    """Name a bucket that nobody has made yet."""
    for name, value in ceph_node.KEYS.items():
        monkeypatch.setenv(name, value)
    return f"quillback-{uuid.uuid4()}"


def test_what_is_deleted_by_hand_is_still_there(ceph: str, bucket: str) -> None:
    """A bucket of ours keeps earlier states: a deletion hides, and the locked state stays."""
    settings = settings_for(ceph)
    prepare_bucket(f"s3://{bucket}", settings)
    store = open_bucket(f"s3://{bucket}", settings)
    store.put_all([RECORD])
    store.protect([RECORD.path], datetime.now(UTC) + timedelta(days=30))
    client = make_client(settings)

    client.delete_object(Bucket=bucket, Key=RECORD.path)

    states = client.list_object_versions(Bucket=bucket)["Versions"]
    body = client.get_object(Bucket=bucket, Key=RECORD.path, VersionId=states[0]["VersionId"])
    assert not store.has(RECORD.path)
    assert RECORD.data == body["Body"].read()
    store.close()


def test_a_governance_lock_ends_only_for_a_special_right(ceph: str, bucket: str) -> None:
    """Destruction is refused to the plain call, whoever makes it."""
    settings = settings_for(ceph)
    prepare_bucket(f"s3://{bucket}", settings)
    store = open_bucket(f"s3://{bucket}", settings)
    store.put_all([RECORD])
    store.protect([RECORD.path], datetime.now(UTC) + timedelta(days=30))
    store.close()
    client = make_client(settings)
    state = client.list_object_versions(Bucket=bucket)["Versions"][0]["VersionId"]

    with pytest.raises(ClientError, match="AccessDenied"):
        client.delete_object(Bucket=bucket, Key=RECORD.path, VersionId=state)

    client.delete_object(
        Bucket=bucket, Key=RECORD.path, VersionId=state, BypassGovernanceRetention=True
    )
    assert "Versions" not in client.list_object_versions(Bucket=bucket)


def test_a_wrong_digest_is_refused_by_the_store_itself(ceph: str, bucket: str) -> None:
    """So that bytes changed on the way are not even kept for a moment."""
    settings = settings_for(ceph)
    prepare_bucket(f"s3://{bucket}", settings)
    wrong = base64.b64encode(hashlib.md5(b"other", usedforsecurity=False).digest()).decode()

    with pytest.raises(ClientError, match="BadDigest"):
        make_client(settings).put_object(Bucket=bucket, Key="a", Body=b"this", ContentMD5=wrong)


def test_a_bucket_without_locks_is_unfit(ceph: str, bucket: str) -> None:
    """It is said before anything is kept in it; without locks it will do."""
    make_client(settings_for(ceph)).create_bucket(Bucket=bucket)

    with pytest.raises(StoreUnfit, match="cannot lock"):
        prepare_bucket(f"s3://{bucket}", settings_for(ceph))

    prepare_bucket(f"s3://{bucket}", settings_for(ceph, lock_days=0))
    without = open_bucket(f"s3://{bucket}", settings_for(ceph, lock_days=0))
    assert not without.locks
    without.close()


def test_a_bucket_is_prepared_twice(ceph: str, bucket: str) -> None:
    """Founding an archive again changes nothing."""
    prepare_bucket(f"s3://{bucket}/one", settings_for(ceph))

    prepare_bucket(f"s3://{bucket}/two", settings_for(ceph))

    found = make_client(settings_for(ceph)).get_bucket_versioning(Bucket=bucket)
    assert "Enabled" == found["Status"]


def test_two_prefixes_of_a_bucket_are_two_stores(ceph: str, bucket: str) -> None:
    """One city's listing never shows another's, though the names begin alike."""
    prepare_bucket(f"s3://{bucket}", settings_for(ceph))
    one = open_bucket(f"s3://{bucket}/town", settings_for(ceph))
    other = open_bucket(f"s3://{bucket}/township", settings_for(ceph))

    other.put_all([RECORD])

    assert [] == list(one.paths())
    assert not one.has(RECORD.path)
    one.close()
    other.close()


def test_a_refusal_shows_no_key(ceph: str, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store's own words may repeat what was signed; ours do not."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-the-secret")
    store = open_bucket(f"s3://{bucket}", settings_for(ceph))

    with pytest.raises(StoreRefused, match="SignatureDoesNotMatch") as caught:
        store.get(RECORD.path)

    store.close()
    said = f"{caught.value.what} {caught.value.next_step}"
    assert "testkey" not in said
    assert "not-the-secret" not in said
