"""People as database users: each has a user of their own, one role, rights and counters as rows.

Everything here is a CALL of an owner procedure on the connection of a person with the role
administrator. The server's own administrator may call them, too: the first administrator is
added so, and a lost one let in again (docs/decisions/0005-people-by-owner-procedures.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cashier_app.db.connection import Row
from cashier_app.db.office import OfficeConnection, call_office
from cashier_app.domain.people import DEFAULT_RIGHTS, NewUser, Rights, UserFacts
from cashier_app.domain.utility import Role


def create_user(connection: OfficeConnection, new: NewUser) -> int:
    """Add the database user with its role, the row, the rights; returns the user's key.

    Raises Refused: bad_user_name, bad_full_name, password_too_short, password_has_name,
    exists_already, no_such_counter.
    """
    ((row,),) = call_office(
        connection,
        "add_person",
        new.user_name,
        new.full_name,
        new.role.value,
        new.password,
        new.must_change_password,
        _rights_text(DEFAULT_RIGHTS.get(new.role, {})),
        json.dumps(new.counters),
    )
    return int(row["user_id"])


def create_account(
    connection: OfficeConnection, user_name: str, password: str, *, must_change: bool = True
) -> None:
    """Make the database user of a person who stands in the table only.

    A sample brings its people so, and a backup that is restored on another server.
    Raises Refused: no_such_user, exists_already, password_too_short, password_has_name.
    """
    call_office(connection, "add_account", user_name, password, must_change)


def reset_password(
    connection: OfficeConnection, user_name: str, password: str, *, must_change: bool = True
) -> None:
    """Give a person a new password, to be changed at the next sign-in.

    Raises Refused: no_such_user, no_account, other_account, password_too_short,
    password_has_name.
    """
    call_office(connection, "reset_person_password", user_name, password, must_change)


def disable_user(connection: OfficeConnection, user_name: str) -> None:
    """Take effect at the person's next CALL. Raises Refused: no_such_user, not_yourself."""
    call_office(connection, "disable_person", user_name)


def enable_user(connection: OfficeConnection, user_name: str) -> None:
    """Let a person in again, also after too many wrong passwords.

    Raises Refused: no_such_user, other_account.
    """
    call_office(connection, "enable_person", user_name)


def set_rights(connection: OfficeConnection, user_name: str, rights: Rights) -> None:
    """Replace all a person's rights. Raises Refused: no_such_user, bad_right."""
    call_office(connection, "set_person_rights", user_name, _rights_text(rights))


def set_counters(connection: OfficeConnection, user_name: str, counters: Sequence[str]) -> None:
    """Replace the counters where a person may work.

    Raises Refused: no_such_user, no_such_counter.
    """
    call_office(connection, "set_person_counters", user_name, json.dumps(list(counters)))


def list_users(connection: OfficeConnection) -> list[UserFacts]:
    """Everybody, by name."""
    return list_people(connection)[0]


def list_people(connection: OfficeConnection) -> tuple[list[UserFacts], tuple[str, ...]]:
    """Everybody, by name, and all that a right can be about."""
    people, rights, counters, (known,) = call_office(connection, "list_people")
    users = [_facts(person, rights, counters) for person in people]
    return users, tuple(filter(None, known["rights"].split(",")))


def _facts(person: Row, rights: Sequence[Row], counters: Sequence[Row]) -> UserFacts:
    name = person["user_name"]
    return UserFacts(
        name,
        person["full_name"],
        Role(person["role"]),
        bool(person["is_active"]),
        bool(person["has_account"]),
        {row["activity"]: row["limit_amount"] for row in rights if row["user_name"] == name},
        tuple(row["code"] for row in counters if row["user_name"] == name),
        bool(person["must_change_password"]),
        person["shift_at"],
        bool(person["is_self"]),
    )


def _rights_text(rights: Rights) -> str:
    """As the procedures read it: an amount as text, an empty one for no limit."""
    return json.dumps(
        [[activity, "" if limit is None else f"{limit:f}"] for activity, limit in rights.items()]
    )
