"""What is found of an item, taken from the whole of it: the other way to the same answer."""

from archiver.catalogue.findable import File, Findable, Wording
from archiver.items import Item


def findable(item: Item) -> Findable:
    """Leave out of an item what nobody searches for."""
    return Findable(
        platform=item.platform.value,
        id=item.id,
        account=item.account,
        kind=item.kind.value,
        thread_id=item.thread_id,
        author_id=item.author.id if item.author else None,
        author_name=item.author.name if item.author else None,
        created_at=item.created_at,
        first_seen=item.first_seen,
        state=item.state.value,
        change=item.change,
        series=item.classification.series if item.classification else None,
        wordings=tuple(
            Wording(
                version.n,
                version.text,
                version.leaf,
                version.links,
                version.imported.kind if version.imported else None,
            )
            for version in item.versions
        ),
        files=tuple(File(media.alt, media.type, media.n) for media in item.media),
        holds=item.holds,
    )
