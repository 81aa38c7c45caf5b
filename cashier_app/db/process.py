"""Whether a process is still the one that we knew."""

from __future__ import annotations

import os
import select
import time
from dataclasses import dataclass
from pathlib import Path

_LOOK_AGAIN_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class ProcessId:
    """A process. Numbers are used again, so the start time tells two of them apart."""

    pid: int
    started: str
    """Clock ticks since boot, as the kernel writes them; empty where there is no /proc."""


def this_process(pid: int | None = None) -> ProcessId:
    """Our own process, or a child of ours."""
    pid = os.getpid() if pid is None else pid
    facts = _facts(pid)
    return ProcessId(pid, facts[1] if facts else "")


def is_running(process: ProcessId) -> bool:
    """False when it ended, is a zombie, or the number belongs to another process by now."""
    if Path("/proc/self/stat").exists():
        facts = _facts(process.pid)
        return facts is not None and facts[0] not in "ZX" and facts[1] == process.started
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _facts(pid: int) -> tuple[str, str] | None:
    """State letter and start time from /proc (fields 3 and 22 of proc(5))."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # The name in brackets may hold spaces and brackets itself.
    fields = text.rpartition(")")[2].split()
    return fields[0], fields[19]


def wait_for_end(process: ProcessId, seconds: float) -> bool:
    """Wait for somebody else's process to end; False after `seconds`."""
    try:
        handle = os.pidfd_open(process.pid)
    except (AttributeError, OSError):
        return _look_until_end(process, seconds)
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        return bool(poll.poll(seconds * 1000)) or not is_running(process)
    finally:
        os.close(handle)


def _look_until_end(process: ProcessId, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_running(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_AGAIN_SECONDS)
    return True
