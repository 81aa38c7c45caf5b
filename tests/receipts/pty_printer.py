"""A device file with a printer behind it; `unplug` takes it away."""

from __future__ import annotations

import contextlib
import math
import os
import pty
import re
import threading
import tty
from pathlib import Path

_QUESTIONS_LAST = re.compile(rb"(\x10\x04[\x01-\x04])+\Z")


class PtyPrinter:
    """Behind `link`; `heard` is all that arrived. `dies_after` so many bytes it is pulled out.

    With `bytes_a_second` it takes no more than that, as one that prints while it reads.
    """

    def __init__(
        self, link: Path, dies_after: int | None = None, bytes_a_second: float = math.inf
    ) -> None:
        self._link, self._dies_after, self._speed = link, dies_after, bytes_a_second
        self.heard = b""
        self._answered = 0
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(self._slave))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def paper(self) -> bytes:
        """What was no question."""
        paper = self.heard
        for question in (*(b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4)), b"\x1dr\x01"):
            paper = paper.replace(question, b"")
        return paper

    def unplug(self) -> None:
        """The file goes, and whoever has it open hears an error."""
        self._link.unlink(missing_ok=True)
        self._ended.set()
        with contextlib.suppress(OSError):
            os.write(self._slave, b"x")
        self._thread.join(5)
        os.close(self._slave)
        with contextlib.suppress(OSError):
            os.close(self._master)

    def _serve(self) -> None:
        while not self._ended.is_set():
            wanted = 65536 if self._dies_after is None else self._dies_after - len(self.heard)
            data = os.read(self._master, wanted)
            if self._ended.wait(len(data) / self._speed):
                return
            self.heard += data
            if self._dies_after is not None and len(self.heard) >= self._dies_after:
                self._link.unlink()
                os.close(self._master)
                return
            for answer in data.count(b"\x10\x04") * [b"\x12"]:
                os.write(self._master, answer)
            # Questions that were asked while it printed stand behind the one after the paper.
            asked = len(_QUESTIONS_LAST.sub(b"", self.heard))
            if self.heard[:asked].endswith(b"\x1dr\x01") and asked > self._answered:
                self._answered = asked
                os.write(self._master, b"\x00")
