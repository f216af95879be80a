"""Section: what is kept besides the Page's posts: Instagram, reels, reviews, profile, blocks."""

from dataclasses import dataclass

from sqlalchemy import select

from archiver.catalogue.tables import engagement, item
from archiver.items import Engagement, Item, ItemKind, Platform
from requests_portal.demo import city
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour


@dataclass(frozen=True, slots=True)
class Fact:
    """How the account itself stood; ``texts`` are its versions, the first one first."""

    item: Item
    what: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What stands on each surface, and how one post was received over the days."""

    instagram: tuple[Item, ...]
    others: tuple[Item, ...]
    facts: tuple[Fact, ...]
    received: Item
    counts: tuple[Engagement, ...]


WHAT = {
    ItemKind.PROFILE: "How the account describes itself",
    ItemKind.SETTING: "A setting of the Page",
    ItemKind.BLOCK: "Somebody was blocked",
}

ELSEWHERE = frozenset({ItemKind.REEL, ItemKind.REVIEW, ItemKind.LIVE_VIDEO})


def view(tour: Tour) -> View:
    """Collect what is not in the Page's feed."""
    hearing = tour.item(city.on_page(city.HEARING_POST))
    chosen = (city.CAROUSEL, city.STORY, city.CORRECTED, city.ADVERTISED)
    return View(
        instagram=tuple(map(tour.item, chosen)),
        others=tuple(
            each
            for each in tour.items
            if each.kind in ELSEWHERE and each.platform is Platform.FACEBOOK
        ),
        facts=tuple(
            Fact(each, WHAT[each.kind], tuple(version.text for version in each.versions))
            for each in tour.facts
        ),
        received=hearing,
        counts=_counts(tour, hearing),
    )


def _counts(tour: Tour, post: Item) -> tuple[Engagement, ...]:
    query = (
        select(engagement)
        .join(item, item.c.pk == engagement.c.item)
        .where(item.c.platform == post.platform.value, item.c.id == post.id)
        .order_by(engagement.c.at)
    )
    with tour.archive.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(Engagement(row.at, row.reactions, row.comments, row.shares) for row in rows)


SECTION = Section(
    id="surfaces",
    short="Beyond posts",
    title="Instagram, reels, reviews and the account itself",
    says="Not everything is said in posts: stories that are gone after a day, reels, reviews, "
    "the profile's own words, and whom the city blocked are kept as well.",
    commands=(
        "civickeep search kind:story",
        "civickeep search kind:review",
        "civickeep items --facts",
    ),
    view=view,
)
