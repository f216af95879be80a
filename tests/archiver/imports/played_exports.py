"""Small invented exports of the documented shapes."""

import json
import struct
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from archiver.imports.screenshot import Attestation

NOW = 1_760_000_000
"""2025-10-09T08:53:20Z, when the first invented post was written."""

SHOT = Attestation(
    by="Ruth Amundsen",
    taken=datetime(2026, 5, 1, 14, tzinfo=UTC),
    how="Firefox 140, whole page",
    url="https://www.facebook.com/880100/posts/9",
    transcript="Snow emergency — park on one side",
)
"""What somebody says of a screenshot."""


def garbled(text: str) -> str:
    """Write a text as Meta's downloads do: every byte of its UTF-8 as a character."""
    return text.encode().decode("latin-1")


def as_json(value: object) -> bytes:
    """Write JSON in ASCII with escapes, indented by one, as Meta's downloads are."""
    return json.dumps(value, indent=1).encode()


def picture(color: int = 0) -> bytes:
    """Draw a PNG of one point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))
        )

    head = chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes([0, color])))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def facebook_post(text: str, at: int = NOW, **more: object) -> dict[str, object]:
    """Make a post as Facebook's download writes it."""
    return {"timestamp": at, "data": [{"post": garbled(text)}], "title": "Quillback", **more}


def facebook_photo(uri: str, description: str, at: int) -> dict[str, object]:
    """Make a post of one picture whose words stand with the picture."""
    media = {"uri": uri, "creation_timestamp": at, "description": garbled(description)}
    return {"timestamp": at, "attachments": [{"data": [{"media": media}]}], "data": []}


def facebook_comment(text: str, at: int) -> dict[str, object]:
    """Make an own comment."""
    said = {"timestamp": at, "comment": garbled(text), "author": "City of Quillback"}
    return {"timestamp": at, "data": [{"comment": said}], "title": "commented"}


NEW_LAYOUT = "your_facebook_activity"


def facebook_files() -> dict[str, bytes]:
    """Give a download of two posts, a picture and a comment, in the layout of 2024."""
    photo = f"{NEW_LAYOUT}/posts/media/x_1.png"
    posts = [
        facebook_post("Café hours: 7–9 ❄️"),
        facebook_photo(photo, "Fête d’hiver", NOW + 1000),
    ]
    comments = {"comments_v2": [facebook_comment("Merci à tous", NOW + 2000)]}
    return {
        f"{NEW_LAYOUT}/posts/your_posts__check_ins__photos_and_videos_1.json": as_json(posts),
        f"{NEW_LAYOUT}/comments_and_reactions/comments.json": as_json(comments),
        f"{NEW_LAYOUT}/messages/inbox/somebody/message_1.json": as_json({"messages": []}),
        photo: picture(),
    }


def instagram_files() -> dict[str, bytes]:
    """Give a download of a picture, a carousel, a story and a comment, in the layout of 2025."""
    root = "your_instagram_activity"
    first, second, third = (f"media/posts/202510/{n}.png" for n in (1, 2, 3))
    posts = [
        {"media": [{"uri": first, "creation_timestamp": NOW, "title": garbled("Neige ❄️")}]},
        {
            "media": [
                {"uri": second, "creation_timestamp": NOW + 1000, "title": ""},
                {"uri": third, "creation_timestamp": NOW + 1000, "title": ""},
            ],
            "title": garbled("Carrousel été"),
            "creation_timestamp": NOW + 1000,
        },
    ]
    story = {"uri": "media/stories/1.png", "creation_timestamp": NOW + 5000, "title": "Open today"}
    comment = {
        "media_list_data": [{"uri": ""}],
        "string_map_data": {
            "Kommentar": {"value": garbled("Grüße 🙏")},
            "Medieninhaber": {"value": "quillback_mn"},
            "Uhrzeit": {"timestamp": NOW + 3000},
        },
    }
    return {
        f"{root}/media/posts_1.json": as_json(posts),
        f"{root}/media/stories.json": as_json({"ig_stories": [story]}),
        f"{root}/comments/post_comments_1.json": as_json([comment]),
        first: picture(1),
        second: picture(2),
        third: picture(3),
        "media/stories/1.png": picture(4),
    }


STEM = "2025-10-09_08-53-20_UTC"


def instaloader_post(caption: str, comments: int = 3) -> dict[str, object]:
    """Make a post as instaloader 4.16 writes it."""
    node = {
        "id": "3000",
        "shortcode": "C000",
        "date": NOW,
        "caption": caption,
        "comments": comments,
        "owner": {"id": "77", "username": "quillback_mn"},
        "iphone_struct": {"pk": "3000", "id": "3000_77"},
    }
    return {"node": node, "instaloader": {"version": "4.16", "node_type": "Post"}}


def instaloader_comment(number: int, text: str, *answers: dict[str, object]) -> dict[str, object]:
    """Make a comment, with its answers, or an answer."""
    own: dict[str, object] = {
        "id": number,
        "created_at": NOW + number,
        "text": text,
        "owner": {"id": "5", "username": "a_resident"},
        "likes_count": 0,
    }
    return {**own, "answers": list(answers)} if answers else own


def instaloader_files(caption: str = "Snow emergency ❄️") -> dict[str, bytes]:
    """Give a folder of one post, an earlier caption, a comment with an answer, and a picture."""
    comments = [instaloader_comment(9000, "Which side?", instaloader_comment(9050, "The odd one"))]
    profile = {"node": {"id": "77"}, "instaloader": {"version": "4.16", "node_type": "Profile"}}
    return {
        f"{STEM}.json": json.dumps(instaloader_post(caption)).encode(),
        f"{STEM}.txt": f"{caption}\n".encode(),
        f"{STEM}_old_01.txt": b"Snow emergancy\n",
        f"{STEM}_comments.json": json.dumps(comments, indent=4).encode(),
        f"{STEM}.png": picture(5),
        "quillback_mn_77.json": json.dumps(profile).encode(),
    }


CSV = (
    b"Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Reach\r\n"
    b'501,77,City of Quillback,,"Two lines,\r\nand ""quotes""",10/09/2025 03:53,'
    b"https://www.facebook.com/501,12\r\n"
    b"502,77,City of Quillback,,Second,10/10/2025 03:53,https://www.facebook.com/502,9\r\n"
    b"Total,,,,,,,21\r\n"
)
"""A table of posts with a line's end in a field, and a last row that is no post."""


def unpacked(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def packed(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a ZIP."""
    with ZipFile(path, "w", ZIP_DEFLATED) as packing:
        for name, data in files.items():
            packing.writestr(name, data)
    return path
