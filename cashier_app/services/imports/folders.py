"""What can be read in from a folder: its files of a kind, newest first, and the folders in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cashier_app.domain.errors import Refused

TABLES = frozenset({".csv", ".txt", ".tsv"})
TARIFFS = frozenset({".toml", ".txt"})
_MOST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a folder; `changed` in the computer's local time."""

    path: Path
    is_folder: bool
    size: int
    """Bytes; 0 for a folder."""
    changed: datetime


@dataclass(frozen=True, slots=True)
class Folder:
    """At most 200 entries: files by their age, then folders by name."""

    path: Path
    entries: tuple[Entry, ...]


def first_folder() -> Path:
    """Where a browser or a mail leaves files, else the person's own folder."""
    downloads = Path.home() / "Downloads"
    return downloads if downloads.is_dir() else Path.home()


def look_into(path: Path, endings: frozenset[str] = TABLES) -> Folder:
    """The folder's files with these endings, and its folders. Raises Refused(file_unreadable)."""
    try:
        found = [
            _entry(child) for child in path.iterdir()
            if not child.name.startswith(".") and (child.is_dir() or _is_file(child, endings))
        ]  # fmt: skip
    except OSError as error:
        raise Refused("file_unreadable", {"why": error.strerror or str(error)}) from error
    files = sorted((e for e in found if not e.is_folder), key=lambda e: e.changed, reverse=True)
    folders = sorted((e for e in found if e.is_folder), key=lambda e: e.path.name.casefold())
    return Folder(path, (*files, *folders)[:_MOST])


def _is_file(path: Path, endings: frozenset[str]) -> bool:
    return path.suffix.casefold() in endings and path.is_file()


def _entry(path: Path) -> Entry:
    facts = path.stat()
    is_folder = path.is_dir()
    # Local, as the person sees it beside the file elsewhere.
    changed = datetime.fromtimestamp(facts.st_mtime)  # noqa: DTZ006
    return Entry(path, is_folder, 0 if is_folder else facts.st_size, changed)
