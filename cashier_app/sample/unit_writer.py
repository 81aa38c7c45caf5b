"""Writes one unit of customers with everything that is theirs, and lives through its money."""

from __future__ import annotations

from datetime import date
from random import Random

from cashier_app.sample.billing import BillWriter
from cashier_app.sample.calendar import DAY
from cashier_app.sample.keys import Keys
from cashier_app.sample.ledger import AccountState, Ledger
from cashier_app.sample.meters import MeterWriter, Span
from cashier_app.sample.money_facts import Visit
from cashier_app.sample.reference import SCHEME_ID
from cashier_app.sample.rows import RowBuffer
from cashier_app.sample.specs import Account, Connection, Customer
from cashier_app.sample.words import WordIndex


class UnitWriter:
    """Rows of customers, connections, meters, accounts, bills; visits are handed back."""

    def __init__(
        self, rows: RowBuffer, keys: Keys, bills: BillWriter, words: WordIndex, today: date
    ) -> None:
        self._rows = rows
        self._keys = keys
        self._bills = bills
        self._words = words
        self._today = today
        self._meters = MeterWriter(rows, keys)

    def write(
        self, unit: tuple[Customer, ...], random: Random
    ) -> tuple[list[AccountState], list[tuple[date, Visit]]]:
        """The unit's accounts as they stand today, and the visits that led there."""
        places: dict[str, tuple[int, list[tuple[Span, ...]]]] = {}
        states: list[AccountState] = []
        visits: list[tuple[date, Visit]] = []
        for customer in unit:
            customer_id = self._customer(customer)
            own = [self._account(customer, customer_id, a, places) for a in customer.accounts]
            ledger = Ledger(own, customer.visits, self._bills, random, self._today)
            visits.extend(ledger.live())
            states.extend(own)
        for state in states:
            self._finish(state)
        return states, visits

    def _customer(self, customer: Customer) -> int:
        customer_id = self._keys.take("customers")
        self._rows["customers"].append(
            (
                customer_id, f"{customer_id:07d}", customer.name, customer.kind, customer.email,
                customer.cash_only, customer.instruction,
            )
        )  # fmt: skip
        self._rows["customer_phones"].extend((customer_id, phone) for phone in customer.phones)
        return customer_id

    def _account(
        self,
        customer: Customer,
        customer_id: int,
        account: Account,
        places: dict[str, tuple[int, list[tuple[Span, ...]]]],
    ) -> AccountState:
        place = account.connection
        if place.connection_no not in places:
            connection_id = self._connection(place)
            places[place.connection_no] = (
                connection_id, self._meters.write(place, connection_id)
            )  # fmt: skip
        connection_id, spans = places[place.connection_no]
        account_id = self._keys.take("accounts")
        state = AccountState(account, customer_id, account_id, connection_id, spans)
        self._account_links(state)
        self._words.add(account_id, f"{customer.name} {place.address} {place.ward}")
        return state

    def _connection(self, place: Connection) -> int:
        connection_id = self._keys.take("connections")
        cut_on = place.disconnect_on
        noticed_on = min(self._today, cut_on - DAY) if place.supply == "notice" and cut_on else None
        self._rows["connections"].append(
            (
                connection_id, place.connection_no, place.address, place.ward, place.route,
                place.premises, place.voltage, place.supply, cut_on, noticed_on,
            )
        )  # fmt: skip
        self._rows["connection_loads"].append(
            (connection_id, place.connected_on, None, place.load_kva, None)
        )
        self._rows["connection_tariffs"].append(
            (connection_id, place.connected_on, place.tariff.tariff_id)
        )
        return connection_id

    def _account_links(self, state: AccountState) -> None:
        account, account_id = state.account, state.account_id
        if account.former_no:
            self._rows["former_account_numbers"].append((account.former_no, account_id))
        self._rows["account_connections"].append(
            (
                self._keys.take("account_connections"), account_id, state.connection_id,
                account.liable_from, account.liable_to,
            )
        )  # fmt: skip
        if account.has_discount:
            self._rows["connection_schemes"].append(
                (state.connection_id, SCHEME_ID, account.liable_from, account.liable_to)
            )

    def _finish(self, state: AccountState) -> None:
        """Accounts and bills are written last: with the credit and balances of today."""
        account = state.account
        self._rows["accounts"].append(
            (
                state.account_id, account.account_no, state.customer_id,
                account.connection.tariff.tariff_class, account.opened_on, account.liable_to,
                state.credit, state.version,
            )
        )  # fmt: skip
        self._rows["bills"].extend(bill.row() for bill in state.bills)
