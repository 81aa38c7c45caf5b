"""Holds a file for one process for as long as it is open."""

from __future__ import annotations

import os
from typing import IO

_LOCK_AT = (1 << 31) - 2
"""Beyond every content: Windows lets nobody else read a byte that is locked, not even through
another handle of the same process. Its C library takes no place behind this one."""


class FileInUse(RuntimeError):
    """Another process holds it; the text is its path."""


def hold(file: IO[bytes], *, on_windows: bool = os.name == "nt") -> None:
    """Lock an open file; closing it lets go. Raises FileInUse, the file is closed then."""
    try:
        if on_windows:
            _hold_on_windows(file)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise FileInUse(str(file.name)) from error


def _hold_on_windows(file: IO[bytes]) -> None:
    """The lock is of bytes from where the file stands, which goes back to where it stood."""
    import msvcrt

    stood = file.tell()
    file.seek(_LOCK_AT)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    finally:
        file.seek(stood)
