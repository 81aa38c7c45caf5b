"""A printer that is a folder: each job a file, for the demo, tests and trouble-shooting.

A file named OUT-OF-PAPER in the folder takes its paper away, until it is removed.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from receipts.document import Document
from receipts.status import READY, UNREACHABLE

OUT_OF_PAPER = "OUT-OF-PAPER"
_NO_PAPER = PrinterStatus(PrinterFault.NO_PAPER)


class FolderPrinter:
    """Keeps jobs as <name>.bin and, if asked for, what they look like as .png and .pdf."""

    def __init__(self, folder: Path, width: int, keep_pictures: bool) -> None:
        """`folder` is made at the first job; `width` of the paper in dots."""
        self._folder = folder
        self._width = width
        self._keep_pictures = keep_pictures

    def keep(self, document: Document, data: bytes) -> PrintResult:
        """Write a paper; it counts as printed when its bytes are on the disk."""
        if self._is_out_of_paper():
            return PrintResult(PrintState.NOT_PRINTED, _NO_PAPER, "out of paper")
        kept = self._keep(document.name, data)
        if self._keep_pictures and kept.state is PrintState.PRINTED:
            with contextlib.suppress(OSError):
                _write_pictures(Path(kept.detail), document, data, self._width)
        return kept

    def keep_drawer(self, pulse: bytes) -> PrintResult:
        """Write a drawer kick."""
        return self._keep("drawer", pulse)

    def status(self) -> PrinterStatus:
        """Ready when the folder can be written, or made, and has paper."""
        if self._is_out_of_paper():
            return _NO_PAPER
        place = self._folder
        while not place.exists() and place != place.parent:
            place = place.parent
        return READY if os.access(place, os.W_OK) else UNREACHABLE

    def _is_out_of_paper(self) -> bool:
        return (self._folder / OUT_OF_PAPER).exists()

    def _keep(self, name: str, data: bytes) -> PrintResult:
        try:
            path = self._fresh(name)
            _write(path, data)
        except OSError as error:
            return PrintResult(PrintState.NOT_PRINTED, UNREACHABLE, f"not written: {error}")
        return PrintResult(PrintState.PRINTED, READY, str(path))

    def _fresh(self, name: str) -> Path:
        """A path that is free; the file is made at once, so that two counters never share it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:
            path = self._folder / (f"{name}.bin" if number == 1 else f"{name}-{number}.bin")
            try:
                path.touch(exist_ok=False)
            except FileExistsError:
                number += 1
                continue
            return path


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _write_pictures(path: Path, document: Document, data: bytes, width: int) -> None:
    from receipts.pdf import pdf_bytes
    from receipts.picture import printed

    printed(data, width).png_image().save(path.with_suffix(".png"))
    path.with_suffix(".pdf").write_bytes(pdf_bytes(document))
