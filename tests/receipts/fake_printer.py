"""A printer that is a real TCP server: it answers truthfully, or fails in a chosen way."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
from dataclasses import dataclass
from typing import Self

REAL_TIME = re.compile(rb"\x10\x04([\x01-\x04])")
COMMAND = re.compile(rb"[\x1b\x1d\x10]")
FIXED = 0x12
COVER, PAPER_END_STOP, CUTTER, OFFLINE, LOW, OUT = 0x04, 0x20, 0x08, 0x08, 0x0C, 0x60
_LENGTHS = {
    b"\x1b@": 2,
    b"\x1bE": 3,
    b"\x1bt": 3,
    b"\x1bp": 5,
    b"\x1d!": 3,
    b"\x1dr": 3,
    b"\x1dV": 4,
}


@dataclass
class Manners:
    """How the printer behaves; may be changed while it runs."""

    reads: bool = True
    answers: bool = True
    garbage: bytes = b""
    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cutter_fault: bool = False
    floods: bool = False
    """Talks without pause, whatever it is asked."""
    lies: bool = False
    """Says that it is ready whenever it is asked."""
    dies_after: int | None = None
    """Resets the connection when so many bytes have come, over all jobs; obeys those."""
    stalls_after: int | None = None
    """Takes no more bytes from here on, and does not hang up."""
    remembers: bool = False
    """A command that a lost connection has left half is gone on with by the next, as over USB."""
    chatter: bytes = b""
    """Sent before every answer, unasked."""
    holds_back: int = 0
    """Without paper it answers only so many questions at once."""
    runs_out_after: int | None = None
    """No paper from this byte of the job on; the rest stays in the printer."""

    def status(self, number: int) -> int:
        if self.lies:
            return FIXED
        stopped = self.cover_open or self.paper_out or self.cutter_fault
        bits = {
            1: OFFLINE if stopped else 0,
            2: (COVER if self.cover_open else 0) | (PAPER_END_STOP if self.paper_out else 0),
            3: CUTTER if self.cutter_fault else 0,
            4: (OUT if self.paper_out else 0) | (LOW if self.paper_low else 0),
        }
        return FIXED | bits[number]


class FakePrinter:
    """Listens on 127.0.0.1; `on_paper` is what came out, `taken` the bytes that arrived."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self.on_paper = b""
        self.kicks = 0
        self.jobs = 0
        self.taken = 0
        self._held = self._half = b""
        self._server = socket.create_server(("127.0.0.1", 0), backlog=4)
        # Small, so that a printer that does not read is felt by the sender.
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port: int = self._server.getsockname()[1]
        self._stopping = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)
        assert not self._thread.is_alive()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._idle.clear()
            self.jobs += 1
            with connection, contextlib.suppress(OSError):
                self._talk(connection)
            self._idle.set()

    def wait_idle(self) -> None:
        """Until it has heard whoever talked to it last to the end."""
        assert self._idle.wait(10)

    def _talk(self, connection: socket.socket) -> None:
        if not self.manners.reads:
            self._stopping.wait(8)
            return
        # Reads to the end also while stopping: what was sent before is on the paper.
        connection.settimeout(5)
        rest, self._half = self._half, b""
        if self.manners.floods:
            self._flood(connection)
        while piece := connection.recv(self._room()):
            self.taken += len(piece)
            if self.manners.dies_after is not None and self.taken >= self.manners.dies_after:
                with contextlib.suppress(OSError):
                    half = self._obey(connection, rest + piece)
                    self._half = half if self.manners.remembers else b""
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if self.manners.garbage:
                connection.sendall(self.manners.garbage)
                continue
            if self.manners.remembers:
                piece = self._hear(connection, piece)
            rest = self._obey(connection, rest + piece)
            if self.manners.stalls_after is not None and self._room() == 0:
                self._stopping.wait(8)
                return

    def _room(self) -> int:
        """How many bytes it takes at once."""
        limits = (self.manners.dies_after, self.manners.stalls_after)
        return min([4096, *(limit - self.taken for limit in limits if limit is not None)])

    def _flood(self, connection: socket.socket) -> None:
        while not self._stopping.is_set():
            connection.sendall(b"\xff" * 4096)

    def _obey(self, connection: socket.socket, data: bytes) -> bytes:
        while data:
            real_time = REAL_TIME.match(data)
            if real_time:
                self._answer(connection, self.manners.status(real_time[1][0]))
                data = data[3:]
                continue
            if self._stopped():
                # Commands wait in the printer; real-time requests are still heard.
                waiting = REAL_TIME.search(data)
                if waiting is None:
                    return data
                data = data[: waiting.start()] + data[waiting.end() :]
                self._answer(connection, self.manners.status(waiting[1][0]))
                continue
            length = self._length(data)
            if length == 0 or length > len(data):
                return data
            self._print(connection, data[:length])
            data = data[length:]
        return data

    def _hear(self, connection: socket.socket, piece: bytes) -> bytes:
        """Answer at once what is asked inside a picture, too."""
        for asked in REAL_TIME.finditer(piece):
            self._answer(connection, self.manners.status(asked[1][0]))
        return REAL_TIME.sub(b"", piece)

    def _stopped(self) -> bool:
        limit = self.manners.runs_out_after
        if limit is not None and len(self.on_paper) >= limit:
            self.manners.paper_out = True
        return self.manners.paper_out or self.manners.cover_open

    def _length(self, data: bytes) -> int:
        if data.startswith(b"\x1dv0"):
            head = data[4:8]
            size = int.from_bytes(head[:2], "little") * int.from_bytes(head[2:], "little")
            return 8 + size if len(head) == 4 else 0
        if data[0] in b"\x1b\x1d\x10":
            return _LENGTHS.get(data[:2], 0)
        command = COMMAND.search(data)
        return command.start() if command else len(data)

    def _print(self, connection: socket.socket, command: bytes) -> None:
        if command.startswith(b"\x1dr"):
            self._answer(connection, 0x03 if self.manners.paper_low else 0)
            return
        self.kicks += command.startswith(b"\x1bp")
        self.on_paper += command

    def _answer(self, connection: socket.socket, byte: int) -> None:
        if not self.manners.answers:
            return
        self._held += self.manners.chatter + bytes([byte])
        if not self._stopped() or len(self._held) >= self.manners.holds_back:
            connection.sendall(self._held)
            self._held = b""
