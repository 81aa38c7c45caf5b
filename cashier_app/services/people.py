"""People, their passwords for once, rights and counters; the counters; the utility's own row."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cashier_app.domain.key_map import KeyMap, key_map_text
from cashier_app.domain.people import CounterFacts, NewUser, People, Rights
from cashier_app.domain.utility import Denomination, ReceiptDesign, Role
from cashier_app.domain.utility_settings import (
    UtilityFacts,
    check_logo,
    check_zone,
    design_changes,
)
from cashier_app.services.ports import PeopleGateway, UtilityGateway

# Without letters and digits that people mix up when they read them aloud.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 3, 4


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A password for one sign-in: shown once, stored nowhere, asked to be changed."""

    user_name: str
    full_name: str
    password: str = field(repr=False)


class PeopleService:
    """What an administrator does; who may is asked by every procedure."""

    def __init__(self, gateway: PeopleGateway) -> None:
        self._gateway = gateway

    def people(self) -> People:
        """Everybody and every counter."""
        return self._gateway.people()

    def add(
        self, user_name: str, full_name: str, role: Role, counters: Sequence[str]
    ) -> FirstPassword:
        """A new person; the password is to be handed over and is changed at the first sign-in.

        Raises Refused: bad_user_name, bad_full_name, exists_already, no_such_counter.
        """
        password = one_time_password(user_name)
        self._gateway.add(NewUser(user_name, full_name, role, password, tuple(counters)))
        return FirstPassword(user_name, full_name, password)

    def reset_password(
        self, user_name: str, full_name: str, *, has_account: bool = True
    ) -> FirstPassword:
        """For a password that was lost; without a database user one is made.

        Raises Refused: no_such_user, no_account, other_account.
        """
        password = one_time_password(user_name)
        if has_account:
            self._gateway.reset_password(user_name, password)
        else:
            self._gateway.add_account(user_name, password)
        return FirstPassword(user_name, full_name, password)

    def disable(self, user_name: str) -> None:
        """Nothing is accepted from the person's next CALL on. Raises Refused("not_yourself")."""
        self._gateway.disable(user_name)

    def enable(self, user_name: str) -> None:
        """In again, also after too many wrong passwords."""
        self._gateway.enable(user_name)

    def change_rights(self, user_name: str, rights: Rights, counters: Sequence[str] | None) -> None:
        """The whole new list of rights; `counters` None leaves those as they are.

        Raises Refused: bad_right, no_such_counter, not_yourself.
        """
        self._gateway.set_rights(user_name, rights)
        if counters is not None:
            self._gateway.set_counters(user_name, counters)

    def counters(self) -> tuple[CounterFacts, ...]:
        """Every counter."""
        return self._gateway.counters()

    def disable_counter(self, code: str) -> None:
        """Stopped at its next CALL, for everybody."""
        self._gateway.disable_counter(code)

    def enable_counter(self, code: str) -> None:
        """Works again, with the token that it has."""
        self._gateway.enable_counter(code)


class UtilityService:
    """The utility's row and settings. They hold at a counter from its next sign-in on."""

    def __init__(self, gateway: UtilityGateway) -> None:
        self._gateway = gateway

    def facts(self) -> UtilityFacts:
        """As it stands now."""
        return self._gateway.facts()

    def change(self, changes: Mapping[str, str], logo: bytes | None = None) -> None:
        """Fields by name; `logo` is a PNG, b"" takes it away, None keeps it.

        Raises Refused: bad_utility (with the field), currency_fixed, zone_fixed.
        """
        check_zone(changes)
        if logo is not None:
            check_logo(logo)
        self._gateway.change(changes, logo)

    def change_design(self, design: ReceiptDesign, logo: bytes | None = None) -> None:
        """The receipt's design; `logo` as in `change`. Raises Refused("bad_utility")."""
        self.change(design_changes(design), logo)

    def change_settings(self, values: Mapping[str, str]) -> None:
        """Settings by name. Raises Refused("bad_setting")."""
        self._gateway.change_settings(values)

    def change_keys(self, keys: KeyMap) -> None:
        """Which function key does what. Raises Refused: bad_key_map, no_right."""
        self._gateway.change_keys(key_map_text(keys))

    def change_denominations(self, denominations: Sequence[Denomination]) -> None:
        """The whole new list of banknotes and coins. Raises Refused("bad_denomination")."""
        self._gateway.change_denominations(denominations)


def one_time_password(user_name: str) -> str:
    """Like "k7fm-p3xt-9wqa": 59 bits, easy to read aloud, without the person's name."""
    while True:
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        password = "-".join(groups)
        if user_name.lower() not in password:
            return password
