"""The engine against a real server: autocommit, character set, time limits, TLS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import exc, text

from cashier_app.db.engine import DatabaseAddress, UnsafeAddress, build_engine, connect_arguments
from cashier_app.db.errors import Kind, classify
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.db.server_binary import Flavour, find_server
from tests.plugins.database import free_port


@dataclass(frozen=True)
class Certificates:
    ca: Path
    other_ca: Path
    certificate: Path
    key: Path


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    today = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
    )


def _make_ca(path: Path, name: str) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(name, name, key).add_extension(x509.BasicConstraints(True, 0), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A CA, another one, and a certificate for "localhost" alone."""
    folder = tmp_path_factory.mktemp("tls")
    made = Certificates(*(folder / n for n in ("ca.pem", "other.pem", "cert.pem", "key.pem")))
    ca_key = _make_ca(made.ca, "our CA")
    _make_ca(made.other_ca, "another CA")
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName("localhost")]
    certificate = (
        _builder("localhost", "our CA", key)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return made


def _add_person(server: PrivateServer) -> None:
    with server.admin_connection() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE USER asha IDENTIFIED BY 'Correct-horse-1'")


@pytest.fixture(scope="module")
def tls_server(
    certificates: Certificates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PrivateServer]:
    options = ServerOptions(
        extra=(f"--ssl-cert={certificates.certificate}", f"--ssl-key={certificates.key}")
    )
    folder = tmp_path_factory.mktemp("tls-server")
    with PrivateServer(folder, tcp_port=free_port(), options=options) as server:
        _add_person(server)
        yield server


@pytest.fixture(scope="module")
def plain_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    folder = tmp_path_factory.mktemp("plain-server")
    no_tls = {Flavour.MARIADB: "--skip-ssl", Flavour.MYSQL: "--tls-version="}
    options = ServerOptions(extra=(no_tls[find_server().flavour],))
    with PrivateServer(folder, tcp_port=free_port(), options=options) as server:
        _add_person(server)
        yield server


def _ask(address: DatabaseAddress, question: str) -> str:
    engine = build_engine(address, "asha", "Correct-horse-1")
    try:
        with engine.connect() as connection:
            return str(connection.execute(text(question)).scalar_one())
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT @@autocommit", "1"),
        ("SELECT @@collation_connection", "utf8mb4_bin"),
        ("SELECT @@time_zone", "+00:00"),
        ("SELECT 'Ω 🙂'", "Ω 🙂"),
    ],
)
def test_session(plain_server: PrivateServer, question: str, answer: str) -> None:
    engine = plain_server.admin_engine()
    with engine.connect() as connection:
        assert str(connection.execute(text(question)).scalar_one()) == answer
    engine.dispose()


def test_reading_takes_one_statement(plain_server: PrivateServer) -> None:
    engine = plain_server.admin_engine()
    count = text("SHOW GLOBAL STATUS LIKE 'Questions'")
    with engine.connect() as connection:
        before = int(connection.execute(count).one()[1])
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    with engine.connect() as connection:
        after = int(connection.execute(count).one()[1])
    engine.dispose()
    assert after - before == 2


def test_slow_answer_ends_as_lost(plain_server: PrivateServer) -> None:
    address = plain_server.address()
    user, password = plain_server.admin_account()
    engine = build_engine(address, user, password, read_seconds=1)
    with engine.connect() as connection, pytest.raises(exc.DBAPIError) as caught:
        connection.execute(text("SELECT SLEEP(20)"))
    engine.dispose()
    assert classify(caught.value) is Kind.LOST


def test_wrong_password_is_denied(plain_server: PrivateServer) -> None:
    engine = build_engine(plain_server.address(), "asha", "wrong")
    with pytest.raises(exc.DBAPIError) as caught:
        engine.connect()
    assert classify(caught.value) is Kind.DENIED


def test_tls_with_our_ca(tls_server: PrivateServer, certificates: Certificates) -> None:
    address = DatabaseAddress(
        "", host="localhost", port=tls_server.tcp_port or 0, ca_file=str(certificates.ca)
    )
    answer = _ask(address, "SELECT CONNECTION_ID() > 0")
    assert answer == "1"


@pytest.mark.parametrize(("host", "ca"), [("localhost", "other_ca"), ("127.0.0.1", "ca")])
def test_other_ca_or_other_name_is_refused(
    tls_server: PrivateServer, certificates: Certificates, host: str, ca: str
) -> None:
    port = tls_server.tcp_port or 0
    address = DatabaseAddress("", host=host, port=port, ca_file=str(getattr(certificates, ca)))
    with pytest.raises(exc.DBAPIError) as caught:
        _ask(address, "SELECT 1")
    assert classify(caught.value) is Kind.UNSAFE


def test_server_without_tls_is_refused(
    plain_server: PrivateServer, certificates: Certificates
) -> None:
    address = DatabaseAddress(
        "", host="localhost", port=plain_server.tcp_port or 0, ca_file=str(certificates.ca)
    )
    with pytest.raises(exc.DBAPIError) as caught:
        _ask(address, "SELECT 1")
    assert classify(caught.value) is Kind.UNSAFE


def test_private_loopback_works_without_tls(plain_server: PrivateServer) -> None:
    port = plain_server.tcp_port or 0
    address = DatabaseAddress("", host="127.0.0.1", port=port, private_loopback=True)
    assert _ask(address, "SELECT SUBSTRING_INDEX(USER(), '@', 1)") == "asha"


@pytest.mark.parametrize(
    "unsafe",
    [
        {"host": "db.example.org"},
        {"host": "127.0.0.1"},
        {"host": "10.0.0.5", "private_loopback": True},
        {"host": "db.example.org", "socket": "/run/db.sock"},
        {},
    ],
)
def test_unsafe_addresses_are_refused(unsafe: dict[str, str]) -> None:
    with pytest.raises(UnsafeAddress):
        DatabaseAddress("cashier", **unsafe)  # type: ignore[arg-type]


def test_one_tls_context_for_all(certificates: Certificates) -> None:
    address = DatabaseAddress("c", host="localhost", ca_file=str(certificates.ca))
    assert connect_arguments(address)["ssl"] is connect_arguments(address)["ssl"]


def test_parameters_stay_out_of_error_texts(plain_server: PrivateServer) -> None:
    engine = plain_server.admin_engine()
    with engine.connect() as connection, pytest.raises(exc.DBAPIError) as caught:
        connection.execute(text("SELECT :name FROM no_such.tables"), {"name": "Rana Das"})
    engine.dispose()
    assert "Rana" not in str(caught.value)
