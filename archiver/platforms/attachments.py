"""How the platform describes what hangs on a post or comment."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from archiver.platforms.entries import Attachment, Instagram, Page
from archiver.platforms.fields import Field
from archiver.platforms.graph_errors import unknown_field
from archiver.platforms.photos import Photo, photo_of
from archiver.platforms.played import PlayedItem
from archiver.platforms.scene import Scene

MEDIA_PATH = "/media/"
_FACEBOOK = "https://www.facebook.com"
_REDIRECT = "https://l.facebook.com/l.php"
_PHOTO, _SHARE, _ALBUM = "photo", "share", "album"

_DEFAULT_KEYS = ("description", "media", "subattachments", "target", "title", "type", "url")
_KNOWN_KEYS = frozenset({*_DEFAULT_KEYS, "description_tags", "media_type", "unshimmed_url"})
# What `media_type` says for a `type` (samples feeds_default_fields_p1, post-attachments).
_MEDIA_TYPES = {_SHARE: "link", "video_inline": "video"}


def post_attachments(
    scene: Scene, item: PlayedItem, fields: Sequence[Field] | None
) -> dict[str, object] | None:
    """Give ``attachments`` of a post; None where there are none. Several photos are one album."""
    _check(fields)
    described = [_described(scene, item, place) for place in range(len(item.attachments))]
    if not described:
        return None
    if len(described) > 1 and all(each.type == _PHOTO for each in item.attachments):
        described = [_album(item, described)]
    return {"data": [_chosen(each, fields) for each in described]}


def comment_attachment(
    scene: Scene, item: PlayedItem, fields: Sequence[Field] | None
) -> dict[str, object] | None:
    """Give ``attachment`` of a comment: one object; None where there is none."""
    _check(fields)
    return _chosen(_described(scene, item, 0), fields) if item.attachments else None


def picture(scene: Scene, item: PlayedItem) -> str | None:
    """Give the link of an item's first image."""
    for place, attachment in enumerate(item.attachments):
        if attachment.image is not None:
            return _source(scene, item, place, _photo(attachment.image, scene.folder))
    return None


def profile_picture(scene: Scene, page: Page) -> dict[str, object] | None:
    """Give ``picture`` of a page; None where it has none."""
    if page.picture is None:
        return None
    photo = _photo(page.picture, scene.folder)
    found: dict[str, object] = {
        "is_silhouette": False,
        "url": _profile_source(scene, page.id, photo),
    }
    if photo.size is not None:
        found = {"height": photo.size[1], **found, "width": photo.size[0]}
    return {"data": found}


def profile_picture_url(scene: Scene, account: Instagram) -> str | None:
    """Give ``profile_picture_url`` of an Instagram account; None where it has none."""
    if account.picture is None:
        return None
    return _profile_source(scene, account.id, _photo(account.picture, scene.folder))


def status_type(item: PlayedItem) -> str:
    """Say in the platform's word what kind of post this is."""
    kinds = {_PHOTO: "added_photos", "video_inline": "added_video"}
    first = item.attachments[0].type if item.attachments else None
    return "mobile_status_update" if first is None else kinds.get(first, "shared_story")


def media(scene: Scene, path: str) -> Photo | None:
    """Find the image of a media path; None where there is none (any more)."""
    name, _, place = path.removeprefix(MEDIA_PATH).rpartition(".")[0].rpartition("/")
    account = scene.world.pages.get(name) or scene.world.instagrams.get(name)
    if account is not None:
        return None if account.picture is None else _photo(account.picture, scene.folder)
    item = scene.world.item(name)
    if item is None or not place.isdecimal() or int(place) >= len(item.attachments):
        return None
    image = item.attachments[int(place)].image
    return None if image is None else _photo(image, scene.folder)


@lru_cache(maxsize=256)
def _photo(image: str, folder: Path | None) -> Photo:
    return photo_of(image, folder)


