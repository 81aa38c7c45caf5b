"""Asks a server for its certificate, as far as TLS and no further: no name, no password."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cashier_app.db.engine import CONNECT_SECONDS, DatabaseAddress, trust

_TLS = 0x0800
_ABILITIES = 0x0200 | _TLS | 0x8000
"""The protocol of 4.1, TLS, passwords as of 4.1: what stands in the first packet to the server."""
_UTF8MB4_BIN = 46


class NoTls(Exception):
    """The server answers, but offers no TLS."""


class TurnedAway(Exception):
    """The server answers with an error in place of a greeting; the text is its own."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that is signed by the CA of the settings and names the host of the settings."""

    subject: str
    ends_at: datetime


def server_certificate(address: DatabaseAddress) -> Certificate:
    """The server's certificate, checked as every connection checks it.

    Raises OSError (ssl.SSLCertVerificationError among it), NoTls, TurnedAway, UnsafeAddress.
    """
    context = trust(address.ca_file)
    with socket.create_connection((address.host, address.port), CONNECT_SECONDS) as line:
        greeting = _packet(line)
        if greeting[:1] == b"\xff":
            raise TurnedAway(greeting[3:].decode("utf-8", "replace").lstrip("#"))
        if not _abilities(greeting) & _TLS:
            raise NoTls
        line.sendall(
            b"\x20\0\0\x01"
            + _ABILITIES.to_bytes(4, "little")
            + (1 << 24).to_bytes(4, "little")
            + bytes([_UTF8MB4_BIN])
            + bytes(23)
        )
        with context.wrap_socket(line, server_hostname=address.host) as tls:
            found = tls.getpeercert() or {}
    ends_at = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)
    return Certificate(_name(found), ends_at)


def _abilities(greeting: bytes) -> int:
    """The lower half of what the server can do: behind version, thread and eight bytes of salt."""
    at = greeting.index(b"\0", 1) + 1 + 4 + 8 + 1
    return int.from_bytes(greeting[at : at + 2], "little")


def _packet(line: socket.socket) -> bytes:
    head = _exactly(line, 4)
    return _exactly(line, int.from_bytes(head[:3], "little"))


def _exactly(line: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = line.recv(count - len(data))
        if not piece:
            raise ConnectionError("the server closed the line before its greeting")
        data += piece
    return data


def _name(found: Mapping[str, Any]) -> str:
    return ", ".join(str(value) for _, value in found.get("subjectAltName", ()))
