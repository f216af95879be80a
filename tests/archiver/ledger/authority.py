"""A time stamp authority on this machine: ``openssl ts`` behind a small server, and it can lie."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

POLICY = "1.3.6.1.4.1.99999.1"
OTHER_POLICY = "1.3.6.1.4.1.99999.2"

CONFIG = f"""\
oid_section = none
[none]
[tsa]
default_tsa = authority
[authority]
serial = serial
crypto_device = builtin
signer_cert = signer.pem
signer_key = signer.key
certs = root.pem
signer_digest = sha256
default_policy = {POLICY}
other_policies = {OTHER_POLICY}
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[signer]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


class Behaviour(Enum):
    """What the authority does with a request."""

    HONEST = auto()
    OTHER_NONCE = auto()
    OTHER_BYTES = auto()
    OTHER_POLICY = auto()
    REFUSES = auto()
    GARBAGE = auto()
    CUT = auto()
    BUSY = auto()
    A_PAGE = auto()


class TestAuthority:
    """Keys and certificates in a folder, and what the server does at the moment."""

    __test__ = False

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.roots = folder / "root.pem"
        self.behaviour = Behaviour.HONEST
        self.asked = 0
        self.url = ""
        folder.mkdir()
        (folder / "tsa.cnf").write_text(CONFIG)
        (folder / "serial").write_text("01\n")
        self._make_certificates(name)

    def answer(self, query: bytes) -> bytes:
        """Answer a request as the behaviour says."""
        self.asked += 1
        if self.behaviour is Behaviour.GARBAGE:
            return b"no time stamp"
        if self.behaviour is Behaviour.REFUSES:
            query = self._query(b"anything", "-sha1")
        if self.behaviour is Behaviour.OTHER_BYTES:
            query = self._query(b"other bytes")
        if self.behaviour is Behaviour.OTHER_NONCE:
            query = self._query_again(query)
        policy = OTHER_POLICY if self.behaviour is Behaviour.OTHER_POLICY else POLICY
        (self.folder / "query").write_bytes(query)
        self._openssl(
            *("ts", "-reply", "-config", "tsa.cnf", "-section", "authority"),
            *("-queryfile", "query", "-tspolicy", policy, "-out", "reply"),
        )
        reply = (self.folder / "reply").read_bytes()
        return reply[:-40] if self.behaviour is Behaviour.CUT else reply

    def verifies(self, data: bytes, response: bytes) -> bool:
        """Ask openssl whether a response is this authority's stamp over these bytes."""
        (self.folder / "data").write_bytes(data)
        (self.folder / "response").write_bytes(response)
        run = subprocess.run(
            ["openssl", "ts", "-verify", "-data", "data", "-in", "response", "-CAfile", "root.pem"],  # noqa: S607 - wherever it is installed
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        return run.returncode == 0

    def _make_certificates(self, name: str) -> None:
        new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        self._openssl(
            *("req", "-x509", *new_key, "-keyout", "root.key", "-out", "root.pem"),
            *("-subj", f"/CN={name} Root", "-days", "3650"),
        )
        self._openssl(
            *("req", *new_key, "-keyout", "signer.key", "-out", "signer.csr"),
            *("-subj", f"/CN={name}"),
        )
        self._openssl(
            *("x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key"),
            *("-CAcreateserial", "-out", "signer.pem", "-days", "3650"),
            *("-extfile", "tsa.cnf", "-extensions", "signer"),
        )

    def _query(self, data: bytes, digest: str = "-sha256") -> bytes:
        (self.folder / "data").write_bytes(data)
        self._openssl("ts", "-query", "-data", "data", digest, "-cert", "-out", "made")
        return (self.folder / "made").read_bytes()

    def _query_again(self, query: bytes) -> bytes:
        """Make a request for the same bytes with another nonce."""
        imprint = query.partition(b"\x04\x20")[2][:32].hex()
        self._openssl("ts", "-query", "-digest", imprint, "-sha256", "-cert", "-out", "made")
        return (self.folder / "made").read_bytes()

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(
            ["openssl", *arguments],  # noqa: S607 - wherever it is installed
            cwd=self.folder,
            check=True,
            capture_output=True,
        )


@contextmanager
def serving(authority: TestAuthority) -> Iterator[TestAuthority]:
    """Answer over HTTP on this machine's loopback."""

    class Handler(BaseHTTPRequestHandler):
        """One request, one stamp."""

        def do_POST(self) -> None:
            """Answer as the authority behaves."""
            query = self.rfile.read(int(self.headers["Content-Length"]))
            page = authority.behaviour is Behaviour.A_PAGE
            busy = authority.behaviour is Behaviour.BUSY
            self.send_response(503 if busy else 200)
            self.send_header("Content-Type", "text/html" if page else "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(b"" if busy or page else authority.answer(query))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    authority.url = f"http://127.0.0.1:{server.server_port}/tsa"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
