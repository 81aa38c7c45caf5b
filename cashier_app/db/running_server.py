"""Whether a process is the server of a data folder: the kernel is asked, not a note of ours."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cashier_app.db.process import ProcessId, this_process

_PROC = Path("/proc")


class Found(NamedTuple):
    """A server that runs on the data folder, and where it listens."""

    process: ProcessId
    socket: str
    tcp_port: int | None


def serves(process: ProcessId, data: Path) -> bool:
    """False for a process that has its number by chance. Without /proc the number is believed."""
    if not (_PROC / "self").exists():
        return True
    return f"--datadir={data}" in _command(process.pid)


def find_server_of(data: Path, pid_file: Path) -> Found | None:
    """The server that runs on `data` though no record names it; its own pid file does."""
    try:
        pid = int(pid_file.read_text("ascii"))
    except (OSError, ValueError):
        return None
    command = _command(pid)
    if f"--datadir={data}" not in command:
        return None
    options = dict(word.split("=", 1) for word in command if word.startswith("--") and "=" in word)
    port = options.get("--port", "")
    return Found(
        this_process(pid), options.get("--socket", ""), int(port) if port.isdigit() else None
    )


def _command(pid: int) -> list[str]:
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return []
