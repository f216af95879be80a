"""What an item says beside its wordings: the pages it links to, and what its files show."""

from collections.abc import Iterable, Iterator

from archiver.catalogue.findable import File, Wording
from archiver.items import Media, Version


def beside(version: Version | Wording, files: Iterable[Media | File]) -> Iterator[str]:
    """Give the texts that stood beside a wording, each as it is searched and shown."""
    for link in version.links:
        yield link.words
    for each in files:
        if each.alt and each.n in {version.n, None}:
            yield each.alt
