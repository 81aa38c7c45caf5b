"""A line to a branch: a process of its own that holds back what goes to the server.

    with Line(server_port, 0.020) as line:
        ...                         # connect to 127.0.0.1:line.port
        line.cut()                  # every connection is reset, nobody gets through
        line.mend()

The proxy of the tests understands packets and strikes at a chosen one; it shares its process, and
with it Python's lock, with the clients. Where times are measured that would be measured as well.

Two threads that are woken and a sleep that ends late take time of their own, which no cable has. At
its start the line pings itself, with and without its own way in between, and holds each piece back
for so much less: never so little that the fastest ping would be faster than the line says.
"""

from __future__ import annotations

import contextlib
import socket
import statistics
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

_CHUNK = 262_144
_BACKLOG = 1024
_PINGS = 40


class Line:
    """Passes on to 127.0.0.1:`server_port`, `round_trip` seconds late on the way there."""

    def __init__(self, server_port: int, round_trip: float) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.line", str(server_port), str(round_trip)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        self.port = int(self._said())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._process:
            _pipe(self._process.stdin).close()

    def cut(self) -> None:
        """Reset every connection, and every new one until `mend`."""
        self._tell("cut")

    def mend(self) -> None:
        """Let everybody through again."""
        self._tell("mend")

    def _tell(self, word: str) -> None:
        pipe = _pipe(self._process.stdin)
        pipe.write(f"{word}\n")
        pipe.flush()
        self._said()

    def _said(self) -> str:
        return _pipe(self._process.stdout).readline().strip()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the line was started without pipes")
    return pipe


class _Passing:
    """The process's side."""

    def __init__(self, server_port: int, hold: float) -> None:
        self._server_port, self._hold = server_port, hold
        self._is_cut = False
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def run(self) -> None:
        """Until standard input ends."""
        print(self.port, flush=True)
        for word in sys.stdin:
            with self._lock:
                self._is_cut = word.strip() == "cut"
                ends = list(self._ends) if self._is_cut else []
            for end in ends:
                _reset(end)
            print("done", flush=True)

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                _reset(client)
                continue
            with self._lock:
                is_cut = self._is_cut
                if not is_cut:
                    self._ends |= {client, server}
            if is_cut:
                _reset(client)
                server.close()
                continue
            for source, target, hold in ((client, server, self._hold), (server, client, 0.0)):
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(
                    target=self._pump, args=(source, target, hold), daemon=True
                ).start()

    def _pump(self, source: socket.socket, target: socket.socket, hold: float) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_CHUNK):
                if hold:
                    time.sleep(hold)
                target.sendall(piece)
        with self._lock:
            self._ends -= {source, target}
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        target.close()


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Wakes the thread that waits in recv; closing alone would leave it there.
        end.shutdown(socket.SHUT_RD)
        end.close()


def _own_seconds(round_trip: float) -> float:
    """What a ping takes over a line of `round_trip` seconds beyond these and a direct ping."""
    echo = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_echo, args=(echo, 2), daemon=True).start()
    port = int(echo.getsockname()[1])
    direct, over = (
        socket.create_connection(("127.0.0.1", at))
        for at in (port, _Passing(port, round_trip).port)
    )
    here, there = [], []
    with echo, direct, over:
        for _ in range(_PINGS):
            here.append(_pinged(direct))
            there.append(_pinged(over))
    return max(0.0, min(there) - round_trip - statistics.median(here))


def _echo(listener: socket.socket, count: int) -> None:
    for _ in range(count):
        threading.Thread(target=_answer, args=(listener.accept()[0],), daemon=True).start()


def _answer(client: socket.socket) -> None:
    with client:
        while piece := client.recv(_CHUNK):
            client.sendall(piece)


def _pinged(client: socket.socket) -> float:
    began = time.perf_counter()
    client.sendall(b"?")
    client.recv(1)
    return time.perf_counter() - began


def main() -> None:
    """The process: the server's port and the round trip in seconds are its arguments."""
    server_port, round_trip = int(sys.argv[1]), float(sys.argv[2])
    _Passing(server_port, max(0.0, round_trip - _own_seconds(round_trip))).run()


if __name__ == "__main__":
    main()
