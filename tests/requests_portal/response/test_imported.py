"""A wording that came by file is never shown as one that the city captured."""

import json
from dataclasses import replace

from archiver.items import Imported
from requests_portal.response.listing import records_jsonl
from requests_portal.response.packet_data import packet_data
from tests.requests_portal.response.samples import START, decide, draft, found, item

SOURCE = Imported("imported-1", "facebook-download", START, "ruth")


def test_a_response_says_of_an_imported_wording_that_it_came_by_file() -> None:
    """In the list and on paper, beside one that was captured."""
    post = item(1, "a", "b")
    versions = (replace(post.versions[0], imported=SOURCE), post.versions[1])
    post = replace(post, versions=versions)
    made = draft(found([post], decide(post)))

    (line,) = [json.loads(line) for line in records_jsonl(made.entries).splitlines()]
    facts = packet_data(made, None, made.entries, {}, "").threads[0].entries[0].facts

    assert ["facebook-download", None] == [each.get("imported") for each in line["wordings"]]
    assert [("Captured", 1), ("Imported", 1)] == sorted(
        (name, 1) for name, _ in facts if name in {"Captured", "Imported"}
    )
