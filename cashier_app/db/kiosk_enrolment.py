"""Kiosks in the database: made and given a password by an administrator's CALLs, as in users.py."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cashier_app.db.office import OfficeConnection, call_office
from cashier_app.db.repositories.rows import utc
from cashier_app.domain.kiosk import KioskState

PASSWORD_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewKiosk:
    """A screen in the hall of `office_code`; what stands already keeps its hall and its user."""

    code: str
    name: str = ""
    office_code: str = ""
    user_name: str = ""
    """Of its database user; "" is "kiosk" and the code."""


@dataclass(frozen=True, slots=True)
class KioskLogin:
    """What the kiosk's computer keeps: a database user that may CALL a handful of procedures."""

    code: str
    user_name: str
    password: str = field(repr=False)


def enrol_kiosk(connection: OfficeConnection, new: NewKiosk) -> KioskLogin:
    """Make the kiosk, or bind it to another computer: the old password ends.

    Raises Refused: bad_kiosk_code, no_such_office, bad_user_name, exists_already.
    """
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user_name = new.user_name or f"kiosk{new.code}"
    ((row,),) = call_office(
        connection, "enrol_kiosk", new.code, new.name, new.office_code, user_name, password
    )
    return KioskLogin(new.code, row["user_name"], password)


def set_kiosk(connection: OfficeConnection, code: str, *, is_active: bool) -> None:
    """Stop a kiosk at its next CALL, or let it go on. Raises Refused("no_such_kiosk")."""
    call_office(connection, "set_kiosk", code, is_active)


def list_kiosks(connection: OfficeConnection) -> list[KioskState]:
    """Every kiosk, by code."""
    (rows,) = call_office(connection, "list_kiosks")
    return [
        KioskState(
            row["code"], row["name"], row["office"], row["user_name"], bool(row["is_active"]),
            utc(row["enrolled_at"]), row["enrolled_by"], int(row["failures"]),
        )
        for row in rows
    ]  # fmt: skip
