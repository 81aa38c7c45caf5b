"""What a kiosk's database user may CALL, as the server says, beside what was shipped for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import text

from cashier_app.db.engine import Login, connected
from cashier_app.db.errors import as_read_error, database_errors
from cashier_app.db.sql_objects import KIOSK, ObjectKind, load_objects

# With those of the role it has; MySQL's information_schema leaves a role's routines out.
_MINE = text("SHOW GRANTS")
_RIGHT = re.compile(r"^GRANT (?P<right>.+?) ON (?P<on>.+?) TO ")
_PROCEDURE = re.compile(r"PROCEDURE `(?P<database>[^`]+)`\.`(?P<name>[^`]+)`")
_NOTHING = "USAGE"


@dataclass(frozen=True, slots=True)
class KioskRights:
    """Names of the procedures shipped for kiosks, and of those it may not CALL; sorted."""

    shipped: tuple[str, ...]
    missing: tuple[str, ...]
    beyond: tuple[str, ...]
    """Rights that a customers' computer must not have, as the server words them."""


def kiosk_rights(login: Login) -> KioskRights:
    """Asked as the kiosk itself; changes nothing. Raises CashierError where nobody answers."""
    shipped = {
        found.name
        for found in load_objects()
        if found.kind is ObjectKind.PROCEDURE and KIOSK in found.roles
    }
    try:
        with connected(login) as connection:
            lines = [str(line) for (line,) in connection.execute(_MINE)]
    except database_errors() as error:
        raise as_read_error(error) from error
    held: set[str] = set()
    beyond: set[str] = set()
    for found in filter(None, map(_RIGHT.match, lines)):
        on = _PROCEDURE.fullmatch(found["on"])
        is_ours = on is not None and on["database"] == login.address.database
        if on is not None and is_ours and found["right"] == "EXECUTE" and on["name"] in shipped:
            held.add(on["name"])
        elif found["right"] != _NOTHING:
            beyond.add(f"{found['right']} ON {found['on']}")
    return KioskRights(tuple(sorted(shipped)), tuple(sorted(shipped - held)), tuple(sorted(beyond)))
