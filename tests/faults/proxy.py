"""A proxy on loopback that knows MySQL's packets: it counts, cuts, delays, slices and swallows.

    with Proxy(server_port) as proxy:
        proxy.arm(Fault(UP, packet=1, place=Place.INSIDE))
        ...                                  # connect to 127.0.0.1:proxy.port
        assert proxy.struck

Packets are counted per direction from `arm` on, over all connections; a fault strikes once,
and what comes after it passes untouched, unless the line stays down until `mend`. Of several
faults each counts from the one before it. Only plain connections can be understood, not TLS.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

COM_QUIT = 0x01
_CHUNK = 65536


class Direction(Enum):
    """Where a packet goes."""

    UP = "to the server"
    DOWN = "to the client"


class Place(Enum):
    """Where a fault strikes."""

    BEFORE = "before the packet"
    INSIDE = "in its middle"
    AFTER = "after it"


class Deed(Enum):
    """What happens to the connection."""

    CUT = "reset"
    CLOSE = "closed"
    SWALLOW = "open, but nothing passes any more"
    DELAY = "the packet waits"
    SLICE = "the packet passes byte by byte"


UP, DOWN = Direction.UP, Direction.DOWN


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at the `packet`-th packet (from 1) of a direction; `seconds` are for DELAY.

    With `stays_down` nobody gets through from then on until `Proxy.mend`.
    """

    direction: Direction
    packet: int
    place: Place = Place.BEFORE
    deed: Deed = Deed.CUT
    seconds: float = 0.0
    stays_down: bool = False


class Proxy:
    """Listens on 127.0.0.1:`port` and passes everything on to the server's port.

    `round_trip` delays every packet to the server by so many seconds: a line to a branch.
    """

    def __init__(self, server_port: int, round_trip: float = 0.0) -> None:
        self._server_port = server_port
        self.round_trip = round_trip
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._lock = threading.Lock()
        self._faults: deque[Fault] = deque()
        self._is_down = threading.Event()
        self._seen = {UP: 0, DOWN: 0}
        self._commands = 0
        self._lines: list[_Line] = []
        self.struck = False

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()
        for line in self._lines:
            line.end(reset=False)

    def arm(self, *faults: Fault) -> None:
        """Count from here on, and strike once as each fault says, one after the other."""
        with self._lock:
            self._faults = deque(faults)
            self._seen = {UP: 0, DOWN: 0}
            self._commands = 0
            self.struck = False

    def sever(self) -> None:
        """Every client is cut off, and the server hears nothing of it; down until `mend`."""
        self._is_down.set()
        for line in self._lines:
            line.cut_off()

    def mend(self) -> None:
        """The line is back."""
        self._is_down.clear()

    @property
    def round_trips(self) -> int:
        """Commands of clients since `arm`: each waits for one answer."""
        return self._commands

    def packets(self, direction: Direction) -> int:
        """Packets since `arm`."""
        return self._seen[direction]

    def note(self, direction: Direction, packet: bytes) -> Fault | None:
        """Count a packet; the fault that is due at it."""
        with self._lock:
            self._seen[direction] += 1
            # A command starts a sequence; the packets of a handshake go on with one.
            if direction is UP and packet[3] == 0 and packet[4] != COM_QUIT:
                self._commands += 1
            here = (direction, self._seen[direction])
            if not self._faults or (self._faults[0].direction, self._faults[0].packet) != here:
                return None
            self._seen = {UP: 0, DOWN: 0}
            self.struck = True
            fault = self._faults.popleft()
            if fault.stays_down:
                self._is_down.set()
            return fault

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._is_down.is_set():
                _reset(client)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                _reset(client)
                continue
            line = _Line(self, client, server)
            self._lines.append(line)
            line.start()


class _Line:
    """One client's connection through the proxy."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy = proxy
        self._client, self._server = client, server
        self._swallowing = threading.Event()
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def start(self) -> None:
        for direction, source, target in (
            (UP, self._client, self._server),
            (DOWN, self._server, self._client),
        ):
            arguments = (direction, source, target)
            threading.Thread(target=self._pump, args=arguments, daemon=True).start()

    def end(self, *, reset: bool) -> None:
        """Close both ends; with `reset` the other sides see an error, not an end."""
        for side in (self._client, self._server):
            if reset:
                _reset(side)
            else:
                with contextlib.suppress(OSError):
                    side.shutdown(socket.SHUT_RDWR)
                side.close()

    def cut_off(self) -> None:
        """The client sees a reset, the server a line on which nothing comes any more."""
        self._swallowing.set()
        _reset(self._client)

    def _pump(self, direction: Direction, source: socket.socket, target: socket.socket) -> None:
        try:
            for packet in _packets(source):
                if not self._pass_on(direction, packet, target):
                    return
        except OSError:
            pass
        if not self._swallowing.is_set():
            self.end(reset=False)

    def _pass_on(self, direction: Direction, packet: bytes, target: socket.socket) -> bool:
        """True while the connection goes on."""
        if self._swallowing.is_set():
            return True
        fault = self._proxy.note(direction, packet)
        if direction is UP and self._proxy.round_trip:
            time.sleep(self._proxy.round_trip)
        if fault is None:
            target.sendall(packet)
            return True
        return self._strike(fault, packet, target)

    def _strike(self, fault: Fault, packet: bytes, target: socket.socket) -> bool:
        if fault.deed is Deed.DELAY:
            time.sleep(fault.seconds)
            target.sendall(packet)
            return True
        if fault.deed is Deed.SLICE:
            for at in range(len(packet)):
                target.sendall(packet[at : at + 1])
            return True
        share = {Place.BEFORE: 0, Place.INSIDE: len(packet) // 2, Place.AFTER: len(packet)}
        target.sendall(packet[: share[fault.place]])
        if fault.deed is Deed.SWALLOW:
            self._swallowing.set()
            return True
        self.end(reset=fault.deed is Deed.CUT)
        return False


def _packets(source: socket.socket) -> Iterator[bytes]:
    """Whole packets: three bytes of length, one of sequence, the payload."""
    buffer = b""
    while True:
        while len(buffer) < 4 or len(buffer) < 4 + int.from_bytes(buffer[:3], "little"):
            chunk = source.recv(_CHUNK)
            if not chunk:
                return
            buffer += chunk
        size = 4 + int.from_bytes(buffer[:3], "little")
        yield buffer[:size]
        buffer = buffer[size:]


def _reset(side: socket.socket) -> None:
    with contextlib.suppress(OSError):
        side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Closing alone sends nothing while the other thread still waits in recv.
        side.shutdown(socket.SHUT_RD)
    side.close()
