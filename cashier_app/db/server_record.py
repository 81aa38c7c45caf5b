"""Who is attached to a private server: a small file, changed only under its lock."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cashier_app.db.process import ProcessId, is_running
from cashier_app.db.server_binary import write_secret

# A counter on Windows joins the central database and starts no server of its own.
if sys.platform != "win32":
    import fcntl


@dataclass(slots=True)
class Record:
    """The contents of users.json."""

    server: ProcessId | None = None
    users: dict[str, ProcessId] = field(default_factory=dict)
    kept: bool = False
    socket: str = ""
    tcp_port: int | None = None

    @classmethod
    def from_text(cls, text: str) -> Record:
        raw = json.loads(text)
        server = ProcessId(**raw.pop("server")) if raw["server"] else None
        users = {token: ProcessId(**user) for token, user in raw.pop("users").items()}
        return cls(server, users, raw["kept"], raw["socket"], raw["tcp_port"])

    def drop_dead(self) -> None:
        """Forget processes that ended without saying so (a crash, a power cut)."""
        self.users = {token: user for token, user in self.users.items() if is_running(user)}
        if self.server is not None and not is_running(self.server):
            self.server = None


def load(path: Path) -> Record:
    """Read the record. One that was torn by a power cut is empty: everybody in it is gone, too.

    (Its server may run all the same: `running_server` finds it.)
    """
    try:
        return Record.from_text(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return Record()


def save(path: Path, record: Record) -> None:
    """Replace the record in one step."""
    fresh = path.with_suffix(".new")
    write_secret(fresh, json.dumps(asdict(record)))
    fresh.replace(path)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file's exclusive lock; the system drops it if we die."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
