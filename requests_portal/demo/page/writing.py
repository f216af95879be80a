"""Putting the page together from its sections."""

from collections import Counter
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from archiver.items import Item, ItemKind, ItemState
from requests_portal.demo import city
from requests_portal.demo.page import (
    answer,
    coverage,
    everything,
    hidden,
    moments,
    proof,
    retention,
    reworded,
    searches,
    surfaces,
    vanished,
    visits,
)
from requests_portal.demo.page.rendering import environment
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import PAGE, Tour

SECTIONS: tuple[Section, ...] = (
    answer.SECTION,
    vanished.SECTION,
    reworded.SECTION,
    hidden.SECTION,
    coverage.SECTION,
    surfaces.SECTION,
    moments.SECTION,
    searches.SECTION,
    retention.SECTION,
    visits.SECTION,
    proof.SECTION,
    everything.SECTION,
)
"""The sections in the order in which they stand. A new one is added here and nowhere else."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is told at the top, and what it counts."""

    number: int
    of: str


@dataclass(frozen=True, slots=True)
class Written:
    """A section with its body as HTML."""

    section: Section
    body: Markup


def write_page(tour: Tour) -> None:
    """Write the page of results into the folder of the demonstration."""
    (tour.folder / PAGE).write_text(render_page(tour), "utf-8")


def render_page(tour: Tour) -> str:
    """Give the whole page as HTML, with its styles inside and nothing from elsewhere."""
    style = (files("requests_portal.demo.page") / "templates" / "style.css").read_text("utf-8")
    return (
        environment()
        .get_template("page.html")
        .render(
            city=city.CITY,
            style=Markup(style),  # noqa: S704 - our own style sheet
            figures=figures(tour.items),
            picture=_picture(tour),
            sections=[_written(tour, section) for section in SECTIONS],
            seconds=tour.seconds,
            now=tour.archive.clock(),
        )
    )


def figures(items: tuple[Item, ...]) -> tuple[Figure, ...]:
    """Count what is told at the top of the page."""
    kinds = Counter(item.kind for item in items)
    return (
        Figure(kinds[ItemKind.POST], "posts"),
        Figure(kinds[ItemKind.COMMENT] + kinds[ItemKind.REPLY], "comments and replies"),
        Figure(len({media.object for item in items for media in item.media}), "photos"),
        Figure(sum(len(item.versions) > 1 for item in items), "reworded"),
        Figure(sum(item.state is ItemState.HIDDEN for item in items), "hidden"),
        Figure(sum(item.state is ItemState.UNAVAILABLE for item in items), "vanished"),
    )


def _written(tour: Tour, section: Section) -> Written:
    template = environment().get_template(f"{section.id}.html")
    body = template.render(view=section.view(tour))
    return Written(section, Markup(body))  # noqa: S704 - what a template with escaping wrote


def _picture(tour: Tour) -> str | None:
    """Choose the picture at the top: the photo of the falls, as it lies in the store."""
    falls = tour.item(city.on_page(city.FALLS_POST))
    return next((media.object for media in falls.media if media.object), None)