@lru_cache(maxsize=65_536)
def _quoted(address: str) -> str:
    return quote(address, safe="")


def _described(scene: Scene, item: PlayedItem, place: int) -> dict[str, object]:
    attachment = item.attachments[place]
    target, link = _links(scene, item, attachment, place)
    found: dict[str, object | None] = {
        "description": attachment.description,
        "media": _media(scene, item, attachment, place),
        "media_type": _MEDIA_TYPES.get(attachment.type, attachment.type),
        "target": target,
        "title": attachment.title,
        "type": attachment.type,
        "unshimmed_url": attachment.url or (link if attachment.type == _PHOTO else None),
        "url": link,
    }
    return {key: value for key, value in found.items() if value is not None}


def _links(
    scene: Scene, item: PlayedItem, attachment: Attachment, place: int
) -> tuple[dict[str, object] | None, str | None]:
    """Give ``target`` and ``url``: links outside lead through a redirect that changes."""
    if attachment.type == _SHARE and attachment.url is not None:
        link = f"{_REDIRECT}?u={_quoted(attachment.url)}&h={scene.number()}&s=1"
        return {"url": link}, link
    if attachment.type == _PHOTO:
        name = f"{item.id.rpartition('_')[2]}{place}"
        link = attachment.url or f"{_FACEBOOK}/{item.page}/photos/{name}/?type=3"
        return {"id": name, "url": link}, link
    return None, attachment.url


def _media(
    scene: Scene, item: PlayedItem, attachment: Attachment, place: int
) -> dict[str, object] | None:
    if attachment.image is None:
        return None
    photo = _photo(attachment.image, scene.folder)
    image: dict[str, object] = {"src": _source(scene, item, place, photo)}
    if photo.size is not None:
        image = {"height": photo.size[1], **image, "width": photo.size[0]}
    return {"image": image}


def _source(scene: Scene, item: PlayedItem, place: int, photo: Photo) -> str:
    return scene.media_address(f"{MEDIA_PATH}{item.id}/{place}.{photo.suffix}")


def _profile_source(scene: Scene, account: str, photo: Photo) -> str:
    return scene.media_address(f"{MEDIA_PATH}{account}/0.{photo.suffix}")


def _album(item: PlayedItem, photos: list[dict[str, object]]) -> dict[str, object]:
    name = item.id.rpartition("_")[2]
    link = f"{_FACEBOOK}/media/set/?set=pcb.{name}&type=3"
    album: dict[str, object] = {
        "media_type": _ALBUM,
        "subattachments": {"data": photos},
        "target": {"id": name, "url": link},
        "title": f"Photos from {item.author.name}'s post" if item.author else "Photos",
        "type": _ALBUM,
        "url": link,
    }
    return album if "media" not in photos[0] else {**album, "media": photos[0]["media"]}


def _check(fields: Sequence[Field] | None) -> None:
    """Refuse fields that an attachment does not have, at every level."""
    for field in fields or ():
        if field.name not in _KNOWN_KEYS:
            raise unknown_field(field.name, "StoryAttachment")
        if field.name == "subattachments":
            _check(field.fields)


def _chosen(described: dict[str, object], fields: Sequence[Field] | None) -> dict[str, object]:
    """Keep what was asked for; the usual keys where nothing was."""
    if fields is None:
        return {key: described[key] for key in _DEFAULT_KEYS if key in described}
    return {
        field.key: _nested(field, described[field.name])
        for field in fields
        if field.name in described
    }


def _nested(field: Field, value: object) -> object:
    if field.name == "subattachments" and isinstance(value, dict):
        return {"data": [_chosen(each, field.fields) for each in value["data"]]}
    return narrowed(value, field.fields)


def narrowed(value: object, fields: Sequence[Field] | None) -> object:
    """Keep only these keys of a plain value, at every level."""
    if fields is None or not isinstance(value, dict):
        return value
    return {
        field.key: narrowed(value[field.name], field.fields)
        for field in fields
        if field.name in value
    }
