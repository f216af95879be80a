"""``civickeep request find``, ``review`` and ``decide``: what is given, and what is not."""

import re
from typing import TYPE_CHECKING, Any

import click

from archiver.console import (
    Command,
    console_viewer,
    emit,
    emit_lines,
    open_archive,
    printable,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from requests_portal.decisions import Ruling, Taking
    from requests_portal.request_entries import DecidedEntry, ReviewEntry, ReviewVersion

NO_ARCHIVE = (41, "no archive here")
NO_REQUEST = (80, "no such request")
CLOSED = (85, "the request is closed")
CLASSES = ("private", "confidential", "nonpublic", "protected_nonpublic")
NAMED = 20
"""Items named on a terminal before the rest is only counted."""

_SPAN = re.compile(r"(\d{1,9}):(\d{1,9})")


@click.command(cls=Command, exits=[NO_ARCHIVE, NO_REQUEST, CLOSED, (70, "the index is busy")])
@click.argument("request_id", metavar="ID")
@click.option("--query", required=True, metavar="Q", help="As for civickeep search.")
@click.option("--by", metavar="PERSON", help="Who searches. [default: you]")
@click.option("--json", "as_json", is_flag=True)
def find(request_id: str, query: str, by: str | None, *, as_json: bool) -> None:
    """Search for a request. What is found belongs to it and is held against destruction."""
    from requests_portal.request_entries import found_entry
    from requests_portal.searching import search_for

    archive = open_archive()
    viewer = console_viewer(archive)
    entry = found_entry(search_for(archive, viewer, request_id, query, by or viewer.name))
    if as_json:
        emit(entry)
        return
    click.echo(f"{entry.found} found, {entry.new} of them new to {entry.request}.")
    if entry.hold:
        say(f"They are held against destruction ({entry.hold}).")
    say(f"Next:  civickeep request review {entry.request}")


@click.command(cls=Command, exits=[NO_ARCHIVE, NO_REQUEST])
@click.argument("request_id", metavar="ID")
@click.option("--undecided", is_flag=True, help="Only items that nobody has decided about.")
@click.option("--json", "as_json", is_flag=True, help="JSONL, one item a line.")
def review(request_id: str, *, undecided: bool, as_json: bool) -> None:
    """Go through the items of a request with their wordings and decisions."""
    from requests_portal.desk import review as look_over
    from requests_portal.request_entries import review_entry

    archive = open_archive()
    looked = look_over(archive, console_viewer(archive), request_id)
    entries = (review_entry(one) for one in looked if one.undecided or not undecided)
    if as_json:
        emit_lines(entries)
    else:
        _show_review(entries)


def _show_review(entries: "Iterable[ReviewEntry]") -> None:
    for entry in entries:
        author = printable(entry.author or "-").replace("\n", " ")
        click.echo(f"{entry.item}  {entry.kind}  {entry.action or 'UNDECIDED'}  {author}")
        for version in entry.versions:
            decided = version.decision.action if version.decision else "undecided"
            text = printable(version.text).replace("\n", "\n        ")
            click.echo(f"    wording {version.n}, {decided}:\n        {text}")
            for line in (*_shared(version), *_kept_back(version)):
                click.echo(f"      {printable(line)}")
        for one in entry.descriptions:  # it goes out with the photo
            said = printable(one.text).replace("\n", " ")
            click.echo(f"    photo or file {one.position} is described as: {said}")


def _shared(version: "ReviewVersion") -> "Iterator[str]":
    """Show what the links of a wording say, which goes out with it."""
    for number, link in enumerate(version.links):  # as decide --redact-link counts them
        parts = (link.title, link.description, link.url)
        said = " | ".join(part.replace("\n", " ") for part in parts if part)
        yield f"link {number}: {said}"


def _kept_back(version: "ReviewVersion") -> "Iterator[str]":
    """Tell what a decision keeps back, and by which section, so that it can be looked over."""
    if version.decision is None:
        return
    if version.decision.ground:
        yield f"kept back: all of it ({version.decision.ground.citation})"
    for part in version.decision.parts:
        what = f"{part.kind} {part.start}"  # as decide --redact-media counts them
        if part.kind == "text":
            words = version.text[part.start : part.end].replace("\n", " ")
            what = f'"{words}", {part.start}:{part.end}'
        elif part.kind == "author":
            what = "the author's name"
        yield f"taken out: {what} ({part.ground.citation})"


@click.command(
    cls=Command,
    exits=[
        NO_ARCHIVE,
        (56, "no such item"),
        NO_REQUEST,
        (81, "no section is cited"),
        (82, "the words do not occur"),
        (83, "a span or part does not fit"),
        (84, "the item is not in the request"),
        CLOSED,
        (89, "a second person is needed"),
    ],
)
@click.argument("request_id", metavar="ID")
@click.option("--item", "items", multiple=True, metavar="I", help="An item; may be repeated.")
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Every item of the request. Releasing all leaves alone what was marked not public.",
)
@click.option(
    "--as",
    "action",
    type=click.Choice(("release", "redact", "withhold")),
    required=True,
    help="Give it whole, take something out of it, or keep it back.",
)
@click.option(
    "--redact",
    "words",
    multiple=True,
    metavar="TEXT",
    help="Words to take out, wherever they stand.",
)
@click.option("--span", "spans", multiple=True, metavar="FROM:TO", help="Characters, from 0.")
@click.option("--version", "wording", type=click.IntRange(1), metavar="N", help="Of which wording.")
@click.option("--redact-author", "author", is_flag=True, help="Take the author's name out.")
@click.option(
    "--redact-media",
    "media",
    multiple=True,
    type=click.IntRange(0),
    metavar="N",
    help="Take out the photo or file at this position.",
)
@click.option(
    "--redact-link",
    "links",
    multiple=True,
    type=click.IntRange(0),
    metavar="N",
    help="Take out the shared link that review shows under this number.",
)
@click.option("--citation", metavar="C", help='Such as "Minn. Stat. § 13.355, subd. 1".')
@click.option(
    "--class",
    "data_class",
    metavar="CLASS",
    help=f"One of: {', '.join(CLASSES)}. [default: the section's]",
)
@click.option("--note", metavar="TEXT", help="The fact that makes the section apply.")
@click.option("--by", required=True, metavar="PERSON", help="Who decides.")
@click.option("--json", "as_json", is_flag=True)
def decide(
    request_id: str,
    items: tuple[str, ...],
    *,
    every: bool,
    as_json: bool,
    **said: Any,  # noqa: ANN401 - each option has its own type, checked by click
) -> None:
    """Decide what happens with items: release, redact or withhold them.

    Everything is public unless a section of the law says otherwise. A later
    decision holds before an earlier one, redactions add up, and every earlier
    decision stays on record.
    """
    from requests_portal.desk import decide as decide_items
    from requests_portal.desk import today
    from requests_portal.request_entries import decided_entry

    if every == bool(items):
        raise click.UsageError("Say which items: --item I (may be repeated) or --all.")
    archive = open_archive()
    ruling, warnings = _read_ruling(today(archive), sweep=every, **said)
    done = decide_items(archive, console_viewer(archive), request_id, items, ruling)
    for warning in warnings:
        say(f"Mind: {warning}")
    entry = decided_entry(request_id, done, warnings)
    if as_json:
        emit(entry)
    else:
        _show_decided(entry)


