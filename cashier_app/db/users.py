"""People as database users: each has a user of their own, one role, rights and counters as rows.

Everything here is a CALL of an owner procedure on the connection of a person with the role
administrator. The server's own administrator may call them, too: the first administrator is
added so, and a lost one let in again (docs/decisions/0005-people-by-owner-procedures.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection

from cashier_app.db.connection import Row
from cashier_app.db.office import call_office
from cashier_app.domain.utility import Role

Rights = Mapping[str, Decimal | None]
"""What a person may do, each with the highest amount; None is without a limit."""

_CASHIER_RIGHTS: Rights = dict.fromkeys(
    ("take_payment", "open_shift", "count_shift", "close_shift", "undo_payment", "reprint")
)
DEFAULT_RIGHTS: Mapping[Role, Rights] = {
    Role.CASHIER: _CASHIER_RIGHTS,
    Role.SUPERVISOR: {
        **_CASHIER_RIGHTS,
        **dict.fromkeys(
            ("approve", "open_drawer", "close_other", "cheques", "import_payments", "paper_book")
        ),
    },
    Role.CLERK: dict.fromkeys(("cheques",)),
}
"""What a person of a role starts with; the procedures check the rows."""


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to be added. `counters` are codes; none means that money is not their work."""

    user_name: str
    full_name: str
    role: Role
    password: str = field(repr=False)
    counters: tuple[str, ...] = ()
    must_change_password: bool = True


@dataclass(frozen=True, slots=True)
class UserFacts:
    """A person as `cashier db users` lists them; without an account nobody can sign in."""

    user_name: str
    full_name: str
    role: Role
    is_active: bool
    has_account: bool
    rights: Rights
    counters: tuple[str, ...]


def create_user(connection: Connection, new: NewUser) -> int:
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
    connection: Connection, user_name: str, password: str, *, must_change: bool = True
) -> None:
    """Make the database user of a person who stands in the table only.

    A sample brings its people so, and a backup that is restored on another server.
    Raises Refused: no_such_user, exists_already, password_too_short, password_has_name.
    """
    call_office(connection, "add_account", user_name, password, must_change)


def reset_password(
    connection: Connection, user_name: str, password: str, *, must_change: bool = True
) -> None:
    """Give a person a new password, to be changed at the next sign-in.

    Raises Refused: no_such_user, no_account, other_account, password_too_short,
    password_has_name.
    """
    call_office(connection, "reset_person_password", user_name, password, must_change)


def disable_user(connection: Connection, user_name: str) -> None:
    """Take effect at the person's next CALL. Raises Refused: no_such_user, not_yourself."""
    call_office(connection, "disable_person", user_name)


def enable_user(connection: Connection, user_name: str) -> None:
    """Let a person in again, also after too many wrong passwords.

    Raises Refused: no_such_user, other_account.
    """
    call_office(connection, "enable_person", user_name)


def set_rights(connection: Connection, user_name: str, rights: Rights) -> None:
    """Replace all a person's rights. Raises Refused: no_such_user, bad_right."""
    call_office(connection, "set_person_rights", user_name, _rights_text(rights))


def set_counters(connection: Connection, user_name: str, counters: Sequence[str]) -> None:
    """Replace the counters where a person may work.

    Raises Refused: no_such_user, no_such_counter.
    """
    call_office(connection, "set_person_counters", user_name, json.dumps(list(counters)))


def list_users(connection: Connection) -> list[UserFacts]:
    """Everybody, by name."""
    people, rights, counters = call_office(connection, "list_people")
    return [_facts(person, rights, counters) for person in people]


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
    )


def _rights_text(rights: Rights) -> str:
    """As the procedures read it: an amount as text, an empty one for no limit."""
    return json.dumps(
        [[activity, "" if limit is None else f"{limit:f}"] for activity, limit in rights.items()]
    )
