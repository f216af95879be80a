"""The bucket of an archive: opened by settings, made or checked when the archive is founded."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from archiver.errors import SettingsInvalid
from archiver.store.errors import StoreRefused, StoreUnfit
from archiver.store.s3.calls import Calls, code_of
from archiver.store.s3.settings import Addressing, S3Settings
from archiver.store.s3.store import S3Store

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CreateBucketRequestTypeDef

NO_LOCKS = {"ObjectLockConfigurationNotFoundError", "NotImplemented", "MethodNotAllowed"}
"""How a store says that a bucket has no locks: AWS, Ceph and MinIO in the first of these words."""

AWS_FIRST_REGION = "us-east-1"
"""The one region that must not be named when a bucket is made there."""


def open_bucket(address: str, settings: S3Settings) -> S3Store:
    """Open the store at ``s3://BUCKET/PREFIX``; asks nothing of it yet."""
    bucket, prefix = split_address(address)
    return S3Store(
        make_client(settings),
        bucket,
        prefix,
        Calls(address, settings.patience),
        parallel=settings.parallel,
        lock_mode=settings.lock_mode if settings.lock_days else None,
    )


def prepare_bucket(address: str, settings: S3Settings) -> None:
    """Make the bucket if there is none, with earlier states kept and locks switched on.

    Raises ``StoreUnfit`` where a bucket is there that cannot lock its objects.
    """
    bucket, _ = split_address(address)
    client = make_client(settings)
    calls = Calls(address, settings.patience)
    try:
        if not _is_there(client, bucket, calls):
            calls(lambda: client.create_bucket(**_new_bucket(client, bucket, settings)))
        _keep_earlier_states(client, bucket, calls)
        if settings.lock_days and not _can_lock(client, bucket, calls):
            raise StoreUnfit(
                f"The bucket {bucket} cannot lock its objects.",
                next_step="Name a new bucket and run civickeep init again; "
                "or set lock_days = 0 under [s3] to do without locks.",
            )
    finally:
        client.close()


def split_address(address: str) -> tuple[str, str]:
    """Take ``s3://BUCKET/PREFIX`` apart; the prefix may be empty."""
    parts = urlsplit(address)
    if not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingsInvalid(
            f"{address!r} is no address of an object store.",
            next_step='Write store = "s3://BUCKET/PREFIX" under [archive].',
        )
    return parts.netloc, parts.path.strip("/")


def make_client(settings: S3Settings) -> "S3Client":
    """Make a client that asks once; patience is ours, and so are the checksums.

    botocore's own retries share one budget among all threads, so that a store
    that fails for half a minute exhausts it; and its newer checksums are
    unknown to many an S3 that is not AWS.
    """
    config = Config(
        retries={"total_max_attempts": 1},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        max_pool_connections=settings.parallel,
        connect_timeout=min(settings.timeout, 10),
        read_timeout=settings.timeout,
        s3={"addressing_style": Addressing(settings.addressing).value},
        user_agent_extra="civickeep",
    )
    try:
        return boto3.session.Session().client(
            "s3",
            endpoint_url=settings.endpoint_url,
            region_name=settings.region,
            config=config,
        )
    except (BotoCoreError, ValueError) as error:
        raise SettingsInvalid(
            f"The object store cannot be used as it is set: {code_of(error)}.",
            next_step="Check endpoint_url and region in [s3], and AWS_PROFILE.",
        ) from error


def _is_there(client: "S3Client", bucket: str, calls: Calls) -> bool:
    try:
        calls(lambda: client.head_bucket(Bucket=bucket))
    except ClientError:
        return False  # the one error that patience passes on: there is none
    return True


def _new_bucket(
    client: "S3Client", bucket: str, settings: S3Settings
) -> "CreateBucketRequestTypeDef":
    wanted: CreateBucketRequestTypeDef = {
        "Bucket": bucket,
        "ObjectLockEnabledForBucket": settings.lock_days > 0,
    }
    region = client.meta.region_name
    if settings.endpoint_url is None and region != AWS_FIRST_REGION:
        wanted["CreateBucketConfiguration"] = {"LocationConstraint": region}  # type: ignore[typeddict-item] # any region of the settings
    return wanted


def _keep_earlier_states(client: "S3Client", bucket: str, calls: Calls) -> None:
    if calls(lambda: client.get_bucket_versioning(Bucket=bucket)).get("Status") != "Enabled":
        calls(
            lambda: client.put_bucket_versioning(
                Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
            )
        )


def _can_lock(client: "S3Client", bucket: str, calls: Calls) -> bool:
    try:
        found = calls(lambda: client.get_object_lock_configuration(Bucket=bucket))
    except StoreRefused as error:
        if code_of(error.__cause__) in NO_LOCKS:
            return False
        raise
    return found["ObjectLockConfiguration"].get("ObjectLockEnabled") == "Enabled"
