"""An archive with its objects in a bucket and its catalogue in a database server, from outside."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archiver.store.s3.bucket import make_client
from tests.archiver.quillback import CITY, PAGE, TOKEN, TOKEN_ENV, PlayedPage, photo
from tests.servers import ceph as ceph_node
from tests.servers.buckets import settings_for

CIVICKEEP = Path(sys.executable).with_name("civickeep")


@dataclass(frozen=True, slots=True)
class Clerk:
    """Types commands in the folder of an archive."""

    folder: Path
    endpoint: str
    bucket: str

    def __call__(self, *words: str, status: int = 0) -> list[dict[str, Any]]:
        """Run a command; give what it printed, object by object."""
        run = subprocess.run(
            [CIVICKEEP, *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
            env={
                **os.environ,
                **ceph_node.KEYS,
                TOKEN_ENV: TOKEN,
                "XDG_STATE_HOME": str(self.folder.parent / "state"),
                "AWS_DEFAULT_REGION": "us-east-1",
            },
        )
        assert status == run.returncode, run.stderr
        return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]

    def heads(self, under: str) -> dict[str, dict[str, Any]]:
        """Give what the store itself says of the objects below a folder."""
        client = make_client(settings_for(self.endpoint))
        listed = client.list_objects_v2(Bucket=self.bucket, Prefix=f"quillback/{under}")
        return {
            each["Key"]: dict(client.head_object(Bucket=self.bucket, Key=each["Key"]))
            for each in listed.get("Contents", [])
        }


@pytest.fixture
def clerk(tmp_path: Path, ceph: str, postgresql: str, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """Found an archive."""
    for name, value in ceph_node.KEYS.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "archive"
    folder.mkdir()
    clerk = Clerk(folder, ceph, f"civickeep-{uuid.uuid4()}")
    clerk(
        "init", ".", "--city", CITY, "--store", f"s3://{clerk.bucket}/quillback",
        "--endpoint-url", ceph, "--catalogue", postgresql,
        "--schema", f"city_{uuid.uuid4().hex}",
    )  # fmt: skip
    return clerk


@pytest.fixture
def page(clerk: Clerk) -> Iterator[PlayedPage]:
    """Play a page and put it under archive."""
    played = PlayedPage()
    with played.platform:
        clerk(
            "account", "add", "facebook", PAGE, "--authorized-by", "Dana Ortiz",
            "--token-env", TOKEN_ENV, "--api-url", played.platform.url,
        )  # fmt: skip
        yield played


def test_a_city_can_keep_everything_on_other_machines(clerk: Clerk, page: PlayedPage) -> None:
    """Harvested, locked, held, verified, made again from the bucket alone, and harvested on."""
    post = page.post("p", attachments=(photo("a"),))
    page.comment("1", post)
    clerk("harvest", "--json")
    page.edit("1", "edited")
    clerk("harvest", "--json")
    clerk("retention", "hold", "place", "--item", "1", "--reason", "A lawsuit")

    before = clerk("items", "--json")
    assert [] == clerk("verify", "--json")[0]["problems"]
    clerk("rebuild", "--catalogue", "--json")
    assert before == clerk("items", "--json")
    assert [] == clerk("verify", "--json")[0]["problems"]
    page.comment("2", post)
    clerk("harvest", "--json")
    assert {post, "1", "2"} == {item["id"] for item in clerk("items", "--json")}

    assert [] == [path.name for path in clerk.folder.iterdir() if path.name == "store"]
    kept = clerk.heads(f"facebook/{PAGE}/")
    assert {"GOVERNANCE"} == {head.get("ObjectLockMode") for head in kept.values()}
    held = {key for key, head in kept.items() if head.get("ObjectLockLegalHoldStatus") == "ON"}
    assert {version["object"] for version in _item(before, "1")["versions"]} == {
        key.removeprefix("quillback/") for key in held
    }


def test_a_store_that_is_gone_is_named(clerk: Clerk, page: PlayedPage) -> None:
    """By an exit status of its own; nothing is acknowledged meanwhile."""
    page.post("p")
    settings = clerk.folder / "civickeep.toml"
    settings.write_text(
        settings.read_text("utf-8").replace(clerk.endpoint, "http://127.0.0.1:9")
        + "patience = 0\n",
        "utf-8",
    )

    clerk("harvest", "--json", status=110)

    assert [] == clerk("items", "--json")


def _item(items: list[dict[str, Any]], ident: str) -> dict[str, Any]:
    return next(item for item in items if item["id"] == ident)
