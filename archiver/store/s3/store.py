"""An object store in a bucket of any S3: AWS, Ceph, MinIO and the like."""

import base64
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from functools import partial
from threading import Event
from typing import IO, TYPE_CHECKING, TypeVar, cast

from botocore.exceptions import ClientError

from archiver.errors import ObjectMissing
from archiver.store.errors import ObjectLocked, StoreRefused, StoreUntrue
from archiver.store.objects import NewObject, check_path
from archiver.store.s3.calls import Calls, is_missing, is_there_already, is_unknown
from archiver.store.s3.long import PART, LongObjects, spooled
from archiver.store.s3.settings import LockMode

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.literals import ObjectLockRetentionModeType
    from mypy_boto3_s3.type_defs import HeadObjectOutputTypeDef, ListObjectsV2OutputTypeDef

T = TypeVar("T")

MORE_PUTS = 2
"""How often an object is put again that the store says it has kept and then does not have."""

WAITING_FOR_EACH = 2
"""Objects handed to each parallel call in advance; bounds what ``put_all`` holds in memory."""


class S3Store:
    """One object of the archive is one object of the bucket, below the archive's prefix.

    Every put carries a Content-MD5, which the store checks, and is followed
    by a question for the object's ETag before anything is acknowledged: a
    store that says 200 and keeps nothing is found out here and not years
    later. That is one more call for each object, a tenth of a put's price.
    What is deleted stays as an earlier state until ``remove`` destroys it.
    """

    def __init__(  # noqa: PLR0913 - the two names of the place and how it is used
        self,
        client: "S3Client",
        bucket: str,
        prefix: str,
        calls: Calls,
        *,
        parallel: int = 16,
        lock_mode: LockMode | None = LockMode.GOVERNANCE,
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._calls = calls
        self._long = LongObjects(client, bucket, calls)
        self._parallel = parallel
        self._lock_mode = lock_mode
        self._knows_conditions = True
        self._pool = ThreadPoolExecutor(parallel, "s3")

    @property
    def locks(self) -> bool:
        """Whether the settings want objects locked."""
        return self._lock_mode is not None

    def put_all(self, objects: Iterable[NewObject]) -> None:
        """Put the objects, several at once, and see that each is there."""
        self._each(self._put, objects)

    def put_long(self, pieces: Iterable[bytes], place: Callable[[], str | None]) -> None:
        """Gather the pieces on this machine, because a key cannot be changed, then upload them."""
        with spooled(pieces) as spool:
            path = place()
            if path is None:
                return
            first = spool.read(PART)
            if len(first) < PART:
                self._put(NewObject(path, first))
                return
            spool.seek(0)
            self._long.upload(self._key(path), cast("IO[bytes]", spool))

    def get(self, path: str) -> bytes:
        """Fetch one object."""
        key = self._key(path)

        def fetch() -> bytes:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()

        return self._existing(path, fetch)

    def get_long(self, path: str) -> Iterator[bytes]:
        """Fetch one object a piece at a time."""
        key = self._key(path)
        return self._existing(path, lambda: self._long.read(key))

    def has(self, path: str) -> bool:
        """Ask for the object's headers."""
        return self._head(self._key(path)) is not None

    def paths(self, under: str = "") -> Iterator[str]:
        """List the bucket below the prefix, a thousand keys a call."""
        folder = self._key(under.rstrip("/")) + "/" if under else self._prefix
        after = ""
        while True:
            page = self._calls(partial(self._list, folder, after))
            for listed in page.get("Contents", []):
                after = listed["Key"]
                yield after.removeprefix(self._prefix)
            if not page.get("IsTruncated", False):
                return

    def remove(self, path: str) -> None:
        """Destroy every state of the object, one by one."""
        key = self._key(path)
        destroyed: set[str] = set()
        while states := set(self._states(key, deletions=True)) - destroyed:
            for state in states:
                self._destroy(path, state)
            destroyed |= states  # an old listing may show them again

    def protect(self, paths: Iterable[str], until: datetime) -> None:
        """Lock each object's newest state."""
        if self._lock_mode is not None:
            mode = self._lock_mode
            self._each(lambda path: self._lock(path, mode, until), paths)

    def hold(self, paths: Iterable[str]) -> None:
        """Switch legal holds on."""
        if self.locks:
            self._each(self._hold, paths)

    def release(self, paths: Iterable[str]) -> None:
        """Switch legal holds off."""
        if self.locks:
            self._each(self._release, paths)

    def sweep(self) -> int:
        """Find nothing: a put that was cut off leaves no object."""
        return 0

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.shutdown(cancel_futures=True)
        self._client.close()

    def _key(self, path: str) -> str:
        return self._prefix + check_path(path)

    def _put(self, new: NewObject) -> None:
        # What S3 calls Content-MD5 and, for a plain object, its ETag; not a proof of anything.
        md5 = hashlib.md5(new.data, usedforsecurity=False)
        self._calls(partial(self._send, new, md5.digest(), new_only=True))
        for _ in range(MORE_PUTS):
            if self._is_kept(new, md5.hexdigest()):
                return
            self._calls(partial(self._send, new, md5.digest(), new_only=False))
        if not self._is_kept(new, md5.hexdigest()):
            raise StoreUntrue(
                f"The object store {self._calls.where} says that it has kept {new.path}, "
                "and does not have it.",
                next_step="Nothing was acknowledged. Ask its operator, or use another store.",
            )

    def _send(self, new: NewObject, md5: bytes, *, new_only: bool) -> None:
        """Put an object; ``new_only`` spares a second state of one that is there already.

        That is no more than thrift: some stores overwrite all the same, and
        others do not know the condition.
        """
        checksum = base64.b64encode(md5).decode()
        put = partial(self._client.put_object, Bucket=self._bucket, ContentMD5=checksum)
        try:
            if new_only and self._knows_conditions:
                put(Key=self._key(new.path), Body=new.data, IfNoneMatch="*")
                return
        except ClientError as error:
            if is_there_already(error):
                return
            if not is_unknown(error):
                raise
            self._knows_conditions = False
        put(Key=self._key(new.path), Body=new.data)

    def _is_kept(self, new: NewObject, md5: str) -> bool:
        """See that the object is there; where its ETag is no MD5 (KMS encryption), read it."""
        head = self._head(self._key(new.path))
        if head is None:
            return False
        return head["ETag"].strip('"') == md5 or self.get(new.path) == new.data

    def _head(self, key: str) -> "HeadObjectOutputTypeDef | None":
        try:
            return self._calls(lambda: self._client.head_object(Bucket=self._bucket, Key=key))
        except ClientError as error:
            if is_missing(error):
                return None
            raise

    def _list(self, folder: str, after: str) -> "ListObjectsV2OutputTypeDef":
        """List the keys after one; no page mark of the store's own can then lead in a circle."""
        return self._client.list_objects_v2(Bucket=self._bucket, Prefix=folder, StartAfter=after)

    def _states(self, key: str, *, deletions: bool = False) -> list[str]:
        """List the states of one key, a page of them; it sorts before all that begin with it."""
        page = self._calls(
            lambda: self._client.list_object_versions(Bucket=self._bucket, Prefix=key)
        )
        markers = page.get("DeleteMarkers", []) if deletions else []
        return [
            each["VersionId"]
            for each in (*page.get("Versions", []), *markers)
            if each["Key"] == key
        ]

    def _destroy(self, path: str, state: str) -> None:
        key = self._key(path)
        try:
            self._calls(
                lambda: self._client.delete_object(Bucket=self._bucket, Key=key, VersionId=state)
            )
        except StoreRefused as error:
            if not self._is_locked(key, state):
                raise
            raise ObjectLocked(
                f"The object {path} is locked against removal.",
                next_step="Wait for the end of its lock, or have its hold lifted first.",
            ) from error

    def _is_locked(self, key: str, state: str) -> bool:
        head = self._calls(
            lambda: self._client.head_object(Bucket=self._bucket, Key=key, VersionId=state)
        )
        return _locked_until(head) is not None or head.get("ObjectLockLegalHoldStatus") == "ON"

    def _lock(self, path: str, mode: LockMode, until: datetime) -> None:
        key = self._key(path)
        kind: ObjectLockRetentionModeType = (
            "COMPLIANCE" if mode is LockMode.COMPLIANCE else "GOVERNANCE"
        )
        try:
            self._existing(
                path,
                lambda: self._client.put_object_retention(
                    Bucket=self._bucket,
                    Key=key,
                    Retention={"Mode": kind, "RetainUntilDate": until},
                ),
            )
        except StoreRefused:
            # A lock is never shortened: refused is right where it lasts long enough.
            standing = _locked_until(self._head(key))
            if standing is None or standing < until:
                raise

    def _hold(self, path: str) -> None:
        key = self._key(path)
        self._existing(
            path,
            lambda: self._client.put_object_legal_hold(
                Bucket=self._bucket, Key=key, LegalHold={"Status": "ON"}
            ),
        )

    def _release(self, path: str) -> None:
        """Take the hold off every state: one that was put again meanwhile hides a held one."""
        key = self._key(path)
        for state in self._states(key):
            self._calls(
                partial(
                    self._client.put_object_legal_hold,
                    Bucket=self._bucket,
                    Key=key,
                    VersionId=state,
                    LegalHold={"Status": "OFF"},
                )
            )

    def _existing(self, path: str, call: Callable[[], T]) -> T:
        """Do something with an object that must be there."""
        try:
            return self._calls(call)
        except ClientError as error:
            if not is_missing(error):
                raise
            raise ObjectMissing(
                f"The object {path} is not in the store.",
                next_step="Run civickeep verify, and restore it from a backup.",
            ) from None

    def _each(self, act: Callable[[T], None], things: Iterable[T]) -> None:
        """Do this with all of them, several at once; the first error is raised when all rest."""
        running: deque[Future[None]] = deque()
        given_up = Event()

        def unless_given_up(thing: T) -> None:
            if not given_up.is_set():
                try:
                    act(thing)
                except BaseException:
                    given_up.set()
                    raise

        try:
            for thing in things:
                if len(running) >= self._parallel * WAITING_FOR_EACH:
                    running.popleft().result()
                running.append(self._pool.submit(unless_given_up, thing))
            while running:
                running.popleft().result()
        finally:
            given_up.set()
            wait(running)


def _locked_until(head: "HeadObjectOutputTypeDef | None") -> datetime | None:
    return head.get("ObjectLockRetainUntilDate") if head else None
