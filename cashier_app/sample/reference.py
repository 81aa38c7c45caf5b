"""Rows that stand before any customer: the utility, its halls and people, its prices."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from cashier_app.domain.people import DEFAULT_RIGHTS
from cashier_app.domain.tariff_rows import block_rows, late_rows, rounding_text, unit_and_rate
from cashier_app.domain.tariffs import read_tariff
from cashier_app.domain.tariffs.bases import resolved
from cashier_app.domain.utility import Role, Rules
from cashier_app.sample import network, people, prices
from cashier_app.sample.calendar import DAY, ZONE_NAME, Horizon, utc_at
from cashier_app.sample.keys import Keys
from cashier_app.sample.rows import RowBuffer
from cashier_app.sample.seeds import counter_identity, random_for
from cashier_app.sample.shift import COINS, DENOMINATIONS, Cashier
from cashier_app.sample.signing import CounterKey

AT_COUNTERS = (Role.CASHIER, Role.SUPERVISOR)
SCHEME_ID = 1


@dataclass(frozen=True, slots=True)
class Hall:
    """What the history needs of the rows written here."""

    counters: tuple[network.Counter, ...]
    identities: dict[int, UUID]
    keys: dict[int, CounterKey]
    cashiers: tuple[Cashier, ...]
    supervisor: Cashier
    opened_at: datetime


class ReferenceWriter:
    """Writes everything that is not a customer's."""

    def __init__(
        self, rows: RowBuffer, seed: int, customers: int, horizon: Horizon, *, is_training: bool
    ) -> None:
        self._rows = rows
        self._is_training = is_training
        self._seed = seed
        self._customers = customers
        self._horizon = horizon
        self._opened_at = utc_at(horizon.first_day - 40 * DAY, time(9))

    def write(self, known_users: Mapping[str, int]) -> Hall:
        """`known_users` (user name → key) stand in the database already and keep their rows."""
        self._utility()
        self._tariffs()
        rooms = network.counters(self._customers)
        identities, keys = self._counters(rooms)
        cashiers, supervisor = self._people(rooms, known_users)
        return Hall(rooms, identities, keys, cashiers, supervisor, self._opened_at)

    def _utility(self) -> None:
        rules = Rules()
        self._rows["utility"].append(
            (
                1, "Rivergate Electricity", "1 Main Street, Rivergate", "300 114 882",
                "Questions: 1600 100, Mon to Sat 8:00 to 18:00", "Keep this receipt. Thank you.",
                prices.CURRENCY, "Rs", 2, "3", Decimal(0), ZONE_NAME, self._is_training,
            )
        )  # fmt: skip
        values = {
            "idle_minutes": rules.idle_minutes, "undo_limit": rules.undo_limit,
            "implausible_factor": rules.implausible_factor, "claim_seconds": rules.claim_seconds,
            "difference_limit": rules.difference_limit,
            "set_aside_seconds": rules.set_aside_seconds, "scan_prefix": rules.scan_prefix,
        }  # fmt: skip
        self._rows["settings"].extend((name, str(value)) for name, value in values.items())
        self._rows["denominations"].extend((v, v not in COINS, True) for v in DENOMINATIONS)

    def _counters(
        self, rooms: tuple[network.Counter, ...]
    ) -> tuple[dict[int, UUID], dict[int, CounterKey]]:
        self._rows["offices"].extend(
            (o.office_id, o.code, o.name, o.address) for o in network.offices(self._customers)
        )
        self._rows["routes"].extend(
            (r.route_id, r.code, r.name, r.office_id) for r in network.routes(self._customers)
        )
        identities: dict[int, UUID] = {}
        keys: dict[int, CounterKey] = {}
        for desk in rooms:
            identity = counter_identity(self._seed, desk.code)
            key = CounterKey.of(self._seed, desk.counter_id, desk.code)
            identities[desk.counter_id], keys[desk.counter_id] = identity, key
            write_counter(self._rows, desk, identity, key, self._opened_at)
        return identities, keys

    def _people(
        self, rooms: tuple[network.Counter, ...], known: Mapping[str, int]
    ) -> tuple[tuple[Cashier, ...], Cashier]:
        """The cashiers, and the supervisor who decides their differences."""
        roles = {person.user_name: person.role for person in people.demo_people()}
        names = {person.user_name: person.full_name for person in people.demo_people()}
        more = people.cashiers(len(rooms), random_for(self._seed, "cashiers"))
        for user_name, full_name in more:
            roles.setdefault(user_name, Role.CASHIER)
            names.setdefault(user_name, full_name)
        fresh = Keys(max(known.values(), default=0))
        ids = {name: known[name] if name in known else fresh.take("users") for name in names}
        for name, user_id in ids.items():
            if name not in known:
                row = (user_id, name, names[name], roles[name], True, False, self._opened_at)
                self._rows["users"].append(row)
            self._rows["rights"].extend(
                (user_id, activity, limit)
                for activity, limit in DEFAULT_RIGHTS.get(roles[name], {}).items()
            )
            if roles[name] in AT_COUNTERS:
                self._rows["user_counters"].extend((user_id, d.counter_id) for d in rooms)
        supervisor = next(name for name, role in roles.items() if role is Role.SUPERVISOR)
        cashiers = tuple(Cashier(ids[name], name) for name, _ in more)
        return cashiers, Cashier(ids[supervisor], supervisor)

    def _tariffs(self) -> None:
        keys = Keys()
        for tariff in prices.TARIFFS:
            self._rows["tariffs"].append(
                (tariff.tariff_id, tariff.code, tariff.name, tariff.tariff_class)
            )
            long_ago = date(self._horizon.first_day.year - 1, 1, 1)
            self._version(keys, tariff, tariff.before, long_ago)
            self._version(keys, tariff, tariff.after, self._horizon.price_change)
        self._rows["discount_schemes"].append(
            (SCHEME_ID, "PROMPT", "2 % off energy if paid within 10 days", "percent",
             prices.PROMPT_RATE * 100, None)
        )  # fmt: skip

    def _version(
        self, keys: Keys, tariff: prices.Tariff, version: prices.TariffVersion, valid_from: date
    ) -> None:
        text = prices.source_text(tariff, version, valid_from)
        self._rows["tariff_versions"].append(
            (
                version.number, tariff.tariff_id, valid_from, text,
                hashlib.sha256(text.encode()).digest(),
            )
        )  # fmt: skip
        (priced,) = read_tariff(text).versions
        ids: dict[str, int] = {}
        for line_no, charge in enumerate(priced.charges, start=1):
            ids[charge.code] = keys.take("tariff_charges")
            unit, rate = unit_and_rate(charge)
            self._rows["tariff_charges"].append(
                (
                    ids[charge.code], version.number, line_no, charge.code, charge.label,
                    charge.form, unit, rate, rounding_text(charge.rounding), charge.kind,
                )
            )  # fmt: skip
            self._rows["tariff_charge_bases"].extend(
                (ids[charge.code], ids[base])
                for base in resolved(charge.of, charge.code, priced.charges)
            )
            self._rows["tariff_blocks"].extend(
                (ids[charge.code], *row) for row in block_rows(charge)
            )
        self._rows["late_payment_rules"].extend(
            (version.number, *row) for row in late_rows(priced.late)
        )


def write_counter(
    rows: RowBuffer, desk: network.Counter, identity: UUID, key: CounterKey, opened_at: datetime
) -> None:
    """A counter with its key."""
    rows["counters"].append(
        (
            desk.counter_id, desk.code, desk.name, desk.office_id, "hall",
            identity.bytes, None, True, opened_at,
        )
    )  # fmt: skip
    rows["counter_keys"].append(
        (
            key.counter_key_id, desk.counter_id, key.public_bytes, key.fingerprint,
            opened_at, "sample",
        )
    )  # fmt: skip
