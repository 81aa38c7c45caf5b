"""A customer's own screen: CALLs of the kiosk's database user, which can do nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import date

from cashier_app.db.connection import CounterConnection, ResultSets, answer_of
from cashier_app.db.engine import Login
from cashier_app.db.newer import other_version
from cashier_app.db.repositories.bill_papers import paper_from_sets, statement_from
from cashier_app.db.repositories.lookup import opened_from
from cashier_app.db.repositories.rows import amount, utc, utility_from
from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.bill_papers import BillPaper, Statement
from cashier_app.domain.errors import SignInFailed
from cashier_app.domain.kiosk import AccountKeys, KioskFacts
from cashier_app.domain.queue import HallCall, HallCalls, TakenTicket, TicketBill


class KioskRepository:
    """services.kiosk_ports.KioskGateway. A kiosk has no token: its database user says who it is."""

    def __init__(self, login: Login, schema_version: str) -> None:
        self._login, self._schema_version = login, schema_version
        self._connection = CounterConnection(login.address, "")

    def hello(self) -> KioskFacts:
        """Connects where nobody is; SignInFailed also for another program's schema."""
        if not self._connection.is_open:
            self._connection.open(self._login.user, self._login.password)
        (head,), utility = self._call("kiosk_hello")
        if head["schema_version"] != self._schema_version:
            raise SignInFailed(
                *other_version(here=self._schema_version, there=head["schema_version"])
            )
        if not utility:
            raise SignInFailed("no_utility")
        return KioskFacts(
            head["code"], head["name"], head["office"], head["today"],
            head["utc_offset_minutes"], int(head["idle_seconds"]), head["scan_prefix"],
            utility_from(utility[0]),
        )  # fmt: skip

    def account(self, keys: AccountKeys) -> AccountOpened:
        """The figures of the payment screen."""
        return opened_from(self._call("kiosk_account", keys.account_no, keys.bill_no))

    def bill(self, keys: AccountKeys, bill_no: str) -> BillPaper:
        """One bill as it is printed."""
        return paper_from_sets(self._call("kiosk_bill", keys.account_no, keys.bill_no, bill_no))

    def statement(self, keys: AccountKeys, first: date, last: date) -> Statement:
        """Every posting between two days."""
        sets = self._call("kiosk_statement", keys.account_no, keys.bill_no, first, last)
        return statement_from(sets, first, last)

    def ticket(self, keys: AccountKeys | None, bill_nos: Sequence[str]) -> TakenTicket:
        """After a lost answer a second number is taken: of an account's numbers the last counts."""
        numbers = (keys.account_no, keys.bill_no) if keys else (None, None)
        (head,), bills = self._call("kiosk_ticket", *numbers, json.dumps(list(bill_nos)))
        return TakenTicket(
            head["number"],
            head["business_date"],
            utc(head["taken_at"]),
            head["code"],
            max(int(head["waiting"]), 0),
            tuple(
                TicketBill(
                    row["bill_no"], row["kind"], row["title"], row["period_from"],
                    row["period_to"], amount(row["due"]),
                )
                for row in bills
            ),
        )  # fmt: skip

    def calls(self) -> HallCalls:
        """The last numbers of the hall."""
        (head,), rows = self._call("hall_calls")
        return HallCalls(
            tuple(
                HallCall(r["number"], r["counter_name"], utc(r["called_at"]), r["calls"])
                for r in rows
            ),
            int(head["waiting"]),
        )

    def end(self, code: str, user_name: str, password: str) -> None:
        """On a connection of the supervisor's own, which is closed again."""
        with closing(self._connection.as_other(user_name, password)) as connection:
            answer_of(connection.read_untokened("end_kiosk", code))

    def close(self) -> None:
        """Forget the connection."""
        self._connection.close()

    def _call(self, procedure: str, *arguments: object) -> ResultSets:
        return answer_of(self._connection.read_untokened(procedure, *arguments)).sets
