"""Between counter and server sits somebody: nothing is said to whom the CA does not vouch for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import DatabaseAddress, Login, UnsafeAddress, connected
from cashier_app.db.errors import Kind, classify, database_errors
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.domain.errors import SignInFailed
from tests.plugins.database import free_port, wanted_server
from tests.support.certificates import Authority

NAME, PASSWORD = "asha", "Correct-horse-19"
_CLIENT_SSL = 0x0800


@dataclass
class Eavesdropper:
    """Takes the offer of TLS out of the server's greeting and writes down what a counter says."""

    server_port: int
    heard: bytearray = field(default_factory=bytearray)
    stripped: int = 0

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client, socket.create_connection(("127.0.0.1", self.server_port)) as server:
                client.sendall(self._without_tls(server.recv(4096)))
                while said := self._read(client):
                    self.heard += said
                    server.sendall(said)
                    client.sendall(server.recv(4096))

    def _read(self, client: socket.socket) -> bytes:
        try:
            return client.recv(4096)
        except OSError:
            return b""

    def _without_tls(self, greeting: bytes) -> bytes:
        # Header, protocol, version, thread, salt, filler; then the lower flags.
        place = greeting.index(b"\0", 5) + 1 + 4 + 8 + 1
        flags = int.from_bytes(greeting[place : place + 2], "little")
        assert flags & _CLIENT_SSL, "the server offers TLS"
        self.stripped += 1
        flags &= ~_CLIENT_SSL
        return greeting[:place] + flags.to_bytes(2, "little") + greeting[place + 2 :]


@contextmanager
def running(
    folder: Path, authority: Authority, life: timedelta = timedelta(days=1)
) -> Iterator[int]:
    """A server with a certificate of this authority for 127.0.0.1, and a person; its port."""
    certificate, key = authority.server_files(life=life)
    options = ServerOptions(extra=(f"--ssl-cert={certificate}", f"--ssl-key={key}"))
    port = free_port()
    with PrivateServer(folder, wanted_server(), tcp_port=port, options=options) as server:
        with server.admin_connection() as root, root.cursor() as cursor:
            cursor.execute(f"CREATE USER {NAME} IDENTIFIED BY '{PASSWORD}'")
        yield port


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("line")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder / "ours")


@pytest.fixture(scope="module")
def port(folder: Path, authority: Authority) -> Iterator[int]:
    with running(folder / "server", authority) as found:
        yield found


def sign_in(port: int, authority: Authority, host: str = "127.0.0.1") -> None:
    """As the program does: the counter's connection, then an office's."""
    address = DatabaseAddress("", host=host, port=port, ca_file=str(authority.ca_file))
    with closing(CounterConnection(address, "token-of-the-counter")) as connection:
        connection.open(NAME, PASSWORD)
    with connected(Login(address, NAME, PASSWORD)) as engine:
        engine.exec_driver_sql("SELECT 1")


def refused_by_both(port: int, authority: Authority, host: str = "127.0.0.1") -> bool:
    """Counter and office alike say that the server could not prove who it is."""
    address = DatabaseAddress("", host=host, port=port, ca_file=str(authority.ca_file))
    counter = CounterConnection(address, "token-of-the-counter")
    with closing(counter), pytest.raises(SignInFailed) as refused:
        counter.open(NAME, PASSWORD)
    with pytest.raises(database_errors()) as error, connected(Login(address, NAME, PASSWORD)):
        pass
    return refused.value.code == "server_not_trusted" and classify(error.value) is Kind.UNSAFE


def test_the_right_server_is_trusted(port: int, authority: Authority) -> None:
    sign_in(port, authority)


def test_a_line_without_its_tls_hears_nothing(port: int, authority: Authority) -> None:
    with closing(Eavesdropper(port)) as eavesdropper:
        assert refused_by_both(eavesdropper.port, authority)
        assert eavesdropper.stripped >= 2
        assert bytes(eavesdropper.heard) == b""


def test_another_authority_is_not_trusted(port: int, folder: Path) -> None:
    assert refused_by_both(port, Authority(folder / "other", "Another CA"))


def test_an_authority_of_the_same_name_is_not_trusted(port: int, folder: Path) -> None:
    assert refused_by_both(port, Authority(folder / "same"))


def test_another_name_is_not_trusted(port: int, authority: Authority) -> None:
    """The certificate is for 127.0.0.1; whoever is called localhost is somebody else."""
    assert refused_by_both(port, authority, "localhost")


def test_an_expired_certificate_is_not_trusted(folder: Path) -> None:
    own = Authority(folder / "old")
    with running(folder / "old-server", own, timedelta(hours=-1)) as port:
        assert refused_by_both(port, own)


def test_no_address_leads_over_an_open_line() -> None:
    """A host without its CA is refused before anything is sent."""
    with pytest.raises(UnsafeAddress):
        DatabaseAddress("cashier", host="127.0.0.1")
    with pytest.raises(UnsafeAddress):
        DatabaseAddress("cashier", host="10.0.0.5", private_loopback=True)
