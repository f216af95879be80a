"""A time stamp is kept where it proves what was asked, and refused by name where it does not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from archiver.archive import Archive
from archiver.catalogue.tables import stamp
from archiver.errors import SettingsInvalid
from archiver.ledger.adoption import rotate_key
from archiver.ledger.certificate_order import in_order
from archiver.ledger.checkpoint import LATEST, checkpoint_path
from archiver.ledger.errors import AuthorityUnavailable, StampFault, StampRefused
from archiver.ledger.settings import Authority, StampSettings
from archiver.ledger.stamp_check import stamp_problems
from archiver.ledger.stamp_rows import StampRow, stamp_rows
from archiver.ledger.stamping import (
    Stamping,
    authorities,
    kept_stamp,
    stamp_due,
    stamp_path,
    trust_in,
    unstamped_days,
)
from archiver.ledger.stamps import Trust, ask_for, check_stamp, read_roots
from archiver.store import NewObject
from tests.archiver.ledger.authority import POLICY, Behaviour, TestAuthority, serving
from tests.archiver.quillback import PlayedClock

pytestmark = pytest.mark.usefixtures("own_keys")

DATA = b"civickeep.alt/test\n1\nAAAA\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    """Make keys and certificates once."""
    return TestAuthority(tmp_path_factory.mktemp("authority") / "north", "North Time")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    """Make an authority nobody named."""
    return TestAuthority(tmp_path_factory.mktemp("authority") / "south", "South Time")


@pytest.fixture
def authority(made: TestAuthority) -> Iterator[TestAuthority]:
    """Serve an honest authority that has not been asked yet."""
    made.behaviour, made.asked = Behaviour.HONEST, 0
    with serving(made):
        yield made


@pytest.fixture
def trust(made: TestAuthority) -> Trust:
    """Trust in the authority alone."""
    return Trust(read_roots(made.roots.read_bytes()), POLICY)


@pytest.fixture
def stamped(archive: Archive, authority: TestAuthority) -> Archive:
    """Give an archive that names the authority."""
    return name_authorities(archive, entry(authority))


def entry(authority: TestAuthority, name: str = "north", **more: str) -> Authority:
    """Write an authority down as settings do."""
    told = {"url": authority.url, "roots": str(authority.roots), "policy": POLICY, **more}
    return Authority(name=name, **told)


def name_authorities(archive: Archive, *named: Authority) -> Archive:
    """Put authorities into the settings."""
    sections = {**archive.settings.sections, "stamps": StampSettings(authorities=named, timeout=5)}
    archive.settings = replace(archive.settings, sections=sections)
    return archive


def kept(archive: Archive) -> list[StampRow]:
    """Give every stamp the catalogue knows."""
    with archive.reading() as connection:
        return list(stamp_rows(connection))


def size_of(archive: Archive) -> int:
    """Give the size of the newest checkpoint."""
    return int(archive.store.get(LATEST).split(b"\n")[1])


def test_an_honest_answer_is_a_stamp(made: TestAuthority, trust: Trust) -> None:
    """It has the authority's time, and openssl accepts what was kept."""
    made.behaviour = Behaviour.HONEST
    request = ask_for(DATA)

    stamp = check_stamp(made.answer(request.data), DATA, trust, authority="n", nonce=request.nonce)

    assert made.verifies(DATA, stamp.response)
    assert stamp.at.utcoffset() == timedelta(0)
    assert stamp == check_stamp(stamp.response, DATA, trust, authority="n")


@pytest.mark.parametrize(
    ("behaviour", "fault"),
    [
        (Behaviour.OTHER_NONCE, StampFault.WRONG_NONCE),
        (Behaviour.OTHER_BYTES, StampFault.OTHER_BYTES),
        (Behaviour.OTHER_POLICY, StampFault.WRONG_POLICY),
        (Behaviour.REFUSES, StampFault.NOT_GRANTED),
        (Behaviour.GARBAGE, StampFault.UNREADABLE),
        (Behaviour.CUT, StampFault.UNREADABLE),
    ],
)
def test_an_answer_that_proves_something_else_is_refused_by_name(
    stamped: Archive, authority: TestAuthority, behaviour: Behaviour, fault: StampFault
) -> None:
    """Nothing of it is kept, and the next honest answer is."""
    authority.behaviour = behaviour

    (refused,) = stamp_due(stamped, at_once=True)

    assert isinstance(refused.error, StampRefused)
    assert fault is refused.error.fault
    assert [] == kept(stamped)
    assert [] == list(stamped.store.paths("ledger/stamps/"))
    authority.behaviour = Behaviour.HONEST
    assert stamp_due(stamped, at_once=True)[0].row is not None


