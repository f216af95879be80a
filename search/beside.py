"""What an item says beside its wordings: the pages it links to, and what its files show."""

from collections.abc import Iterator

from archiver.items import Item, Version


def beside(item: Item, version: Version) -> Iterator[str]:
    """Give the texts that stood beside a wording, each as it is searched and shown."""
    yield from (each.words for each in version.links)
    yield from (each.alt for each in item.media if each.alt and each.n in {version.n, None})
