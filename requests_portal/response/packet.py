"""Setting a response on paper with typst: one file that is PDF/A-3a and PDF/UA-1 at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import msgspec
import typst

from requests_portal.response.errors import PacketUnmakeable
from requests_portal.response.packet_data import PacketData, PictureData
from requests_portal.typesetting import STANDARDS, fonts, unmakeable

TEMPLATE = "response.typ"
DATA = "packet.json"
PAGES = "<pages>"
NAME = "The document"
NEXT_STEP = "Report this with the number of the request; nothing was written or changed."


@dataclass(frozen=True, slots=True)
class Packet:
    """A finished document and how many pages it has."""

    pdf: bytes
    pages: int


def typeset(root: Path, data: PacketData) -> Packet:
    """Set one volume. ``root`` is a working folder; pictures are named from it.

    Where a picture cannot be drawn (it is broken, or in inks instead of light),
    the document is set without it and says so. Raises ``PacketUnmakeable``
    where it cannot be set at all.
    """
    try:
        return _compile(root, data)
    except PacketUnmakeable:
        broken = _broken(root, data)
        if not broken:
            raise
        return _compile(root, _without(data, broken))


def _compile(root: Path, data: PacketData) -> Packet:
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    (root / TEMPLATE).write_bytes(template)
    (root / DATA).write_bytes(msgspec.json.encode(data))
    with unmakeable(NAME, NEXT_STEP):
        compiler = typst.Compiler(
            str(root / TEMPLATE),
            root=str(root),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": DATA},
        )
        pdf = compiler.compile(format="pdf", pdf_standards=[*STANDARDS])
        pages = int(compiler.query(PAGES, field="value", one=True))
    if not isinstance(pdf, bytes):
        raise PacketUnmakeable(
            f"{NAME} cannot be set: it gave no single file.", next_step=NEXT_STEP
        )
    return Packet(pdf, pages)


def _broken(root: Path, data: PacketData) -> frozenset[str]:
    """Find the pictures that cannot be drawn, each tried alone."""
    formats = {one.path: one.format for one in _drawn(data) if one.path is not None}
    return frozenset(path for path, named in formats.items() if not _draws(root, path, named))


def _draws(root: Path, path: str, named: str) -> bool:
    probe = root / "probe.typ"
    probe.write_text(
        f'#set document(title: "x")\n#image("{path}", format: "{named}", alt: "x")', "utf-8"
    )
    try:
        typst.compile(str(probe), root=str(root), format="pdf", pdf_standards=[*STANDARDS])
    except typst.TypstError:
        return False
    return True


def _drawn(data: PacketData) -> Sequence[PictureData]:
    return [one for thread in data.threads for entry in thread.entries for one in entry.pictures]


def _without(data: PacketData, broken: frozenset[str]) -> PacketData:
    replace = msgspec.structs.replace
    plain: Mapping[int, PictureData] = {
        id(one): PictureData(f"{one.caption} (cannot be shown on paper; see the file)")
        for one in _drawn(data)
        if one.path in broken
    }
    threads = tuple(
        replace(
            thread,
            entries=tuple(
                replace(entry, pictures=tuple(plain.get(id(one), one) for one in entry.pictures))
                for entry in thread.entries
            ),
        )
        for thread in data.threads
    )
    return replace(data, threads=threads)
