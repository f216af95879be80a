"""A small page for each version of an item, so that a WACZ can be read in a browser.

The pages are made by us from the records and say so. Everything from the
platform is text in them, whatever it holds; a page runs nothing and asks for
nothing but the pictures beside it.
"""

from collections.abc import Iterable
from html import escape

from archiver.civil_time import to_wire
from archiver.export.warc import Heading, media_name
from archiver.items import Item, Media, Version
from archiver.record import safe_id

CONTENT_TYPE = "text/html; charset=utf-8"
SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp"}
"""What a page shows; every other file is a link."""


_STYLE = (
    "body{font:1rem/1.5 sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem;color:#1b1b1b;"
    "background:#fff}.note{border-left:.3rem solid #005ea2;padding-left:.8rem;color:#3d4551}"
    ".words{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #71767a;padding:1rem}"
    "img{max-width:100%}dt{font-weight:bold}dd{margin:0 0 .5rem;overflow-wrap:anywhere}"
)
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


def item_path(platform: str, item_id: str) -> str:
    """Give the path of an item's page under the export's address."""
    return f"/items/{platform}/{safe_id(item_id)}"


def title(item: Item, version: Version) -> str:
    """Name a page."""
    author = (item.author.name if item.author else None) or "somebody not named"
    when = to_wire(item.created_at)[:10] if item.created_at else "without a date"
    several = f", wording {version.n}" if len(item.versions) > 1 else ""
    return f"{item.kind.words} by {author}, {when}{several}"


def page(heading: Heading, item: Item, version: Version, native: str) -> bytes:
    """Write the page of a version. ``native`` is the address of its record."""
    base = "/" + heading.base.partition("://")[2].partition("/")[2]
    name, links = title(item, version), version.links
    body = [
        _note(
            f"A copy for reading, made by {escape(heading.software)} from the record named below. "
            "It is not the platform's own page."
        ),
        f"<h1>{escape(name)}</h1>",
        f'<div class="words" lang="" dir="auto">{escape(version.text)}</div>',
        # No link to follow: what it leads to is not in the file.
        *(f'<div class="words" lang="" dir="auto">{escape(each.words)}</div>' for each in links),
        *(_media(base, each) for each in dict.fromkeys(item.media)),
        _list(_facts(base, item, version, native)),
    ]
    return document(name, body)


def cover(heading: Heading, counts: str, first: Iterable[tuple[str, str]], more: int) -> bytes:
    """Write the page an export opens with: what it is, and its first pages (path and title)."""
    name = f"Social media records of {heading.city}"
    base = "/" + heading.base.partition("://")[2].partition("/")[2]
    links = [f'<li><a href="{escape(base + path)}">{escape(text)}</a></li>' for path, text in first]
    body = [
        f"<h1>{escape(name)}</h1>",
        f"<p>{escape(heading.scope)}: {escape(counts)}.</p>",
        _note(
            f"Exported on {to_wire(heading.created)} by {escape(heading.software)} from the "
            f"archive {escape(heading.origin)}. Each page is a copy for reading, made from a "
            "record that is in this file too; proofs of the records lie beside the file. Nothing "
            "is redacted."
        ),
        f"<ul>{''.join(links)}</ul>",
        f"<p>And {more:,} more pages.</p>" if more else "",
    ]
    return document(name, body)


def document(name: str, body: Iterable[str]) -> bytes:
    """Put a page together."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(name)}</title><style>{_STYLE}</style></head><body><main>\n"
        + "\n".join(body)
        + "\n</main></body></html>\n"
    ).encode("utf-8", "backslashreplace")


def _note(text: str) -> str:
    return f'<p class="note">{text}</p>'


def _media(base: str, media: Media) -> str:
    if media.sha256 is None:
        return f"<p>A file of this item is not here: {escape(media.missing or 'unknown')}.</p>"
    kind = media.type or ""
    place = escape(f"{base}/media/{media_name(media.sha256, kind)}")
    if kind in SHOWN:
        alt = escape(media.alt or "A picture without a description")
        return f'<figure><img src="{place}" alt="{alt}"></figure>'
    return f'<p><a href="{place}">A file ({escape(kind)}, {media.bytes:,} bytes)</a></p>'


def _facts(base: str, item: Item, version: Version, native: str) -> list[tuple[str, str]]:
    def link(name: str) -> str:
        return f'<a href="{escape(base + item_path(item.platform, name))}">{escape(name)}</a>'

    facts = [
        ("Item", escape(str(item.ref))),
        ("Account", escape(item.account)),
        ("Author", f"<bdi>{escape(item.author.name or 'no name')}</bdi>" if item.author else ""),
        ("Written (UTC)", escape(to_wire(item.created_at)) if item.created_at else "unknown"),
        ("Wording", f"{version.n} of {len(item.versions)}"),
        *_origin(item, version),
        ("Hidden there", ", ".join(f"from {to_wire(each.since)}" for each in item.hidden)),
        (
            "Not readable there",
            ", ".join(f"first missed {to_wire(each.first_missing)}" for each in item.unavailable),
        ),
        ("Answers", link(item.parent_id) if item.parent_id else ""),
        ("Thread", link(item.thread_id) if item.thread_id != item.id else ""),
        ("Address on the platform", escape(item.permalink or "")),
        ("Record as received", f'<a href="{escape(native)}">{escape(native)}</a>'),
        ("SHA-256 of the record", escape(version.digest or "")),
    ]
    return [(name, value) for name, value in facts if value]


def _origin(item: Item, version: Version) -> list[tuple[str, str]]:
    """Say when a wording was seen and how the item stands; of a file nobody can say either."""
    source = version.imported
    if source is None:
        seen = f"{to_wire(version.first_seen)} to {to_wire(version.last_seen)}"
        return [
            ("This wording was seen", seen),
            ("On the platform, as far as known", escape(item.state)),
        ]
    how = f"by file ({source.kind}), {to_wire(source.at)}, by {source.by}; not from the platform"
    others = "; ".join(f"{match.other} ({match.basis})" for match in item.matches)
    return [("This wording was imported", escape(how)), ("The same as", escape(others))]


def _list(facts: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts) + "</dl>"
