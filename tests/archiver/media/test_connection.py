"""A connection goes to the address that was looked at, under the name that was asked for."""

import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from archiver.media.connection import AddressRefused, Gate, PinnedAdapter, resolve
from tests.archiver.media.fileserver import FileHost, Turn

NAME = "files.quillback.example"
OTHER = "other.quillback.example"


@dataclass(slots=True)
class Names:
    """Gives its answers in order, and counts how often it is asked."""

    answers: list[list[str]]
    asked: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> list[str]:
        """Give the addresses of a host."""
        self.asked.append((host, port))
        return self.answers.pop(0)


def session(gate: Gate) -> requests.Session:
    """Make what asks through a gate."""
    made = requests.Session()
    made.trust_env = False
    for scheme in ("http://", "https://"):
        made.mount(scheme, PinnedAdapter(gate))
    return made


def test_a_name_is_resolved_once_and_the_checked_address_used() -> None:
    """Whoever gives it another meaning a moment later is too late."""
    with FileHost(Turn(b"x")) as host:
        names = Names([["127.0.0.1"], ["10.0.0.1"]])
        with session(Gate(names, (NAME, host.port))) as asks:
            answer = asks.get(f"http://{NAME}:{host.port}/a", timeout=5)

    assert b"x" == answer.content
    assert [(NAME, host.port)] == names.asked
    assert [f"{NAME}:{host.port}"] == [each.headers["Host"] for each in host.asked]


def test_each_new_connection_is_looked_at_anew() -> None:
    """A name that has changed its meaning since is refused then."""
    with FileHost(Turn(b"x")) as host:
        names = Names([["127.0.0.1"], ["10.0.0.1"]])
        with session(Gate(names, (NAME, host.port))) as asks:
            asks.get(f"http://{NAME}:{host.port}/a", timeout=5)

            with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
                asks.get(f"http://{NAME}:{host.port}/a", timeout=5)

    assert 1 == len(host.asked)


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    """As a browser would."""
    with FileHost(Turn(b"x")) as host:
        gate = Gate(Names([["127.0.0.2", "::1", "127.0.0.1"]]), (NAME, host.port))
        with session(gate) as asks:
            assert b"x" == asks.get(f"http://{NAME}:{host.port}/a", timeout=5).content


def test_loopback_is_refused_on_every_other_port() -> None:
    """What else runs on this machine is not asked."""
    with FileHost(Turn(b"x")) as host:
        gate = Gate(Names([["127.0.0.1"]]), (NAME, host.port + 1))
        with session(gate) as asks, pytest.raises(AddressRefused):
            asks.get(f"http://{NAME}:{host.port}/a", timeout=5)

    assert [] == host.asked


@pytest.mark.parametrize("written", ["127.0.0.1", "[::1]"])
def test_an_address_in_the_place_of_a_name_is_looked_at_too(written: str) -> None:
    """By what the system makes of it."""
    with session(Gate(resolve)) as asks, pytest.raises(AddressRefused):
        asks.get(f"http://{written}:1/a", timeout=5)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would connect where it likes."""
    with FileHost(Turn(b"x")) as host, FileHost(Turn(b"proxy")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        with session(Gate(Names([["127.0.0.1"]]), (NAME, host.port))) as asks:
            asks.get(f"http://{NAME}:{host.port}/a", timeout=5)

    assert [] == proxy.asked


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate on disk that vouches for itself, and a server's side of TLS with it."""

    file: Path
    tls: ssl.SSLContext
    names: list[str | None]


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """Make a certificate for one name; the server notes by which name it was called."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    names: list[str | None] = []
    tls.sni_callback = lambda _, called, __: names.append(called)
    return Certificate(file, tls, names)


def test_tls_still_checks_the_name_and_not_the_address(certificate: Certificate) -> None:
    """The server is called by its name, and must prove that it bears it."""
    with FileHost(Turn(b"x"), tls=certificate.tls) as host:
        gate = Gate(Names([["127.0.0.1"]]), (NAME, host.port))
        with session(gate) as asks:
            url = f"https://{NAME}:{host.port}/a"
            answer = asks.get(url, timeout=5, verify=str(certificate.file))
        other = Gate(Names([["127.0.0.1"]]), (OTHER, host.port))
        url = f"https://{OTHER}:{host.port}/a"
        with session(other) as asks, pytest.raises(requests.exceptions.SSLError):
            asks.get(url, timeout=5, verify=str(certificate.file))

    assert b"x" == answer.content
    assert [NAME, OTHER] == certificate.names


def test_a_name_without_an_address_is_a_connection_that_failed() -> None:
    """As with any other client."""

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, f"{host}:{port}")

    with session(Gate(unknown)) as asks, pytest.raises(requests.ConnectionError):
        asks.get(f"http://{NAME}/a", timeout=5)


def test_a_name_that_cannot_be_written_is_a_connection_that_failed() -> None:
    """The system's own encoding of names refuses it."""

    def encoded(host: str, port: int) -> list[str]:
        return [f"{host}.{'x' * 70}".encode("idna").decode(), str(port)]

    with session(Gate(encoded)) as asks, pytest.raises(requests.ConnectionError):
        asks.get(f"http://{NAME}/a", timeout=5)


def test_where_no_address_answers_the_connection_failed() -> None:
    """Nothing listens there any more."""
    with FileHost(Turn()) as host:
        port = host.port
    gate = Gate(Names([["127.0.0.1", "127.0.0.2"]]), (NAME, port))

    with session(gate) as asks, pytest.raises(requests.ConnectionError):
        asks.get(f"http://{NAME}:{port}/a", timeout=5)
