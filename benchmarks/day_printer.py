"""A network printer for a long day: it answers, notes when a receipt was cut, and can be slow."""

from __future__ import annotations

import socket
import threading
import time

from receipts.escpos import FEED_AND_CUT
from tests.receipts.fake_printer import FakePrinter

_CUT = FEED_AND_CUT[-4:-2]
_PIECE = 512
_SLOW_SECONDS = 0.02
"""For a piece: some 25 kB a second, a serial adapter's pace."""


class Sink(FakePrinter):
    """Keeps no paper, only what became of it."""

    def __init__(self) -> None:
        super().__init__()
        self.last_cut = 0.0
        """When the last byte of the last receipt came (`time.perf_counter`)."""
        self.cut = 0
        """Receipts that came out whole."""
        self._is_slow = threading.Event()

    def be_slow(self, yes: bool) -> None:
        """From now on, or no more."""
        if yes:
            self._is_slow.set()
        else:
            self._is_slow.clear()

    def take_paper(self, yes: bool) -> None:
        """The roll is at its end, or there is a new one."""
        self.manners.paper_out = yes

    def _room(self) -> int:
        if not self._is_slow.is_set():
            return super()._room()
        time.sleep(_SLOW_SECONDS)
        return _PIECE

    def _print(self, connection: socket.socket, command: bytes) -> None:
        super()._print(connection, command)
        self.on_paper = b""
        if command.startswith(_CUT):
            self.last_cut = time.perf_counter()
            self.cut += 1
