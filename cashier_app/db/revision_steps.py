"""How far an upgrade has come, statement by statement: one that was broken off goes on there.

Both servers commit DDL by itself. Killed between two statements of a revision, a server is left
with tables that no release can use and on which the revision fails at its first statement. So each
statement is noted before it is sent, and one that changes rows is noted with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from alembic.ddl.mysql import MySQLImpl
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, CursorResult, Executable, delete, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

from cashier_app.db.engine import transaction
from cashier_app.db.errors import error_number, error_text, is_lost
from cashier_app.db.tables.people import upgrade_steps

_UPGRADE = "upgrade"
_VERSION_TABLE = "alembic_version"
_CHANGES_ROWS = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE"})
_THERE_OR_GONE = frozenset({1050, 1051, 1054, 1060, 1061, 1068, 1091, 1826, 3821, 3822, 3940})
"""What DDL answers to which nothing is left to do: its table, column or key is there, or gone."""
_SAME_FOREIGN_KEY = "errno: 121 "
"""MariaDB's words for one of that name."""

Run = Callable[[], CursorResult[Any] | None]


class OtherSteps(RuntimeError):
    """An upgrade was broken off by a release whose statements are others; the text says so."""


class RevisionSteps:
    """Hands on the statements of revisions, but those that an earlier upgrade has done.

    The note says how many of the revision's statements have ended, and which one was sent after
    them. DDL is whole or not there on both servers: sent again, it may answer that nothing is left
    to do.
    """

    def __init__(self, connection: Connection) -> None:
        """Behind the version that the connected database has."""
        upgrade_steps.create(connection, checkfirst=True)
        self._connection = connection
        self._begin(MigrationContext.configure(connection).get_current_revision() or "")

    def next_revision(self, *, heads: set[str], **_facts: object) -> None:
        """Alembic's on_version_apply: the database has the version of `heads` from now on."""
        self._begin(max(heads, default=""))

    def end(self) -> None:
        """The tables are as shipped."""
        self._connection.execute(_forget(_UPGRADE))

    def do(self, text: str, run: Run) -> None:
        """The next statement of the revision. Raises OtherSteps and the driver's errors."""
        self._number += 1
        if self._number <= self._ended:
            return
        if text.split(maxsplit=1)[0].upper() in _CHANGES_ROWS:
            with transaction(self._connection):
                run()
                self._note(self._number)
        else:
            self._change_tables(hashlib.sha256(text.encode()).hexdigest(), run)

    def _change_tables(self, summary: str, run: Run) -> None:
        was_sent = self._sent if self._number == self._ended + 1 else ""
        if was_sent not in ("", summary):
            raise OtherSteps(
                f"another release began it from version {self._after or 'none'} and was broken off"
                " half-way. Finish it with that release first."
            )
        self._note(self._number - 1, summary)
        try:
            run()
        except DBAPIError as error:
            if was_sent and _is_there_or_gone(error):
                return
            if not is_lost(error):
                # What stands in its way is somebody else's: next time it is refused again.
                self._note(self._number - 1)
            raise

    def _begin(self, version: str) -> None:
        """Find what an earlier upgrade noted behind this version."""
        self._after, self._number = version, 0
        steps = upgrade_steps.c
        row = self._connection.execute(
            select(steps.ended, steps.sent).where(
                steps.work == _UPGRADE, steps.after_version == version
            )
        ).one_or_none()
        self._ended: int = row.ended if row else 0
        self._sent: str = row.sent if row else ""

    def _note(self, ended: int, sent: str = "") -> None:
        self._connection.exec_driver_sql(
            "REPLACE INTO upgrade_steps (work, after_version, ended, sent) VALUES (%s, %s, %s, %s)",
            (_UPGRADE, self._after, ended, sent),
        )


class SteppedImpl(MySQLImpl):
    """Alembic's way to both servers; statements of a revision go through the context's `steps`."""

    __dialect__ = "mysql"

    def _exec(
        self, construct: Executable | str, *args: Any, **kwargs: Any
    ) -> CursorResult[Any] | None:
        steps: RevisionSteps | None = self.context_opts.get("steps")
        execute = super()._exec
        if steps is None or _is_about_version(construct):
            return execute(construct, *args, **kwargs)
        text = construct if isinstance(construct, str) else self._text(construct)
        steps.do(text, lambda: execute(construct, *args, **kwargs))
        return None

    def _text(self, construct: Any) -> str:
        return str(construct.compile(dialect=self.dialect)).strip()


def _is_about_version(construct: Executable | str) -> bool:
    return (
        isinstance(construct, UpdateBase) and construct.entity_description["name"] == _VERSION_TABLE
    )


def _is_there_or_gone(error: DBAPIError) -> bool:
    return error_number(error) in _THERE_OR_GONE or _SAME_FOREIGN_KEY in error_text(error)


# -- a restore, a large sample --------------------------------------------------------


class Load(StrEnum):
    """What stores a whole database's rows, and may be broken off."""

    RESTORE = "restore"
    SAMPLE = "sample"


def begin_load(connection: Connection, load: Load, note: str = "") -> None:
    """What is in the database from now on is part of `load`, until `end_load`.

    `note`, at most 64 letters, is what the next one has to know of it.
    """
    upgrade_steps.create(connection, checkfirst=True)
    connection.execute(_forget(load))
    connection.execute(
        insert(upgrade_steps).values(work=load, after_version="", ended=0, sent=note)
    )


def end_load(connection: Connection, load: Load) -> None:
    """Everything of it is stored."""
    connection.execute(_forget(load))


def load_note(connection: Connection, load: Load) -> str | None:
    """What was noted when it began; None where none is under way or was broken off."""
    upgrade_steps.create(connection, checkfirst=True)
    steps = upgrade_steps.c
    note: str | None = connection.execute(
        select(steps.sent).where(steps.work == load)
    ).scalar_one_or_none()
    return note


def _forget(work: str) -> Any:
    return delete(upgrade_steps).where(upgrade_steps.c.work == work)
