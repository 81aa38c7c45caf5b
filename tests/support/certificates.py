"""A CA and server certificates for tests, as docs/administrator.md makes them with openssl."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_LIFE = timedelta(days=2)


class Authority:
    """A CA of its own in `folder`: ca.pem, and a server.pem with its key for 127.0.0.1."""

    def __init__(
        self, folder: Path, name: str = "Utility database CA", life: timedelta = _LIFE
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._name = folder, _name(name)
        self._key = _key()
        builder = _builder(self._name, self._name, self._key, life)
        basic = x509.BasicConstraints(ca=True, path_length=None)
        signed = builder.add_extension(basic, critical=True).sign(self._key, hashes.SHA256())
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(signed.public_bytes(Encoding.PEM))

    def server_files(
        self, address: str = "127.0.0.1", life: timedelta = _LIFE
    ) -> tuple[Path, Path]:
        """Certificate and key of a server that is `address` and has no other name."""
        key = _key()
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        builder = _builder(_name("server"), self._name, key, life)
        builder = builder.add_extension(names, critical=False)
        signed = builder.sign(self._key, hashes.SHA256())
        certificate, key_file = self._folder / "server.pem", self._folder / "server-key.pem"
        certificate.write_bytes(signed.public_bytes(Encoding.PEM))
        key_file.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        )
        return certificate, key_file


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, life: timedelta = _LIFE
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 2 * abs(life))
        .not_valid_after(now + life)
    )
