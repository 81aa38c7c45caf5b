"""Byte channels to a printer: TCP and a device file. Every wait has an end.

python-escpos' own connections wait a minute, or for ever, and do not come back after
an unplugging; so a channel lives for one job, and opening it again is the next job.
"""

from __future__ import annotations

import contextlib
import errno
import math
import os
import select
import socket
import struct
import time
from pathlib import Path
from typing import Protocol

CONNECT_SECONDS = 1.5
_PIECE = 16_384
FAREWELL_SECONDS = 0.3
_LAST_PIECE_SECONDS = 1.0
"""For the driver's last 8 kB to a printer that is still printing what came before."""
_STALE_PIECES = 8
"""More than that is no rest of the job before: it talks without end, and is not believed."""


class Channel(Protocol):
    """An open way to a printer. Methods raise OSError (also TimeoutError)."""

    def write(self, data: bytes, until: float, stall: float = math.inf) -> None:
        """Hand over all of `data` before the monotonic time `until`.

        Given up after `stall` seconds in which the printer took nothing.
        """
        ...

    def read(self, count: int, until: float) -> bytes:
        """`count` bytes, or fewer when `until` comes first."""
        ...

    def drain(self) -> None:
        """Forget what the printer said before."""
        ...

    def close(self) -> None:
        """Close; what was written is still delivered."""
        ...

    def abandon(self) -> None:
        """Close and discard what the printer has not taken yet."""
        ...


class NetworkChannel:
    """A printer that listens on TCP, usually port 9100."""

    def __init__(self, address: str, port: int, seconds: float = CONNECT_SECONDS) -> None:
        """Connect; raises OSError within `seconds` (give an IP address: names may take longer)."""
        try:
            self._socket = socket.create_connection((address, port), timeout=seconds)
        except (OverflowError, UnicodeError) as error:
            raise OSError(errno.EADDRNOTAVAIL, f"{address}:{port} is no address") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes, until: float, stall: float = math.inf) -> None:
        """As Channel."""
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(min(stall, _left(until)))
            rest = rest[self._socket.send(rest) :]

    def read(self, count: int, until: float) -> bytes:
        """As Channel."""
        got = b""
        while len(got) < count and time.monotonic() < until:
            self._socket.settimeout(_left(until))
            try:
                piece = self._socket.recv(count - len(got))
            except TimeoutError:
                break
            if not piece:
                raise ConnectionResetError(errno.ECONNRESET, "the printer hung up")
            got += piece
        return got

    def drain(self) -> None:
        """As Channel."""
        self._socket.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            for _ in range(_STALE_PIECES):
                if not self._socket.recv(_PIECE):
                    return

    def close(self) -> None:
        """As Channel."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._hear_out(time.monotonic() + FAREWELL_SECONDS)
        self._socket.close()

    def _hear_out(self, until: float) -> None:
        """Read to the printer's end: closing over unread bytes would cut the paper short."""
        while time.monotonic() < until:
            self._socket.settimeout(_left(until))
            if not self._socket.recv(_PIECE):
                return

    def abandon(self) -> None:
        """As Channel: by a reset, so that the paper does not come out minutes later."""
        linger = struct.pack("ii", 1, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._socket.close()


class DeviceChannel:
    """A printer behind a device file, for example /dev/usb/lp0."""

    def __init__(self, path: Path) -> None:
        """Open for reading and writing, or for writing only; raises OSError."""
        if os.name != "posix":
            raise OSError(errno.ENOTSUP, "device files are for Linux; use the network")
        flags = os.O_NONBLOCK | os.O_NOCTTY
        try:
            self._file = os.open(path, os.O_RDWR | flags)
            self._readable = True
        except PermissionError:
            self._file = os.open(path, os.O_WRONLY | flags)
            self._readable = False

    def write(self, data: bytes, until: float, stall: float = math.inf) -> None:
        """As Channel."""
        rest = memoryview(data)
        while rest:
            if not self._takes_more(min(stall, _left(until))):
                raise TimeoutError(errno.ETIMEDOUT, "the printer takes no more bytes")
            try:
                rest = rest[os.write(self._file, rest[:_PIECE]) :]
            except BlockingIOError:
                continue

    def read(self, count: int, until: float) -> bytes:
        """As Channel."""
        got = b""
        while self._readable and len(got) < count and time.monotonic() < until:
            ready, _, _ = select.select([self._file], [], [], _left(until))
            piece = self._read_now(count - len(got)) if ready else b""
            if not piece:
                # usblp says "ready" with nothing to give: do not spin.
                time.sleep(min(0.01, _left(until)))
            got += piece
        return got

    def _read_now(self, count: int) -> bytes:
        try:
            return os.read(self._file, count)
        except BlockingIOError:
            return b""

    def drain(self) -> None:
        """As Channel."""
        for _ in range(_STALE_PIECES if self._readable else 0):
            if not select.select([self._file], [], [], 0)[0] or not self._read_now(_PIECE):
                return

    def _takes_more(self, seconds: float) -> bool:
        """True once the driver has room: the printer has what it was given before."""
        return bool(select.select([], [self._file], [], seconds)[1])

    def close(self) -> None:
        """As Channel: a USB printer's driver forgets, at the close, what is still on its way."""
        self._takes_more(_LAST_PIECE_SECONDS)
        os.close(self._file)

    def abandon(self) -> None:
        """As Channel; a device file keeps nothing of ours."""
        os.close(self._file)


class SerialChannel(DeviceChannel):
    """A printer on a serial port: eight bits, no parity, one stop bit.

    It waits for a printer that says XOFF: what comes then would not fit into its buffer.

    The settings are the standard library's to make (termios), so no package is needed.
    """

    def __init__(self, path: Path, baud: int) -> None:
        """Open and set the port; raises OSError, also for what is no serial port."""
        super().__init__(path)
        try:
            _set_port(self._file, baud)
        except OSError:
            os.close(self._file)
            raise

    def abandon(self) -> None:
        """As Channel: what waits in the port is not printed later."""
        import termios

        with contextlib.suppress(termios.error):
            termios.tcflush(self._file, termios.TCOFLUSH)
        super().abandon()


def _set_port(file: int, baud: int) -> None:
    import termios

    speed = getattr(termios, f"B{baud}", None)
    if speed is None:
        raise OSError(errno.EINVAL, f"no serial port has {baud} baud")
    plain = termios.CS8 | termios.CREAD | termios.CLOCAL
    try:
        at_once = [0 if at in {termios.VMIN, termios.VTIME} else code
                   for at, code in enumerate(termios.tcgetattr(file)[6])]  # fmt: skip
        # First without: that ends an XOFF of the job before, whose printer may be off by now.
        for flow in (0, termios.IXON):
            termios.tcsetattr(file, termios.TCSANOW, [flow, 0, plain, 0, speed, speed, at_once])
    except termios.error as error:
        raise OSError(*error.args) from error


def _left(until: float) -> float:
    """Seconds to `until`, never quite zero: zero would mean "do not wait" to a socket."""
    return max(0.001, until - time.monotonic())