def test_a_stamp_of_another_authority_is_refused(
    made: TestAuthority, stranger: TestAuthority, trust: Trust
) -> None:
    """However well it is signed, its roots are not pinned."""
    made.behaviour = Behaviour.HONEST
    request = ask_for(DATA)

    with pytest.raises(StampRefused) as refused:
        check_stamp(
            stranger.answer(request.data), DATA, trust, authority="north", nonce=request.nonce
        )

    assert refused.value.fault is StampFault.WRONG_AUTHORITY
    assert "north" in refused.value.what


@pytest.mark.parametrize("place", [60, 200, -60])
def test_a_flipped_byte_in_a_stamp_is_found(made: TestAuthority, trust: Trust, place: int) -> None:
    """Wherever it is."""
    made.behaviour = Behaviour.HONEST
    response = bytearray(made.answer(ask_for(DATA).data))
    response[place] ^= 1

    with pytest.raises(StampRefused):
        check_stamp(bytes(response), DATA, trust, authority="n")


@pytest.mark.parametrize(
    "path",
    [
        "ledger/stamps/north/roots/00.pem",
        "ledger/stamps/north/7.tsr",
        "ledger/stamps/007.tsr",
        "ledger/checkpoints/007",
        "ledger/stamps/north/007",
    ],
)
def test_other_files_are_no_stamps(path: str) -> None:
    """Whoever rebuilds can hand in every path."""
    assert kept_stamp(path, b"") is None


@given(st.binary(max_size=60) | st.binary(max_size=40).map(lambda data: b"0\x82\x00\x10" + data))
def test_no_bytes_trouble_the_sorting_of_certificates(data: bytes) -> None:
    """What is no response is left as it is, for the parser to refuse."""
    assert data == in_order(data)


def test_certificates_are_sorted_and_nothing_else_is_touched(made: TestAuthority) -> None:
    """Authorities send them in any order; sorted once, they stay."""
    made.behaviour = Behaviour.HONEST
    response = made.answer(ask_for(DATA).data)

    ordered = in_order(response)

    assert ordered == in_order(ordered)
    assert sorted(ordered) == sorted(response)


def test_the_newest_checkpoint_is_stamped_and_kept_whole(
    stamped: Archive, authority: TestAuthority
) -> None:
    """With the roots it was verified with, so that anyone can check it later."""
    (done,) = stamp_due(stamped, at_once=True)

    size = size_of(stamped)
    path = f"ledger/stamps/north/{size:03d}.tsr"
    assert [done.row] == kept(stamped)
    assert done.row is not None
    assert done.row == kept_stamp(path, stamped.store.get(path))
    assert (size, "north", path) == (done.row.size, done.row.authority, done.row.object)
    assert authority.verifies(
        stamped.store.get(checkpoint_path(size)), stamped.store.get(stamp_path("north", size))
    )
    roots = [path for path in stamped.store.paths("ledger/stamps/") if path.endswith(".pem")]
    assert [authority.roots.read_bytes()] == [stamped.store.get(path) for path in roots]


def test_a_day_is_due_when_it_is_over(
    stamped: Archive, authority: TestAuthority, clock: PlayedClock
) -> None:
    """In the city's zone; asked often, the authority is asked once a day."""
    assert not stamp_due(stamped)
    assert not unstamped_days(stamped)
    clock.now += timedelta(days=1)
    assert [date(2026, 6, 1)] == [day.day for day in unstamped_days(stamped)]

    first = [stamp_due(stamped), stamp_due(stamped)]

    assert [1, 0] == list(map(len, first))
    assert authority.asked == 1
    assert () == unstamped_days(stamped)


def test_a_day_that_was_missed_is_covered_by_the_next_stamp(
    stamped: Archive, authority: TestAuthority, clock: PlayedClock
) -> None:
    """Each unstamped day is reported until then."""
    clock.now += timedelta(days=1)
    rotate_key(stamped, by="Dana Ortiz")
    clock.now += timedelta(days=1)
    authority.behaviour = Behaviour.BUSY
    (failed,) = stamp_due(stamped)
    assert [date(2026, 6, 1), date(2026, 6, 2)] == [day.day for day in unstamped_days(stamped)]
    authority.behaviour = Behaviour.HONEST

    (done,) = stamp_due(stamped)

    assert isinstance(failed.error, AuthorityUnavailable)
    assert done.error is None
    assert () == unstamped_days(stamped)


def test_one_authority_that_fails_stops_no_other(
    archive: Archive, authority: TestAuthority, clock: PlayedClock
) -> None:
    """The days it did not stamp are reported under its name."""
    named = [entry(authority, url="http://127.0.0.1:9/", name="down"), entry(authority)]
    name_authorities(archive, *named)
    clock.now += timedelta(days=1)

    down, up = stamp_due(archive)

    assert (AuthorityUnavailable, type(None)) == (type(down.error), type(up.error))
    assert ["down"] == [day.authority for day in unstamped_days(archive)]


