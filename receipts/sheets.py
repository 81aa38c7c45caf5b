"""Bills and statements on whole sheets: to a print queue of the system, or into a folder."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from cashier_app.domain.errors import Unavailable

_SECONDS = 20
_NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9-]+")


class SystemSheets:
    """services.kiosk_ports.SheetPrinter by `lp`, which Linux and macOS have for their queues."""

    def __init__(self, queue: str = "", folder: Path | None = None) -> None:
        self._queue, self._folder = queue, folder

    @property
    def is_there(self) -> bool:
        """A queue or a folder was named."""
        return bool(self._queue or self._folder)

    def print_pdf(self, name: str, content: bytes) -> None:
        """Hand the PDF over; raises Unavailable("sheet_printer")."""
        safe = _NOT_FOR_FILES.sub("-", name)
        if self._folder is not None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                (self._folder / f"{safe}.pdf").write_bytes(content)
            except OSError as error:
                raise Unavailable("sheet_printer") from error
        if self._queue:
            self._send(safe, content)

    def _send(self, title: str, content: bytes) -> None:
        tool = shutil.which("lp")
        if tool is None:
            raise Unavailable("sheet_printer")
        order = [tool, "-d", self._queue, "-t", title, "-"]
        try:
            subprocess.run(order, input=content, check=True, capture_output=True, timeout=_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            raise Unavailable("sheet_printer") from error
