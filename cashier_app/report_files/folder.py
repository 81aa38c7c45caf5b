"""Where reports are saved: whole files only, never one over another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from cashier_app.domain.errors import Refused
from cashier_app.domain.reports import Report
from cashier_app.report_files.writers import Format, file_name, report_bytes


def write_file(path: Path, content: bytes) -> None:
    """Whole or not at all: what is there stays until the new file is complete."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class ReportFolder:
    """services.report_ports.ReportFiles in a folder of this computer, made when it is needed.

    `where` is asked then: finding a person's documents is not for the start.
    """

    where: Callable[[], Path]

    def save(self, report: Report, ending: str) -> Path:
        """Save as pdf, xlsx, csv or json. Raises Refused (cannot_save)."""
        wanted = Format(ending)
        return self.save_as(file_name(report, wanted), report_bytes(report, wanted))

    def save_as(self, name: str, content: bytes) -> Path:
        """Save under `name`, or "name (2)" where that is taken."""
        folder = self.where()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = next(path for path in _names(folder / name) if not path.exists())
            write_file(path, content)
        except OSError as error:
            detail = error.strerror or str(error)
            raise Refused("cannot_save", {"folder": str(folder), "detail": detail}) from error
        return path


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")
