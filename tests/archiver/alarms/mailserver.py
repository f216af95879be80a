"""A small mail server on loopback that speaks real SMTP, with TLS, sign-in and faults."""

import base64
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "civickeep", "quillback mail word"


@dataclass(slots=True)
class Mailbox:
    """What the server took, and how it behaves.

    ``refuse`` are recipients that it refuses, ``fail`` is how many messages it
    refuses for now, ``mute`` has it say nothing at all.
    """

    port: int = 0
    certificate: Path = Path()
    security: str = "starttls"
    refuse: frozenset[str] = frozenset()
    fail: int = 0
    mute: bool = False
    signed_in: list[str] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails, as a program for reading them has them."""
        return [message_from_bytes(each, policy=policy.default) for each in self.raw]

    @property
    def texts(self) -> list[str]:
        """The text of each."""
        return [text_of(mail) for mail in self.mails]

    @property
    def subjects(self) -> list[str]:
        """The subject of each."""
        return [str(mail["Subject"]) for mail in self.mails]


def text_of(mail: EmailMessage) -> str:
    """Give the text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


class _Handler(socketserver.StreamRequestHandler):
    """One conversation (RFC 5321)."""

    server: "_Server"

    def handle(self) -> None:
        """Answer until the other side leaves."""
        box = self.server.box
        if box.mute:
            self.rfile.read()
            return
        self._say("220 mail.example ready")
        self._to: list[str] = []
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            if command.upper() == "QUIT":
                self._say("221 bye")
                return
            self._answer(command.upper(), rest)

    def _answer(self, command: str, rest: str) -> None:
        box = self.server.box
        match command:
            case "EHLO":
                offer = ["250-mail.example"]
                secure = isinstance(self.connection, ssl.SSLSocket)
                offer += [] if secure or box.security != "starttls" else ["250-STARTTLS"]
                self._say("\r\n".join([*offer, "250 AUTH PLAIN"]))
            case "STARTTLS":
                self._say("220 go ahead")
                self._wrap()
            case "AUTH":
                self._sign_in(rest)
            case "RCPT":
                self._recipient(rest.partition("<")[2].rstrip(">"))
            case "DATA":
                self._take()
            case _:
                self._say("250 ok")

    def _recipient(self, address: str) -> None:
        if address in self.server.box.refuse:
            self._say("550 no such user here, SECRET")
            return
        self._to.append(address)
        self._say("250 ok")

    def _take(self) -> None:
        box = self.server.box
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if box.fail:
            box.fail -= 1
            self._say("451 try later, SECRET")
            return
        box.raw.append(b"".join(lines))
        box.recipients.append(self._to)
        self._to = []
        self._say("250 taken")

    def _sign_in(self, rest: str) -> None:
        _, _, encoded = rest.partition(" ")
        _, user, password = base64.b64decode(encoded).decode().split("\0")
        self.server.box.signed_in.append(user)
        right = (user, password) == (USER, PASSWORD)
        self._say("235 welcome" if right else "535 wrong, SECRET")

    def finish(self) -> None:
        """Close what the conversation went over, encrypted or not."""
        super().finish()
        self.connection.close()

    def _wrap(self) -> None:
        self.rfile.close()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, box: Mailbox, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.box, self.tls = box, tls

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        if self.box.security == "tls":
            connection = self.tls.wrap_socket(connection, server_side=True)
        return connection, address

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away."""


@contextmanager
def mail_server(folder: Path, security: str = "starttls") -> Iterator[Mailbox]:
    """Serve mail, with a certificate of its own that lies in the folder."""
    box = Mailbox(security=security, certificate=folder / "mail.pem")
    box.certificate.write_bytes(_certificate())
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(box.certificate)
    with _Server(box, tls) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield box
        server.shutdown()


def _certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem + made.public_bytes(serialization.Encoding.PEM)
