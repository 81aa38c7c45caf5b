"""The private server's socket: a short path in a folder that is ours alone."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
from pathlib import Path

from cashier_app.db.server_binary import ServerFailed

SOCKET_BYTES = 107
"""Longest path of a Unix socket (sun_path is 108 bytes with its ending zero)."""


def socket_path(folder: Path) -> Path:
    """Where the server of this folder listens: a short path, the same for every process."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "cashier" / name / "db.sock"
    return Path(tempfile.gettempdir()) / f"cashier-{os.getuid()}" / name / "db.sock"


def prepare_socket_folder(path: Path) -> None:
    """Make the socket's folders ours alone. Raises ServerFailed when somebody else's are there."""
    size = len(os.fsencode(path))
    if size > SOCKET_BYTES:
        raise ServerFailed(
            f"The path of the database socket has {size} bytes, {SOCKET_BYTES} are allowed: {path}."
            " Set XDG_RUNTIME_DIR or TMPDIR to a shorter folder."
        )
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = folder.lstat()
        if folder.is_symlink() or facts.st_uid != os.getuid() or facts.st_mode & 0o077:
            raise ServerFailed(f"{folder} must be a folder that only you can use.")
    path.unlink(missing_ok=True)


def greets(path: Path) -> bool:
    """True when the server sends its greeting (protocol 10), so that sign-ins work."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(5)
        try:
            line.connect(str(path))
            return line.recv(5)[4:5] == b"\x0a"
        except OSError:
            return False
