"""People, counters and the utility over the connection of the administrator at the counter."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cashier_app.db import enrolment, users
from cashier_app.db.connection import Row
from cashier_app.db.office import OfficeConnection, call_office
from cashier_app.db.offsets import FIRST, YEARS_AHEAD, offset_changes
from cashier_app.db.repositories.rows import utility_from
from cashier_app.domain.people import CounterFacts, NewUser, People, Rights
from cashier_app.domain.utility import Denomination
from cashier_app.domain.utility_settings import Setting, UtilityFacts


class PeopleRepository:
    """services.ports.PeopleGateway over owner procedures."""

    def __init__(self, connection: OfficeConnection) -> None:
        self._connection = connection

    def people(self) -> People:
        """Everybody and every counter."""
        found, known = users.list_people(self._connection)
        return People(tuple(found), self.counters(), known)

    def add(self, new: NewUser) -> None:
        """A person with a database user, role, rights of the role and counters."""
        users.create_user(self._connection, new)

    def add_account(self, user_name: str, password: str) -> None:
        """The database user of a person who stands in the table only."""
        users.create_account(self._connection, user_name, password)

    def reset_password(self, user_name: str, password: str) -> None:
        """A new password, to be changed at the next sign-in."""
        users.reset_password(self._connection, user_name, password)

    def disable(self, user_name: str) -> None:
        """Out at the next CALL."""
        users.disable_user(self._connection, user_name)

    def enable(self, user_name: str) -> None:
        """In again, also after wrong passwords."""
        users.enable_user(self._connection, user_name)

    def set_rights(self, user_name: str, rights: Rights) -> None:
        """The whole new list."""
        users.set_rights(self._connection, user_name, rights)

    def set_counters(self, user_name: str, counters: Sequence[str]) -> None:
        """The whole new list of codes."""
        users.set_counters(self._connection, user_name, counters)

    def counters(self) -> tuple[CounterFacts, ...]:
        """Every counter, by code."""
        return tuple(enrolment.list_counters(self._connection))

    def disable_counter(self, code: str) -> None:
        """Stop a counter at its next CALL."""
        enrolment.disable_counter(self._connection, code)

    def enable_counter(self, code: str) -> None:
        """Let a counter work again."""
        enrolment.enable_counter(self._connection, code)


class UtilityRepository:
    """services.ports.UtilityGateway over owner procedures."""

    def __init__(self, connection: OfficeConnection) -> None:
        self._connection = connection

    def facts(self) -> UtilityFacts:
        """The row, the settings, the banknotes: one round trip."""
        rows, settings, denominations = call_office(self._connection, "office_settings")
        row = rows[0] if rows else None
        return UtilityFacts(
            utility_from(row) if row else None,
            tuple(_setting(found) for found in settings),
            tuple(Denomination(found["value"], bool(found["is_note"])) for found in denominations),
            bool(row and row["currency_is_fixed"]),
            bool(row and row["zone_is_fixed"]),
        )

    def change(self, changes: Mapping[str, str], logo: bytes | None) -> None:
        """Fields by name; a time zone goes with its offsets.

        Raises Refused: bad_utility (with the field), currency_fixed, zone_fixed.
        """
        zone = changes.get("time_zone")
        offsets = None if zone is None else json.dumps(_offsets(zone))
        text = json.dumps(dict(changes), ensure_ascii=False)
        call_office(self._connection, "set_utility", text, logo, offsets)

    def change_settings(self, values: Mapping[str, str]) -> None:
        """Some of the settings. Raises Refused("bad_setting")."""
        pairs = json.dumps([[name, value] for name, value in values.items()])
        call_office(self._connection, "set_settings", pairs)

    def change_keys(self, key_map: str) -> None:
        """As stored. Raises Refused: bad_key_map, no_right."""
        call_office(self._connection, "set_key_map", key_map)

    def change_denominations(self, denominations: Sequence[Denomination]) -> None:
        """The whole new list. Raises Refused("bad_denomination")."""
        pairs = [[f"{found.value:f}", str(int(found.note))] for found in denominations]
        call_office(self._connection, "set_denominations", json.dumps(pairs))


def _setting(row: Row) -> Setting:
    return Setting(row["setting"], row["kind"], row["least"], row["most"], row["value"])


def _offsets(zone: str) -> list[list[str]]:
    until = datetime.now(UTC) + timedelta(days=366 * YEARS_AHEAD)
    changes = offset_changes(ZoneInfo(zone), FIRST, until)
    return [[f"{at:%Y-%m-%d %H:%M:%S}", str(minutes)] for at, minutes in changes]
