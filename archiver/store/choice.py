"""Which object store the settings name."""

from archiver.disk import make_folders
from archiver.settings import ArchiveSettings, Settings
from archiver.store.folder import FolderStore
from archiver.store.objects import ObjectStore
from archiver.store.s3.settings import S3Settings

S3_SCHEME = "s3://"


def open_store(settings: Settings) -> ObjectStore:
    """Open the store; a plain path is a folder, ``s3://BUCKET/PREFIX`` a bucket."""
    named = settings.section(ArchiveSettings).store
    if not named.startswith(S3_SCHEME):
        return FolderStore(settings.resolve(named))
    from archiver.store.s3.bucket import open_bucket  # noqa: PLC0415 - boto3 only where it is used

    return open_bucket(named, settings.section(S3Settings))


def prepare_store(settings: Settings) -> None:
    """Make the folder or bucket of a new archive, or see that the one there will do."""
    named = settings.section(ArchiveSettings).store
    if not named.startswith(S3_SCHEME):
        make_folders(settings.resolve(named))
        return
    from archiver.store.s3.bucket import prepare_bucket  # noqa: PLC0415 - see above

    prepare_bucket(named, settings.section(S3Settings))
