"""What a kiosk's database user may CALL, as the server says, beside what was shipped for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from cashier_app.db.engine import Login, connected
from cashier_app.db.errors import DATABASE_ERRORS, as_read_error
from cashier_app.db.sql_objects import KIOSK, ObjectKind, load_objects

# A user sees the routines it has a right on, and no other.
_MINE = text(
    "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()"
)


@dataclass(frozen=True, slots=True)
class KioskRights:
    """Names of procedures, sorted."""

    shipped: tuple[str, ...]
    missing: tuple[str, ...]
    beyond: tuple[str, ...]
    """What a customers' computer must not be able to CALL."""


def kiosk_rights(login: Login) -> KioskRights:
    """Asked as the kiosk itself; changes nothing. Raises CashierError where nobody answers."""
    shipped = {
        found.name
        for found in load_objects()
        if found.kind is ObjectKind.PROCEDURE and KIOSK in found.roles
    }
    try:
        with connected(login) as connection:
            held = {str(name) for (name,) in connection.execute(_MINE)}
    except DATABASE_ERRORS as error:
        raise as_read_error(error) from error
    return KioskRights(
        tuple(sorted(shipped)), tuple(sorted(shipped - held)), tuple(sorted(held - shipped))
    )
