"""A second database to practise in: the same objects, made-up customers, the people's own sign-in.

People are users of the whole server, so each role of the real database is given the same
role of the training database: one name, one password, two books that never meet.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from cashier_app.db.engine import Login, connected, transaction
from cashier_app.db.enrolment import (
    Enrolment,
    NewCounter,
    create_counter,
    enrol_counter,
    list_counters,
)
from cashier_app.db.errors import error_number
from cashier_app.db.grants import quoted, role_name
from cashier_app.db.installer import upgrade
from cashier_app.db.tables import billing, people
from cashier_app.domain.utility import Role
from cashier_app.settings import training_name

_OFFICE, _OFFICE_NAME = "TR", "Training"
_UNKNOWN_DATABASE, _UNKNOWN_TABLE = 1049, 1146


class NotTraining(RuntimeError):
    """The database of that name is not marked as training: it is left alone."""


def training_login(login: Login) -> Login:
    """The same administrator at the training database beside the real one."""
    name = training_name(login.address.database)
    return replace(login, address=replace(login.address, database=name))


def install_training(login: Login, *, fresh: bool) -> bool:
    """Make the training database or bring it up to date; True while it has no sample yet.

    `fresh` takes the old one away first. Raises NotTraining, ValueError (name too long),
    UpgradeBlocked, SchemaBroken; the driver's error where the real database is not made.
    """
    with connected(login) as connection:
        # Its people are to practise: without it nothing is begun.
        connection.execute(select(people.users.c.user_id).limit(1))
    name = training_name(login.address.database)
    for role in Role:
        role_name(name, role)
    training = training_login(login)
    _refuse_other(training)
    if fresh:
        _drop(login, name)
    upgrade(login, name)
    with connected(training) as connection:
        return connection.execute(select(billing.bills.c.bill_id).limit(1)).first() is None


def open_to_people(login: Login) -> int:
    """Let everybody of the real database in, with the same rights, at every counter; how many.

    Who is disabled there is disabled here. Run again, it follows what was changed there.
    """
    real, training = login.address.database, training_name(login.address.database)
    with connected(training_login(login)) as connection:
        for role in Role:
            ours, theirs = quoted(role_name(training, role)), quoted(role_name(real, role))
            _run(connection, f"GRANT {ours} TO {theirs}")
        with transaction(connection):
            for statement in _COPIES:
                _run(connection, statement.replace("{real}", quoted(real)))
        return len(connection.execute(select(people.users.c.user_id)).all())


def enrol_for_training(login: Login, code: str, public_key: bytes) -> Enrolment:
    """Make this computer counter `code` of the training database."""
    with connected(training_login(login)) as connection:
        if code not in {counter.code for counter in list_counters(connection)}:
            name = f"Counter {int(code)}"
            create_counter(connection, NewCounter(code, name, _OFFICE, _OFFICE_NAME))
        enrolment = enrol_counter(connection, code, public_key)
        _at_every_counter(connection)
        return enrolment


def _refuse_other(training: Login) -> None:
    """Never touch a database of that name that holds real money."""
    try:
        with connected(training) as connection:
            marks = connection.execute(select(people.utility.c.is_training)).scalars().all()
    except DBAPIError as error:
        if error_number(error) in {_UNKNOWN_DATABASE, _UNKNOWN_TABLE}:
            return
        raise
    if marks and not all(marks):
        raise NotTraining(training.address.database)


def _drop(login: Login, name: str) -> None:
    engine = login.engine("")
    try:
        with engine.connect() as connection:
            _run(connection, f"DROP DATABASE IF EXISTS {quoted(name)}")
    finally:
        engine.dispose()


_EVERYWHERE = (
    "INSERT IGNORE INTO user_counters (user_id, counter_id)"
    " SELECT u.user_id, c.counter_id FROM users u CROSS JOIN counters c"
)
_COPIES = (
    (
        "INSERT INTO users (user_name, full_name, role, is_active, created_at)"
        " SELECT r.user_name, r.full_name, r.role, r.is_active, SYSDATE(6) FROM {real}.users r"
        " WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.user_name = r.user_name)"
    ),
    (
        "UPDATE users u JOIN {real}.users r ON r.user_name = u.user_name"
        " SET u.full_name = r.full_name, u.role = r.role, u.is_active = r.is_active"
    ),
    (
        "DELETE g FROM rights g JOIN users u ON u.user_id = g.user_id"
        " JOIN {real}.users r ON r.user_name = u.user_name"
    ),
    (
        "INSERT INTO rights (user_id, activity, limit_amount)"
        " SELECT u.user_id, g.activity, g.limit_amount FROM {real}.rights g"
        " JOIN {real}.users r ON r.user_id = g.user_id JOIN users u ON u.user_name = r.user_name"
    ),
    _EVERYWHERE,
)
"""`{real}` is the real database, quoted."""


def _at_every_counter(connection: Connection) -> None:
    _run(connection, _EVERYWHERE)


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