@pytest.mark.parametrize("behaviour", [Behaviour.BUSY, Behaviour.A_PAGE])
def test_an_answer_that_is_no_reply_is_said_to_be_none(
    stamped: Archive, authority: TestAuthority, behaviour: Behaviour
) -> None:
    """An error page is not a refused stamp."""
    authority.behaviour = behaviour

    (failed,) = stamp_due(stamped, at_once=True)

    assert isinstance(failed.error, AuthorityUnavailable)


def test_a_stamp_kept_by_a_killed_run_is_taken_up(
    stamped: Archive, authority: TestAuthority
) -> None:
    """It gets its row; the authority is not asked again."""
    size = size_of(stamped)
    data = stamped.store.get(checkpoint_path(size))
    response = authority.answer(ask_for(data).data)
    stamped.store.put_all([NewObject(stamp_path("north", size), response)])
    authority.asked = 0

    (done,) = stamp_due(stamped, at_once=True)

    assert authority.asked == 0
    assert [done.row] == kept(stamped)


def test_nothing_is_asked_where_nothing_is_new(stamped: Archive) -> None:
    """Even at once."""
    stamp_due(stamped, at_once=True)

    assert () == stamp_due(stamped, at_once=True)


def test_kept_roots_serve_where_the_authority_is_named_no_more(
    stamped: Archive, made: TestAuthority
) -> None:
    """Years later, after the city changed to another authority."""
    (done,) = stamp_due(stamped, at_once=True)
    assert done.row is not None
    pinned = trust_in(stamped, "north")
    name_authorities(stamped)

    later = trust_in(stamped, "north")

    assert pinned.roots == later.roots == read_roots(made.roots.read_bytes())
    data = stamped.store.get(checkpoint_path(done.row.size))
    check_stamp(stamped.store.get(done.row.object), data, later, authority="north")


def problems(archive: Archive) -> list[tuple[str, str]]:
    """Check all stamps; give what is wrong with which."""
    found = stamp_problems(archive, archive.store.paths("ledger/"))
    return [(each.kind.value, each.path.removeprefix("ledger/stamps/")) for each in found]


def test_kept_stamps_hold(stamped: Archive) -> None:
    """With the authority's pinned roots, and later with those that were kept."""
    stamp_due(stamped, at_once=True)
    assert [] == problems(stamped)

    name_authorities(stamped)

    assert [] == problems(stamped)


def test_each_damage_of_a_stamp_is_named(stamped: Archive, stranger: TestAuthority) -> None:
    """A changed, missing or foreign file, changed roots, and a row that says another time."""
    (done,) = stamp_due(stamped, at_once=True)
    assert done.row is not None
    path, name = done.row.object, done.row.object.removeprefix("ledger/stamps/")
    whole = stamped.store.get(path)
    roots = next(each for each in stamped.store.paths("ledger/stamps/north/roots/"))

    stamped.store.put_all([NewObject(path, whole[:-1] + b"\x00")])
    assert [("damaged", name)] == problems(stamped)
    stamped.store.remove(path)
    assert [("missing", name)] == problems(stamped)
    stamped.store.put_all([NewObject(path, whole), NewObject("ledger/stamps/x/001.tsr", whole)])
    stamped.store.put_all([NewObject(roots, stranger.roots.read_bytes())])
    assert [("damaged", roots.removeprefix("ledger/stamps/")), ("unlisted", "x/001.tsr")] == (
        problems(stamped)
    )
    with stamped.writing() as connection:
        connection.execute(update(stamp).values(at=done.row.at + timedelta(1)))
    assert ("damaged", name) in problems(stamped)


def test_a_stamp_that_does_not_chain_to_the_roots_of_today_is_refused(
    stamped: Archive, authority: TestAuthority, stranger: TestAuthority
) -> None:
    """Or to roots that cannot be read."""
    (done,) = stamp_due(stamped, at_once=True)
    assert done.row is not None
    refused = [("refused", done.row.object.removeprefix("ledger/stamps/"))]

    for roots in (str(stranger.roots), "missing.pem"):
        name_authorities(stamped, entry(authority, roots=roots))
        assert refused == problems(stamped)


@pytest.mark.parametrize("roots", ["missing.pem", "civickeep.toml"])
def test_roots_that_cannot_be_read_are_named(
    stamped: Archive, authority: TestAuthority, roots: str
) -> None:
    """Without roots no stamp is believed."""
    name_authorities(stamped, entry(authority, roots=roots))

    (failed,) = stamp_due(stamped, at_once=True)

    assert isinstance(failed, Stamping)
    assert isinstance(failed.error, SettingsInvalid)
    assert "north" in failed.error.what


@pytest.mark.parametrize("names", [["north", "north"], ["North"], [""], ["../x"], ["roots/"]])
def test_a_name_that_cannot_stand_in_a_path_is_refused(
    archive: Archive, authority: TestAuthority, names: list[str]
) -> None:
    """Or that two authorities share."""
    name_authorities(archive, *(entry(authority, name=name) for name in names))

    with pytest.raises(SettingsInvalid, match="another name"):
        authorities(archive.settings)