def _read_ruling(day: "date", *, sweep: bool, **said: Any) -> "tuple[Ruling, tuple[str, ...]]":  # noqa: ANN401 - as above
    """Read what was decided from the options, and what the person who decides should mind."""
    from archiver.data_requests import Action
    from requests_portal.decisions import Ruling
    from requests_portal.grounds import check_ground

    action = Action(said["action"])
    taking = _read_taking(**said)
    if action is not Action.REDACT and taking is not None:
        raise click.UsageError("What is to be taken out needs --as redact.")
    if action is Action.RELEASE:
        if said["citation"] or said["data_class"]:
            raise click.UsageError("A release has no --citation and no --class: it is public.")
        return Ruling(action, said["by"], sweep=sweep, note=said["note"]), ()
    checked = check_ground(said["citation"], said["data_class"], day, said["note"])
    ruling = Ruling(action, said["by"], checked.ground, taking, sweep, said["note"])
    return ruling, checked.warnings


def _read_taking(**said: Any) -> "Taking | None":  # noqa: ANN401 - as above
    from requests_portal.decisions import Taking

    named = (said["words"], said["spans"], said["author"], said["media"], said["links"])
    if not any(named):
        return None
    return Taking(
        words=said["words"],
        stretches=tuple(_read_span(text) for text in said["spans"]),
        version=said["wording"],
        author=said["author"],
        media=said["media"],
        links=said["links"],
    )


def _read_span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is not two numbers such as 12:23", param_hint="--span")
    return int(found[1]), int(found[2])


def _show_decided(entry: "DecidedEntry") -> None:
    for one in entry.decided[:NAMED]:
        parts = f", {one.parts} taken out" if one.parts else ""
        click.echo(f"{one.item} wording {one.version}: {one.action}{parts}")
    if len(entry.decided) > NAMED:
        click.echo(f"and {len(entry.decided) - NAMED:,} more")
    if entry.kept:
        say(f"{len(entry.kept):,} items were left as they were.")
    for neighbour in entry.neighbours:
        say(
            f"Look: words just taken out still stand in {neighbour.item} "
            f"wording {neighbour.version} ({neighbour.place})."
        )
