"""A large sample is too large for one transaction: nobody is let in until all of it is stored.

What one that was broken off has left is taken away before another begins: its rows, the people
that it made, and what was left out of the schema while it was stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select

from cashier_app.db.engine import Login
from cashier_app.db.grants import quoted
from cashier_app.db.installer import alone, close_gate, refuse_unended, upgrade
from cashier_app.db.revision_steps import Load, begin_load, end_load, load_note
from cashier_app.db.sample_indexes import LATER, build
from cashier_app.db.tables import people

REPLACED = frozenset({"utility", "settings", "denominations", "rights", "user_counters"})
"""Tables whose rows may stand already; the sample's rows win."""
_OF_PEOPLE = ("user_counters", "rights", "users")


@contextmanager
def half_made(login: Login) -> Iterator[None]:
    """The block stores a sample; until it has ended nobody is let in. Raises UpgradeBlocked.

    Where the block fails, or the program ends within it, the gate stays closed.
    """
    database = login.address.database
    with alone(login, database) as connection:
        last = connection.execute(select(func.max(people.users.c.user_id))).scalar_one()
        close_gate(connection, database)
        begin_load(connection, Load.SAMPLE, str(last or 0))
        yield
        end_load(connection, Load.SAMPLE)
    upgrade(login, database)


def take_away_broken(login: Login, tables: Sequence[str]) -> bool:
    """Empty `tables`, a sample's, where one was broken off; who was there before it stays.

    False where none was. It may be broken off, too. Raises UpgradeBlocked while another one is
    stored, LoadUnended where a restore was broken off.
    """
    database = login.address.database
    with alone(login, database) as connection:
        refuse_unended(connection, database, Load.RESTORE)
        last = load_note(connection, Load.SAMPLE)
        if last is None:
            return False

        def run(statement: str) -> None:
            connection.exec_driver_sql(statement)

        run("SET SESSION foreign_key_checks = 0")
        for table in tables:
            if table not in REPLACED and table not in _OF_PEOPLE:
                run(f"TRUNCATE TABLE {quoted(table)}")
        # The upgrade makes it again, with the triggers that the sample took out.
        run("DROP TRIGGER IF EXISTS users_no_delete")
        for table in _OF_PEOPLE:
            run(f"DELETE FROM {table} WHERE user_id > {int(last)}")  # noqa: S608 - a number
        driver: Any = connection.connection.driver_connection
        build(driver, tuple(LATER))
        end_load(connection, Load.SAMPLE)
    upgrade(login, database)
    return True
