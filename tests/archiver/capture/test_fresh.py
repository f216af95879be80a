"""A file whose link has ended is fetched by the link the item has now."""

from archiver.capture.fresh import fresh_link
from archiver.capture.stored import read_version
from archiver.graph.client import Endpoint, GraphClient
from archiver.secret import Secret
from tests.archiver.quillback import TOKEN, Harvester, PlayedPage, items, photo


def ask(harvest: Harvester, ident: str, position: int) -> str | None:
    """Ask for the link to a file of an item, as it was kept, anew."""
    archive = harvest.archive
    version = items(archive)[ident].versions[0]
    sighting = read_version(archive.store.get(version.object)).sighting
    endpoint = Endpoint(Secret(TOKEN), "v26.0", harvest.account.api_url)
    client = GraphClient(endpoint, archive.clock, harvest.waits.append)
    try:
        return fresh_link(client, sighting, position)
    finally:
        client.close()


def test_each_file_gets_the_link_of_its_place(page: PlayedPage, harvest: Harvester) -> None:
    """In an album, and below a comment; none where there is no such file."""
    post = page.post("1", attachments=(photo("a"), photo("b")))
    comment = page.comment("11", post, attachment=photo("c"))
    harvest()
    first, second = (ask(harvest, post, position) for position in (0, 2))

    assert first is not None
    assert second is not None
    assert first.partition("?")[0] != second.partition("?")[0]
    assert ask(harvest, comment, 0) is not None
    assert ask(harvest, post, 4) is None


def test_an_item_edited_since_gives_no_link(page: PlayedPage, harvest: Harvester) -> None:
    """Another file may stand in that place; it comes with the new wording."""
    post = page.post("1", attachments=(photo("a"),))
    harvest()
    page.edit(post, "Other words")

    assert ask(harvest, post, 0) is None


def test_a_visit_asks_for_no_link_it_does_not_need(page: PlayedPage, harvest: Harvester) -> None:
    """A call is dear: while links work, none is spent on them."""
    page.post("1", attachments=(photo("a"),))

    receipt = harvest()

    assert "link" not in {request.path for request in receipt.requests}
    assert 1 == len(receipt.media)
