"""Buckets of a test server, opened as the archive opens its own."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest

from archiver.store import ObjectStore
from archiver.store.s3.bucket import open_bucket, prepare_bucket
from archiver.store.s3.settings import Addressing, S3Settings
from archiver.store.s3.store import S3Store

MOTO_KEYS = {"AWS_ACCESS_KEY_ID": "moto", "AWS_SECRET_ACCESS_KEY": "moto"}
SHORT_PAGE = 7
"""Keys in a page of a listing: few, so that every listing of a test takes several."""


def settings_for(endpoint: str, **more: Any) -> S3Settings:  # noqa: ANN401 - the fields of the settings
    """Give the settings of a server on loopback."""
    given = {"region": "us-east-1", "addressing": Addressing.PATH, "patience": 5, "timeout": 20}
    return S3Settings(endpoint_url=endpoint, **{**given, **more})


def new_bucket(
    endpoint: str, monkeypatch: pytest.MonkeyPatch, keys: Mapping[str, str] = MOTO_KEYS
) -> Iterator[S3Store]:
    """Open an empty store in a bucket of its own, below a prefix."""
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    address = f"s3://civickeep-{uuid.uuid4()}/cities/quillback"
    settings = settings_for(endpoint)
    prepare_bucket(address, settings)
    store = open_bucket(address, settings)
    store._client.meta.events.register(  # noqa: SLF001 - pages are only shortened by tests
        "before-parameter-build.s3.ListObjectsV2", _shorten
    )
    yield store
    store.close()


def lock_end(store: ObjectStore, path: str) -> datetime | None:
    """Ask the server itself until when the newest state of an object is locked."""
    assert isinstance(store, S3Store)
    client, bucket, key = store._client, store._bucket, store._key(path)  # noqa: SLF001 - no store tells it
    return client.head_object(Bucket=bucket, Key=key).get("ObjectLockRetainUntilDate")


def _shorten(params: dict[str, object], **_: object) -> None:
    params["MaxKeys"] = SHORT_PAGE
