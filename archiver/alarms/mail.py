"""Telling people by e-mail: plain text, to a mail server of the city's."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path

from archiver.alarms.errors import ChannelNotReady, DeliveryFailed, RecipientsRefused
from archiver.alarms.loopback import is_loopback
from archiver.alarms.message import Message
from archiver.alarms.settings import AlarmSettings, Security
from archiver.secret import Secret

PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
"""RFC 6409 section 3.1, RFC 8314 section 7.3, RFC 5321 section 4.5.4.2."""

DOMAIN = "civickeep.invalid"
"""In the ids of messages, so that the name of this machine does not go out (RFC 2606)."""

LONGEST_TITLE = 200
NAME = "e-mail"


@dataclass(frozen=True, slots=True)
class Mail:
    """E-mail to the recipients of ``[alarms]``; ``ca`` is a file of certificates to trust."""

    settings: AlarmSettings
    user: str
    password: Secret
    ca: Path | None

    @property
    def name(self) -> str:
        """What the channel is called."""
        return NAME

    def send(self, message: Message) -> None:
        """Hand a mail to the server for every recipient; one that is refused is a failure."""
        mail = make_mail(message, *self._addresses())
        host = self._host()
        try:
            with self._session(host) as session:
                refused = session.send_message(mail)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise _failed(error) from None
        if refused:
            raise RecipientsRefused(
                f"The mail server refused {len(refused):,} of {len(self.settings.to):,} "
                "recipients; the others have the message.",
                next_step="Correct to under [alarms], and run civickeep alarm test.",
            )

    @contextmanager
    def _session(self, host: str) -> Iterator[smtplib.SMTP]:
        how, timeout = self.settings.smtp_security, self.settings.timeout
        port = self.settings.smtp_port or PORTS[how]
        # Made before anything is sent: a server without a certificate to trust sees no word.
        context = ssl.create_default_context(cafile=self.ca)
        session = (
            smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
            if how is Security.TLS
            else smtplib.SMTP(host, port, timeout=timeout)
        )
        with session:
            if how is Security.STARTTLS:
                session.starttls(context=context)
            if self.user:
                session.login(self.user, self.password.reveal())
            yield session

    def _host(self) -> str:
        host, how = self.settings.smtp_host, self.settings.smtp_security
        if host is None:
            raise ChannelNotReady(
                "There are recipients in [alarms], but no mail server.",
                next_step="Set smtp_host under [alarms] to the city's mail server.",
            )
        if how is Security.NONE and not is_loopback(host):
            raise ChannelNotReady(
                "Mail without encryption is for a server on this machine alone.",
                next_step='Set smtp_security under [alarms] to "starttls" or "tls".',
            )
        return host

    def _addresses(self) -> tuple[str, tuple[str, ...]]:
        sender, to = self.settings.sender or "", self.settings.to
        bad = [each for each in (sender, *to) if not _is_address(each)]
        if bad:
            raise ChannelNotReady(
                "An address in [alarms] is none: "
                f"{'sender is not set' if bad[0] == '' else repr(bad[0])}.",
                next_step="Give sender and each address in to as name@example.gov.",
            )
        return sender, to


def make_mail(message: Message, sender: str, to: tuple[str, ...]) -> EmailMessage:
    """Write a mail; nothing in the message can add a header or another recipient."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = one_line(message.title)
    mail["From"], mail["To"] = sender, ", ".join(to)
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = make_msgid(domain=DOMAIN)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office notes in return
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    if message.checkpoint is not None:
        # To the byte: a mail program may break or trim the lines of the text.
        mail.add_attachment(
            bytes(message.checkpoint.note),
            maintype="application",
            subtype="octet-stream",
            filename=f"checkpoint-{message.checkpoint.size}.txt",
        )
    return mail


def one_line(title: str) -> str:
    """Make a title fit for a header: one line of printable characters, not too long."""
    plain = "".join(each if each.isprintable() else " " for each in title)
    return " ".join(plain.split())[:LONGEST_TITLE]


def mail_channel(
    settings: AlarmSettings, environment: Mapping[str, str], ca: Path | None
) -> Mail | None:
    """Give the channel, or None where nobody is to have mail."""
    if not settings.to:
        return None
    user = environment.get(settings.smtp_user_env, "").strip()
    return Mail(settings, user, Secret(environment.get(settings.smtp_password_env, "")), ca)


def _is_address(text: str) -> bool:
    """Whether this is one bare address of printable ASCII."""
    plain = text.isascii() and text.isprintable() and not set(text) & set(' ,;<>"()\\')
    local, at, domain = text.rpartition("@")
    return plain and bool(local and at and domain) and parseaddr(text) == ("", text)


def _failed(error: Exception) -> DeliveryFailed:
    """Say what went wrong; what the server said may repeat what we sent, so only its code."""
    code = getattr(error, "smtp_code", None)
    told = type(error).__name__ if code is None else f"{type(error).__name__}, code {code}"
    return DeliveryFailed(
        f"The mail server did not take the message ({told}).",
        next_step="Check smtp_host, smtp_port, smtp_security and the password's variable under "
        "[alarms], and run civickeep alarm test.",
    )
