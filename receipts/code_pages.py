"""Characters as bytes of the printer's code pages, by python-escpos' printer profiles.

python-escpos would send "?" for what no page has; here the answer is None, so that
the caller can draw it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import platform
import shutil
import tempfile
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
from escpos.constants import CODEPAGE_CHANGE

from cashier_app.domain.money import MINUS
from receipts.printable import REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escpos.magicencode import Encoder

_PICKLE_DIR = "ESCPOS_CAPABILITIES_PICKLE_DIR"

SPELLED = {MINUS: "-", REPLACEMENT: "?", "\u00d7": "x", "\u2019": "'"}
"""One character for one: what no code page needs to have for our own words."""

# Pages with more than one byte a character, with letters that need shaping or run
# from right to left, or whose table is not known: their characters are drawn.
_DRAWN = frozenset(
    (
        *("CP932", "CP720", "CP862", "CP864", "CP874", "CP1098", "CP1255", "CP1256"),
        *("TCVN-3-1", "TCVN-3-2", "CP851", "CP853", "CP772", "CP774", "Unknown"),
    )
)


class CodePages:
    """Encodes lines, remembering which code page the printer is in."""

    def __init__(self, profile: str) -> None:
        """`profile` is a python-escpos profile name; loaded at the first non-ASCII line."""
        self._profile = profile
        self._page: int | None = None

    def forget(self) -> None:
        """The printer's page is not known any more: name it before the next character."""
        self._page = None

    def encode(self, line: str) -> bytes | None:
        """The bytes of one line, or None if a character is on no page."""
        for char, spelled in SPELLED.items():
            line = line.replace(char, spelled)
        if line.isascii():
            return line.encode("ascii") if line.isprintable() else None
        codes = [_code(self._profile, char) for char in line]
        return None if None in codes else b"".join(self._bytes(code) for code in codes if code)

    def _bytes(self, code: tuple[int | None, bytes]) -> bytes:
        page, byte = code
        if page is None or page == self._page:
            return byte
        self._page = page
        return bytes(CODEPAGE_CHANGE) + bytes([page]) + byte


@lru_cache(maxsize=4096)
def _code(profile: str, char: str) -> tuple[int | None, bytes] | None:
    """Page and byte of a character, the lowest page first; no page for ASCII."""
    if char.isascii():
        return (None, char.encode("ascii")) if char.isprintable() else None
    encoder = _encoder(profile)
    for name in encoder.codepages:
        if name not in _DRAWN and encoder.can_encode(name, char):
            return encoder.get_sequence(name), encoder.encode(char, name)
    return None


@lru_cache(maxsize=4)
def _encoder(profile: str) -> Encoder:
    try:
        return _imported(profile)
    except Exception:  # noqa: BLE001 - a torn file raises anything; it is gone now
        return _imported(profile)


def profiles() -> dict[str, Any]:
    """python-escpos' profiles by name: the paper's width, what it can do."""
    try:
        known = _capabilities()
    except Exception:  # noqa: BLE001 - as in _encoder
        known = _capabilities()
    return dict(known["profiles"])


def _capabilities() -> dict[str, Any]:
    with _logging_untouched(), _capabilities_kept():
        from escpos.capabilities import CAPABILITIES

    found: dict[str, Any] = CAPABILITIES
    return found


def _imported(profile: str) -> Encoder:
    with _logging_untouched(), _capabilities_kept():
        from escpos.capabilities import get_profile
        from escpos.magicencode import Encoder

    return Encoder(get_profile(profile).get_code_pages())


def cache_folder() -> Path:
    """What may be deleted at any time."""
    return Path(platformdirs.user_cache_dir("cashier", appauthor=False))


@contextmanager
def _logging_untouched() -> Iterator[None]:
    """python-escpos sets up the root logger when it is imported."""
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        yield
    finally:
        root.handlers[:] = before


@contextmanager
def _capabilities_kept() -> Iterator[None]:
    """Keep the printers that python-escpos parses at import (100 ms) for the next start.

    It writes them in place: two programs starting at once, or a power cut, would leave
    a torn file that breaks every later start. So it works on a copy of its own.
    """
    if _PICKLE_DIR in os.environ:
        yield
        return
    kept = cache_folder() / "printers.pickle"
    with tempfile.TemporaryDirectory(prefix="cashier-") as folder:
        own = Path(folder, f"{platform.python_version()}.capabilities.pickle")
        with contextlib.suppress(OSError):
            shutil.copy2(kept, own)
        before = _changed_at(own)
        os.environ[_PICKLE_DIR] = folder
        try:
            yield
        except Exception:
            kept.unlink(missing_ok=True)
            raise
        finally:
            del os.environ[_PICKLE_DIR]
        if _changed_at(own) != before:
            _replace(kept, own)


def _changed_at(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _replace(kept: Path, own: Path) -> None:
    fresh = kept.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(own, fresh)
        fresh.replace(kept)
