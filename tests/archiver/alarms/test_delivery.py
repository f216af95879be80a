"""Telling people over real SMTP and real HTTP."""

import hashlib
import hmac
import json

import pytest

from archiver.alarms.alarm import ARCHIVE, Alarm, AlarmKind
from archiver.alarms.channel import attempt
from archiver.alarms.errors import ChannelNotReady, DeliveryFailed, RecipientsRefused
from archiver.alarms.mail import one_line
from archiver.alarms.message import Message, Moment, alarm_message
from archiver.alarms.settings import Security
from archiver.alarms.state import News
from archiver.alarms.webhook import HEADER
from archiver.errors import CivickeepError
from tests.archiver.alarms.conftest import SECRET, SENDER, TO, Town
from tests.archiver.alarms.mailserver import PASSWORD, USER, mail_server
from tests.archiver.quillback import BEGINNING


def message(town: Town, what: str = "The disk is nearly full.") -> Message:
    """Write a message of one alarm."""
    city = town.archive.settings.city
    alarm = Alarm(AlarmKind.DISK_FULL, ARCHIVE, BEGINNING, what, "Make room.")
    return alarm_message(Moment(city.name, city.zone, BEGINNING), News((alarm,), ()), ())


def failures(town: Town, sent: Message) -> list[CivickeepError | None]:
    """Send by every channel, once or twice; give what each failed with."""
    return [attempt(channel, sent, lambda _: None).error for channel in town.channels]


def test_a_mail_arrives_as_it_was_written(town: Town) -> None:
    """In plain text, signed in over an encrypted line."""
    sent = message(town)

    assert [None, None] == failures(town, sent)
    (mail,) = town.mail.mails
    assert [USER] == town.mail.signed_in
    assert [[TO]] == town.mail.recipients
    assert (SENDER, TO) == (mail["From"], mail["To"])
    assert sent.title == mail["Subject"]
    assert "auto-generated" == mail["Auto-Submitted"]
    assert sent.text == town.mail.texts[0].replace("\r\n", "\n")


@pytest.mark.parametrize("security", ["tls", "none"])
def test_mail_goes_the_other_ways_too(
    town: Town, tmp_path_factory: pytest.TempPathFactory, security: str
) -> None:
    """Encrypted from the first byte, or in the clear to this machine itself."""
    with mail_server(tmp_path_factory.mktemp("other"), security) as box:
        town.set(smtp_port=box.port, smtp_ca=str(box.certificate), smtp_security=Security(security))

        assert [None, None] == failures(town, message(town))
    assert 1 == len(box.raw)


def test_a_server_that_nobody_vouches_for_gets_no_word(town: Town) -> None:
    """Neither the password nor the message."""
    town.set(smtp_ca=None)

    error, _ = failures(town, message(town))

    assert isinstance(error, DeliveryFailed)
    assert ([], []) == (town.mail.signed_in, town.mail.raw)


def test_mail_in_the_clear_stays_on_this_machine(town: Town) -> None:
    """Another host would send the password through the net."""
    town.set(smtp_host="mail.quillback.example", smtp_security=Security.NONE)

    error, _ = failures(town, message(town))

    assert isinstance(error, ChannelNotReady)


@pytest.mark.parametrize(
    "hostile",
    ["x\r\nBcc: thief@example.com", "x\nX-Evil: 1", "x\x00\u2028Bcc: a@example.com", "\u202e" * 9],
)
def test_nothing_in_a_title_becomes_a_header(town: Town, hostile: str) -> None:
    """Nor another recipient."""
    city = town.archive.settings.city
    sent = Moment(hostile, city.zone, BEGINNING).message(message(town).kind, hostile, hostile)

    assert None is failures(town, sent)[0]
    (mail,) = town.mail.mails
    assert [[TO]] == town.mail.recipients
    assert {"Bcc", "X-Evil"}.isdisjoint(mail.keys())
    assert one_line(sent.title) == mail["Subject"]


@pytest.mark.parametrize(
    "address",
    ["", "clerk", "a@b\r\nBcc: c@d", "a@b, c@d", "Clerk <a@b>", "a@b c", "\u00e9@example.org"],
)
def test_what_is_no_address_is_refused(town: Town, address: str) -> None:
    """Before a word is said to the server."""
    town.set(to=(TO, address))

    error, _ = failures(town, message(town))

    assert isinstance(error, ChannelNotReady)
    assert [] == town.mail.recipients


def test_a_mail_that_is_refused_for_now_is_sent_again(town: Town) -> None:
    """At once, and in the next round after that."""
    town.mail.fail = 1

    assert [None, None] == failures(town, message(town))
    assert 1 == len(town.mail.raw)


def test_one_bad_recipient_does_not_keep_it_from_the_others(town: Town) -> None:
    """And it is told, but not sent twice."""
    town.set(to=(TO, "gone@quillback.example"))
    town.mail.refuse = frozenset({"gone@quillback.example"})

    error, _ = failures(town, message(town))

    assert isinstance(error, RecipientsRefused)
    assert [[TO]] == town.mail.recipients


@pytest.mark.parametrize("fault", ["fail", "refuse", "password", "mute", "port"])
def test_a_failure_is_told_in_our_words(town: Town, fault: str) -> None:
    """What a server says may repeat what it was sent."""
    match fault:
        case "fail":
            town.mail.fail = 9
        case "refuse":
            town.mail.refuse = frozenset({TO})
        case "password":
            town.environment["CIVICKEEP_SMTP_PASSWORD"] = "another"
        case "mute":
            town.mail.mute = True
            town.set(timeout=0.2)
        case _:
            town.set(smtp_port=1)

    error, other = failures(town, message(town))

    assert isinstance(error, DeliveryFailed)
    assert None is other
    told = error.what + error.next_step
    assert {"SECRET", PASSWORD, TO} & set(told.split()) == set()


def test_a_webhook_is_signed_json(town: Town) -> None:
    """The receiver signs the raw body again and compares."""
    sent = message(town)
    failures(town, sent)

    (body,), (headers,) = town.hook.bodies, town.hook.headers
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    assert f"sha256={digest}" == headers[HEADER]
    assert ("alarms", "disk_full", None) == (
        told["kind"],
        told["alarms"][0]["kind"],
        told["alarms"][0]["account"],
    )
    assert sent.text == told["text"]


@pytest.mark.parametrize("status", [301, 404, 500])
def test_anything_but_a_yes_is_a_failure(town: Town, status: int) -> None:
    """The message was not taken."""
    town.hook.status = status

    assert isinstance(failures(town, message(town))[1], DeliveryFailed)


def test_no_redirect_is_followed(town: Town) -> None:
    """It could lead a signed message anywhere."""
    town.hook.moved = True

    assert isinstance(failures(town, message(town))[1], DeliveryFailed)
    assert {"/"} == set(town.hook.paths)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/",
        "http://127.0.0.1.example/",
        "ftp://127.0.0.1/",
        "https://user:word@hooks.example/",
        "https://",
        "http://[::1",
        "https://hooks.example:99999/",
    ],
)
def test_a_webhook_goes_by_https_or_stays_here(town: Town, url: str) -> None:
    """Nothing else is sent at all."""
    town.set(webhook_url=url)

    assert isinstance(failures(town, message(town))[1], ChannelNotReady)


def test_nothing_goes_out_unsigned(town: Town) -> None:
    """Anybody could have sent it."""
    town.environment.pop("CIVICKEEP_ALARM_SECRET")

    assert isinstance(failures(town, message(town))[1], ChannelNotReady)
    assert [] == town.hook.bodies
