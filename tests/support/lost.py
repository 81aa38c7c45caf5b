"""A hall thrown back to last night's backup, and what its people do then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cashier_app.db.backup import let_in, restore_backup, take_backup
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.lost import LostFound
from cashier_app.domain.utility import Role
from cashier_app.services.program import Program
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.plugins.database import DATABASE
from tests.support.counter import PASSWORD, Desk, World
from tests.support.selling import Selling

REASON = "Backup of last night restored"


@dataclass
class Hall:
    """A hall on a server of its own, which can be thrown back to an earlier moment."""

    server: PrivateServer
    folder: Path
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.server.admin_login(DATABASE), DATABASE, self.folder)

    @property
    def backup(self) -> Path:
        return self.folder / "night.cashier"

    def back_up(self) -> None:
        take_backup(self.server.admin_login(DATABASE), self.backup, "0.1.0")

    def restore(self) -> None:
        admin = self.server.admin_login(DATABASE)
        restore_backup(admin, self.backup, replace=True)
        let_in(admin)

    def breaches(self, *desks: Desk) -> list[str]:
        logs = [desk.setup.log_path for desk in desks]
        with reader_for(self.server.admin_login(DATABASE)) as reading:
            return [str(breach) for breach in verify(reading, logs).breaches]


@contextmanager
def hall_at(server: PrivateServer, folder: Path) -> Iterator[Hall]:
    """A hall whose files lie in `folder`, which is made."""
    folder.mkdir()
    hall = Hall(server, folder)
    with closing(hall.world):
        yield hall


def supervisor_of(hall: Hall, *desks: Desk) -> str:
    return hall.world.person(Role.SUPERVISOR, "Rana Das", counters=tuple(d.code for d in desks))


def find_lost(selling: Selling) -> LostFound:
    """What a cashier is told at a counter that has stopped."""
    program, desk = selling.program, selling.desk
    program.sessions.sign_in_to_recover(desk.user_name, desk.password)
    return program.lost.find()


def recorded(selling: Selling, supervisor: str) -> None:
    """What a cashier and a supervisor do then."""
    lost, name = find_lost(selling).lost, selling.desk.user_name
    selling.program.lost.record(lost, name, supervisor, PASSWORD, REASON)


def entered(program: Program, selling: Selling) -> list[tuple[str, str]]:
    done = program.lost.enter(
        program.lost.waiting(), selling.shift.shift_id, selling.desk.user_name
    )
    assert done.refused == ()
    return [(lost.number, receipt.number) for lost, receipt in done.entered]
