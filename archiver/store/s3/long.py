"""Objects that may be too long for memory: uploaded in parts, read in pieces."""

import base64
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from archiver.disk import refuse
from archiver.errors import CivickeepError
from archiver.store.errors import StoreRefused, StoreUntrue
from archiver.store.objects import PIECE
from archiver.store.s3.calls import Calls, is_missing

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART = 8 << 20
"""Bytes of a part: S3 wants at least 5 MiB and at most 10,000 parts, so 80 GB fit."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was uploaded: how long it is, its SHA-256, and the ETag S3 makes of MD5s of parts."""

    length: int
    sha256: str
    etag: str


@dataclass(frozen=True, slots=True)
class LongObjects:
    """Uploads and reads long objects of one bucket."""

    client: "S3Client"
    bucket: str
    calls: Calls

    def upload(self, key: str, file: IO[bytes]) -> None:
        """Upload a file in parts; it is one object when the last part is acknowledged, or none.

        Raises what calls of the store raise, and ``StoreUntrue`` where it says
        that all is well and does not have the object.
        """
        upload = self.calls(
            partial(self.client.create_multipart_upload, Bucket=self.bucket, Key=key)
        )["UploadId"]
        try:
            sent = self._upload(key, upload, file)
        except BaseException:
            self._abort(key, upload)
            raise
        if not self.is_kept(key, sent):
            raise StoreUntrue(
                f"The object store {self.calls.where} took a long object and does not have it.",
                next_step="Nothing was acknowledged. Ask its operator, or use another store.",
            )

    def _upload(self, key: str, upload: str, file: IO[bytes]) -> Sent:
        parts, sent = self._send(key, upload, file)
        try:
            self.calls(
                partial(
                    self.client.complete_multipart_upload,
                    Bucket=self.bucket,
                    Key=key,
                    UploadId=upload,
                    MultipartUpload={"Parts": parts},
                )
            )
        except (StoreRefused, ClientError):
            # An answer that was lost is asked for again, and then there is no such upload.
            if not self.is_kept(key, sent):
                raise
        return sent

    def _abort(self, key: str, upload: str) -> None:
        # The first error is the one to tell; what is left is for the bucket's own clearing.
        with suppress(CivickeepError, ClientError):
            self.calls(
                partial(
                    self.client.abort_multipart_upload,
                    Bucket=self.bucket,
                    Key=key,
                    UploadId=upload,
                )
            )

    def _send(
        self, key: str, upload: str, file: IO[bytes]
    ) -> tuple[list["CompletedPartTypeDef"], Sent]:
        parts: list[CompletedPartTypeDef] = []
        digests, whole, length = b"", hashlib.sha256(), 0
        while data := file.read(PART):
            # What S3 calls Content-MD5 and makes ETags of; not a proof of anything.
            md5 = hashlib.md5(data, usedforsecurity=False).digest()
            part = self.calls(
                partial(
                    self.client.upload_part,
                    Bucket=self.bucket,
                    Key=key,
                    UploadId=upload,
                    PartNumber=len(parts) + 1,
                    Body=data,
                    ContentMD5=base64.b64encode(md5).decode(),
                )
            )
            parts.append({"PartNumber": len(parts) + 1, "ETag": part["ETag"]})
            digests, length = digests + md5, length + len(data)
            whole.update(data)
        joined = hashlib.md5(digests, usedforsecurity=False).hexdigest()
        return parts, Sent(length, whole.hexdigest(), f"{joined}-{len(parts)}")

    def is_kept(self, key: str, sent: Sent) -> bool:
        """See that the object is there; where its ETag is made otherwise (KMS), read it."""
        try:
            head = self.calls(partial(self.client.head_object, Bucket=self.bucket, Key=key))
        except ClientError as error:
            if is_missing(error):
                return False
            raise
        if head["ETag"].strip('"') == sent.etag:
            return True
        whole = hashlib.sha256()
        for piece in self.read(key):
            whole.update(piece)
        return whole.hexdigest() == sent.sha256

    def read(self, key: str) -> Iterator[bytes]:
        """Ask for an object, then give it piece by piece; passes on that it is missing."""
        body = self.calls(partial(self.client.get_object, Bucket=self.bucket, Key=key))["Body"]

        def pieces() -> Iterator[bytes]:
            try:
                yield from body.iter_chunks(PIECE)
            except BotoCoreError as error:
                self.calls.refuse(error)
            finally:
                body.close()

        return pieces()


def spooled(pieces: Iterable[bytes]) -> "tempfile.SpooledTemporaryFile[bytes]":
    """Gather pieces in memory as long as they are few, then in a file without a name.

    Whoever asks closes it. The file lies where ``TMPDIR`` says.
    """
    spool = tempfile.SpooledTemporaryFile(PART)  # noqa: SIM115 - whoever asked closes it
    try:
        for piece in pieces:
            try:
                spool.write(piece)
            except OSError as error:
                refuse(error)
        spool.seek(0)
    except BaseException:
        spool.close()
        raise
    return spool
