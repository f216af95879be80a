"""Checking time stamps: each still proves what it was kept for, as far as its roots are known."""

from archiver.archive import Archive
from archiver.errors import CivickeepError
from archiver.ledger.checkpoint import checkpoint_path
from archiver.ledger.stamping import STAMPS, kept_stamp, roots_path, trust_in
from archiver.ledger.stamps import check_stamp
from archiver.rebuild.inventory import Inventory
from archiver.verify.problems import Damage, Findings


def check_stamps(archive: Archive, inventory: Inventory, findings: Findings) -> None:
    """Verify every stamp in the store against the checkpoint it is of."""
    for path in sorted(path for path in inventory.ledger if path.startswith(STAMPS)):
        try:
            if not _proves(archive, path):
                findings.find(Damage.LEDGER_UNLISTED, "the ledger has no such file", path=path)
        except CivickeepError as error:
            findings.find(Damage.STAMP_DAMAGED, error.what, path=path)


def _proves(archive: Archive, path: str) -> bool:
    """Whether this is a stamp or a file of roots; raises what speaks against it."""
    data = archive.store.get(path)
    authority = path.removeprefix(STAMPS).partition("/")[0]
    if path == roots_path(authority, data):
        return True
    stamp = kept_stamp(path, data)
    if stamp is None:
        return False
    checkpoint = archive.store.get(checkpoint_path(stamp.size))
    check_stamp(data, checkpoint, trust_in(archive, authority), authority=authority)
    return True
