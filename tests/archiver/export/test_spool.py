"""Sorting on disk gives what sorting in memory would."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from archiver.export.spool import Spool

LINES = st.lists(st.binary(max_size=6).filter(lambda line: b"\n" not in line), max_size=40)


@given(LINES, st.integers(1, 10))
def test_lines_come_sorted_and_each_once(lines: list[bytes], most: int) -> None:
    """However few lines fit in memory."""
    with TemporaryDirectory() as folder:
        spool = Spool(Path(folder, "spool"), most)
        for line in lines:
            spool.add(line)

        assert sorted(set(lines)) == list(spool)
