import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "elk-prairie.jsonl"
NOBODY = "http://127.0.0.1:9/webhook"
RUN = [
    sys.executable,
    "-c",
    (
        "import sys; from archiver.commands.playback import playback; "
        "from archiver.console import guard; "
        "sys.exit(guard(lambda: playback(standalone_mode=False)))"
    ),
]


@pytest.fixture
def running() -> Iterator[subprocess.Popen[str]]:
    """Start the command on a free port, at the beginning of the example."""
    process = subprocess.Popen(
        [*RUN, str(EXAMPLE), "--port", "0", "--at", "start", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_command_answers_until_it_is_interrupted(
    running: subprocess.Popen[str], stop: signal.Signals
) -> None:
    """It says where it listens, which token it takes and what to type next."""
    assert running.stdout is not None
    told = json.loads(running.stdout.readline())
    headers = {"Authorization": f"Bearer {told['token']}"}
    page = requests.get(f"{told['url']}/v26.0/700100", headers=headers, timeout=10).json()
    running.send_signal(stop)
    _, messages = running.communicate(timeout=20)

    assert ("City of Elk Prairie", 0) == (page["name"], running.returncode)
    assert [{"id": "700100", "name": "City of Elk Prairie"}] == told["pages"]
    assert "export CIVICKEEP_FACEBOOK_TOKEN=playback-token" in messages
    added = "civickeep account add facebook 700100 --name 'City of Elk Prairie' --api-url "
    assert f"{added}{told['url']}" in messages
    assert "Stopped after 1 calls." in messages


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["none.jsonl"], 55, "cannot be read"),
        (["README.md"], 55, "README.md, line 1"),
        ([str(EXAMPLE), "--at", "soon"], 2, "no time"),
        ([str(EXAMPLE), "--port", "99999"], 2, "--port"),
        ([str(EXAMPLE), "--speed", "-1"], 2, "--speed"),
        ([str(EXAMPLE), "--port", "0", "--webhook", NOBODY], 180, "Nobody answered the handshake"),
    ],
)
def test_bad_input_is_one_clear_sentence(
    tmp_path: Path, arguments: list[str], status: int, said: str
) -> None:
    """With its own exit status and without a traceback."""
    (tmp_path / "README.md").write_text("# Not a timeline\n", encoding="utf-8")
    ended = subprocess.run(
        [*RUN, *arguments], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60
    )

    assert (status, "") == (ended.returncode, ended.stdout)
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_taken_port_is_named(running: subprocess.Popen[str]) -> None:
    """The next step is another port."""
    assert running.stdout is not None
    port = str(json.loads(running.stdout.readline())["port"])
    ended = subprocess.run(
        [*RUN, str(EXAMPLE), "--port", port],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
    )

    assert 2 == ended.returncode
    assert f"Port {port} cannot be used" in ended.stderr
    assert "--port 0" in ended.stderr


class _Receiver(BaseHTTPRequestHandler):
    """Answers the handshake and notes what it is told."""

    told: Queue[bytes]

    def do_GET(self) -> None:
        """Repeat the challenge."""
        challenge = parse_qs(urlsplit(self.path).query)["hub.challenge"][0]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(challenge.encode())

    def do_POST(self) -> None:
        """Note an event."""
        self.told.put(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Write no log."""


@pytest.fixture
def receiver() -> Iterator[tuple[str, Queue[bytes]]]:
    """Run a receiver of webhooks; give its address and what it is told."""
    told: Queue[bytes] = Queue()
    server = HTTPServer(("127.0.0.1", 0), type("Receiver", (_Receiver,), {"told": told}))
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", told
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_receiver_is_told_when_the_clock_is_moved(receiver: tuple[str, Queue[bytes]]) -> None:
    """From another shell, as the manual shows it."""
    address, told = receiver
    arguments = [str(EXAMPLE), "--port", "0", "--at", "start", "--json", "--webhook", address]
    with subprocess.Popen(
        [*RUN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        requests.get(f"{url}/_playback/clock", timeout=10)
        assert process.stderr is not None
        for line in process.stderr:
            if "answered the handshake" in line:
                break
        requests.post(f"{url}/_playback/clock?at=next", timeout=10)
        first = json.loads(told.get(timeout=20))
        process.terminate()
        process.communicate(timeout=20)

    assert ("page", "700100") == (first["object"], first["entry"][0]["id"])
