"""Whatever happens, a walk to the end sees what stands there, no more and no less."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.platforms import (
    Comment,
    Delete,
    Edit,
    Entry,
    Hide,
    Instagram,
    Media,
    Page,
    Playback,
    Post,
    Reel,
    Restore,
    Unhide,
    make_timeline,
)
from tests.archiver.platforms.elk_prairie import PAGE, instant

IG = "178414"
BEGINNING: tuple[Entry, ...] = (
    Page(at=instant(8), id=PAGE, name="City of Elk Prairie"),
    Instagram(at=instant(8), id=IG, username="elkprairie", page=PAGE, lists_hidden=True),
)
THREADS = {Post: f"{PAGE}/feed?include_hidden=true&", Reel: f"{PAGE}/video_reels?"}


@st.composite
def timelines(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Let up to forty things happen, each to something that is there."""
    entries: list[Entry] = []
    items: list[str] = []
    for number in range(draw(st.integers(0, 40))):
        at = instant(9) + timedelta(minutes=number)
        kinds = [Post, Reel, Media]
        if items:
            kinds += [Comment, Comment, Comment, Edit, Hide, Unhide, Delete, Restore]
        kind: Any = draw(st.sampled_from(kinds))
        if kind is Media:
            items.append(f"m{number}")
            entries.append(Media(at=at, id=items[-1], account=IG))
        elif kind in THREADS:
            items.append(f"p{number}")
            entries.append(kind(at=at, id=items[-1], page=PAGE, message=f"{number}"))
        elif kind is Comment:
            parent = draw(st.sampled_from(items))
            items.append(f"c{number}")
            entries.append(Comment(at=at, id=items[-1], parent=parent, message=f"{number}"))
        else:
            named = {"id": draw(st.sampled_from(items))}
            entries.append(kind(at=at, **named, **({"message": "x"} if kind is Edit else {})))
    return tuple(entries)


def walk(platform: Playback, target: str) -> Iterator[dict[str, Any]]:
    """Follow ``next`` to the end."""
    following: str | None = f"/v26.0/{target}"
    while following is not None:
        page = json.loads(platform.ask("GET", following).body)
        yield from page["data"]
        following = page.get("paging", {}).get("next")
        following = following and following.removeprefix(platform.url)


def seen(platform: Playback) -> list[str]:
    """Walk along everything, each list in pages of two."""
    fields = "fields=id&limit=2"
    tops = [each["id"] for path in THREADS.values() for each in walk(platform, path + fields)]
    found = list(tops)
    for top in tops:
        path = f"{top}/comments?filter=stream&order=chronological&{fields}"
        found += [each["id"] for each in walk(platform, path)]
    for medium in walk(platform, f"{IG}/media?{fields}"):
        found.append(medium["id"])
        waiting = [each["id"] for each in walk(platform, f"{medium['id']}/comments?{fields}")]
        while waiting:
            found.append(waiting.pop())
            waiting += [each["id"] for each in walk(platform, f"{found[-1]}/replies?{fields}")]
    return found


def standing(entries: tuple[Entry, ...]) -> set[str]:
    """Say what stands there, told by a few lines of our own."""
    above: dict[str, str | None] = {}
    gone: set[str] = set()
    for entry in entries:
        match entry:
            case Post() | Reel() | Media():
                above[entry.id] = None
            case Comment():
                above[entry.id] = entry.parent
            case Delete():
                gone.add(entry.id)
            case Restore():
                gone.discard(entry.id)
            case _:
                pass

    def there(name: str | None) -> bool:
        return name is None or (name not in gone and there(above[name]))

    return {name for name in above if there(name)}


@settings(max_examples=60, deadline=None)
@given(timelines())
def test_a_walk_sees_what_stands_there(entries: tuple[Entry, ...]) -> None:
    """Every item once, on both platforms; and by its id each is found, the others are not."""
    platform = Playback(make_timeline([*BEGINNING, *entries]))
    found = seen(platform)
    names = {each.id for each in entries if isinstance(each, Post | Reel | Media | Comment)}
    by_id = {name for name in names if platform.ask("GET", f"/v26.0/{name}").status == 200}
    platform.stop()

    assert sorted(standing(entries)) == sorted(found) == sorted(by_id)


@settings(max_examples=30, deadline=None)
@given(timelines(), st.integers(0, 40))
def test_what_is_added_step_by_step_is_the_same(entries: tuple[Entry, ...], cut: int) -> None:
    """A platform that is told one thing after another ends where one that knew all does."""
    at_once = Playback(make_timeline([*BEGINNING, *entries]))
    by_steps = Playback(make_timeline([*BEGINNING, *entries[:cut]]))
    for entry in entries[cut:]:
        by_steps.add([entry])
        by_steps.set_time(entry.at)
    same = by_steps._stage.world() == at_once._stage.world()  # noqa: SLF001 - both worlds whole
    for platform in (at_once, by_steps):
        platform.stop()

    assert same
