"""The office's acts on issued bills, each one CALL of a procedure that checks right and limit.

Every method raises Refused, Busy or Unavailable; a repeated request does nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from cashier_app.db.connection import ResultSets
from cashier_app.db.office import call_office
from cashier_app.db.tables.billing import bills
from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import (
    Instalment,
    LeftOut,
    NoticeRow,
    Notices,
    NoticesLook,
    NoticeSum,
    ToDisconnect,
)
from cashier_app.domain.errors import Refused
from cashier_app.domain.money import ZERO
from cashier_app.domain.numbers import show_account_no


class BillOffice:
    """Over a clerk's or supervisor's connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def version_of(self, bill_no: str) -> int:
        """The version that an act on this bill must name. Raises Refused("no_such_bill")."""
        found = self._connection.execute(
            select(bills.c.version).where(bills.c.bill_no == bill_no, bills.c.status != "draft")
        ).scalar_one_or_none()
        if found is None:
            raise Refused("no_such_bill", {"bill_no": bill_no})
        return int(found)

    def adjust(
        self, request_id: UUID, bill_no: str, version: int, amount: Decimal, reason: str
    ) -> int:
        """Post a signed correction; returns its key."""
        ((row,),) = call_office(
            self._connection, "post_adjustment", request_id.hex, bill_no, version, amount, reason
        )
        return int(row["adjustment_id"])

    def cancel(self, request_id: UUID, bill_no: str, version: int, reason: str) -> int:
        """Take an unpaid bill back by a credit note; returns its key."""
        ((row,),) = call_office(
            self._connection, "cancel_bill", request_id.hex, bill_no, version, reason
        )
        return int(row["adjustment_id"])

    def issue_fee(
        self, request_id: UUID, account_no: str, title: str, amount: Decimal, due_on: date
    ) -> str:
        """Bill a service; returns the bill's number."""
        ((row,),) = call_office(
            self._connection, "issue_fee", request_id.hex, account_no, title, amount, due_on
        )
        return str(row["bill_no"])

    def agree_plan(
        self, request_id: UUID, account_no: str, parts: Sequence[Instalment], note: str
    ) -> int:
        """Agree instalments for everything the account owes; returns the plan's key."""
        text = json.dumps([{"due_on": str(p.due_on), "amount": f"{p.amount:f}"} for p in parts])
        ((row,),) = call_office(
            self._connection, "agree_plan", request_id.hex, account_no, text, note
        )
        return int(row["plan_id"])

    def end_plan(self, plan_id: int, why: str) -> None:
        """`why` is "kept", "broken" or "withdrawn"."""
        call_office(self._connection, "end_plan", plan_id, why)

    def give_notices(self, notices: Notices) -> int:
        """Put who is long overdue on the list; how many.

        Raises Refused: cut_too_soon, notice_too_small, no_such_route.
        """
        ((row,),) = self._notices(notices, only_look=False)
        return int(row["given"])

    def look_at_notices(self, notices: Notices) -> NoticesLook:
        """What that would do; nothing is written. Raises as `give_notices`."""
        sums, rows = self._notices(notices, only_look=True)
        by_reason = {
            row["left_out"]: NoticeSum(int(row["connections"]), row["overdue"]) for row in sums
        }
        found = tuple(_notice_row(row) for row in rows)
        return NoticesLook(
            by_reason.pop("", NoticeSum(0, ZERO)),
            {LeftOut(reason): total for reason, total in by_reason.items()},
            tuple(row for row in found if row.left_out is None),
            tuple(row for row in found if row.left_out is not None),
        )

    def _notices(self, notices: Notices, *, only_look: bool) -> ResultSets:
        return call_office(
            self._connection, "give_notices", notices.days, notices.minimum, notices.cut_on,
            notices.route, only_look,
        )  # fmt: skip

    def set_supply(self, connection_no: str, supply: Supply, reason: str) -> None:
        """The supply was cut off or switched on."""
        call_office(self._connection, "set_supply", connection_no, supply.value, reason)

    def to_disconnect(self, route: str = "", search: str = "") -> tuple[ToDisconnect, ...]:
        """The disconnection list, what is to be done first at its head.

        Whoever paid enough is not on it, unless the supply is still off. `search` finds a route,
        a number, or a part of a name or an address.
        """
        (rows,) = call_office(self._connection, "disconnection_list", route, search)
        return tuple(
            ToDisconnect(
                row["connection_no"], row["route"], row["address"], Supply(row["supply"]),
                row["disconnect_on"], show_account_no(row["account_no"]), row["customer_name"],
                row["owed"], row["minimum"], row["oldest_due_on"], row["noticed_on"],
            )
            for row in rows
        )  # fmt: skip


def _notice_row(row: Mapping[str, Any]) -> NoticeRow:
    return NoticeRow(
        row["connection_no"], row["route"], row["address"], show_account_no(row["account_no"]),
        row["customer_name"], row["oldest_due_on"], row["minimum"],
        LeftOut(row["left_out"]) if row["left_out"] else None,
    )  # fmt: skip
