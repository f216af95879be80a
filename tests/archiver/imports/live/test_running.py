"""A live run from the attorney's approval to the receipt."""

from archiver.archive import Archive
from archiver.imports.live.approval import Approval
from archiver.imports.receipt_list import import_entry
from tests.archiver.imports.live.conftest import Fetch
from tests.archiver.quillback import items


def test_what_the_profile_shows_comes_in(
    archive: Archive, approval: Approval, fetched: Fetch
) -> None:
    """Posts with captions and pictures, through the import of folders."""
    outcome = fetched()

    receipt = import_entry(outcome)
    assert {"Snow emergency \N{SNOWFLAKE}", "First snow"} == {
        item.text for item in items(archive).values()
    }
    assert receipt.live is not None
    assert ("complete", approval.id) == (receipt.live.verdict, receipt.live.approval)
