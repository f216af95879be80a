"""Rows of imports: the files kept whole, the pictures of what came in, gaps and matches."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from archiver.captures import MediaFinding
from archiver.catalogue import tables as t
from archiver.catalogue.bulk import insert_rows
from archiver.catalogue.chunks import chunks
from archiver.catalogue.import_tables import (
    imported,
    imported_file,
    imported_gap,
    imported_match,
)
from archiver.catalogue.projections.touched import item_keys, touch_items
from archiver.imports.events import ImportFinished, ImportStarted
from archiver.items import ItemRef
from archiver.paths import media_path


def project_import_started(connection: Connection, event: ImportStarted, number: int) -> None:
    """List an import and the files it was handed."""
    _keep_blobs(connection, ((each.sha256, each.type, each.bytes) for each in event.files))
    connection.execute(
        insert(imported).values(
            run=event.run,
            kind=event.kind.value,
            account=event.account,
            at=event.at,
            by=event.by,
            leaf=number,
            approval=event.live.approval if event.live else None,
            profile=event.live.profile if event.live else None,
        )
    )
    insert_rows(
        connection,
        imported_file,
        [
            {
                "run": event.run,
                "position": position,
                "part": each.part,
                "path": each.path,
                "sha256": each.sha256,
            }
            for position, each in enumerate(event.files)
        ],
    )


def project_import_finished(connection: Connection, event: ImportFinished, number: int) -> None:
    """Note that an import is finished, and make the rows of what came beside its texts.

    It lists nothing as seen on the platform, so that no capture ever misses it.
    """
    connection.execute(update(imported).where(imported.c.run == event.run).values(finished=number))
    insert_rows(
        connection,
        imported_gap,
        [
            {"run": event.run, "position": position, "what": gap.what, "cause": gap.cause}
            for position, gap in enumerate(event.gaps)
        ],
    )
    files, matched = (each.ref for each in event.media), (each.ref for each in event.matches)
    keys = item_keys(connection, [*files, *matched])
    _keep_files(connection, event.media, keys)
    _keep_matches(connection, event, keys)
    touch_items(connection, sorted(keys.values()), number)


def _keep_matches(
    connection: Connection, event: ImportFinished, keys: Mapping[ItemRef, int]
) -> None:
    rows = [
        {"item": keys[each.ref], "other": str(each.other), "basis": each.basis.value}
        for each in event.matches
    ]
    for some in chunks(sorted({keys[each.ref] for each in event.matches})):
        connection.execute(delete(imported_match).where(imported_match.c.item.in_(some)))
    insert_rows(connection, imported_match, rows)


def _keep_files(
    connection: Connection, found: Iterable[MediaFinding], keys: Mapping[ItemRef, int]
) -> None:
    """Enter the files of versions; a later import may bring what an earlier one lacked."""
    findings = list(found)
    _keep_blobs(
        connection,
        (
            (each.sha256, each.type or "", each.bytes or 0)
            for each in findings
            if each.sha256 is not None
        ),
    )
    for each in findings:
        connection.execute(
            delete(t.media).where(
                t.media.c.item == keys[each.ref],
                t.media.c.n == each.n,
                t.media.c.position == each.position,
            )
        )
    insert_rows(
        connection,
        t.media,
        [
            {
                "item": keys[each.ref],
                "n": each.n,
                "position": each.position,
                "sha256": each.sha256,
                "missing": each.missing,
                "alt": None,
            }
            for each in findings
        ],
    )


def _keep_blobs(connection: Connection, files: Iterable[tuple[str, str, int]]) -> None:
    """List files that are in the store, each once."""
    kept = {sha256: (mime, size) for sha256, mime, size in files}
    for some in chunks(list(kept)):
        known = set(connection.scalars(select(t.blob.c.sha256).where(t.blob.c.sha256.in_(some))))
        rows = [
            {
                "sha256": sha256,
                "type": kept[sha256][0],
                "bytes": kept[sha256][1],
                "object": media_path(sha256),
            }
            for sha256 in some
            if sha256 not in known
        ]
        insert_rows(connection, t.blob, rows)
