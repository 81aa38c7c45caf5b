"""Finding a customer and opening an account."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cashier_app.domain.accounts import AccountOpened, FoundPage
from cashier_app.domain.errors import Refused
from cashier_app.domain.queue import TicketOpened
from cashier_app.domain.search import parse_query
from cashier_app.services.ports import LookupGateway

_BILL_CODE = re.compile(r"\d{6,24}")


class LookupService:
    """The one search box and the payment screen's reading."""

    def __init__(self, gateway: LookupGateway) -> None:
        self._gateway = gateway

    def find(self, text: str) -> FoundPage:
        """At most 50 accounts for what was typed; too short a text finds nothing."""
        query = parse_query(text)
        if not query.is_long_enough:
            return FoundPage(text, (), more=False)
        return self._gateway.find(query)

    def open_account(self, account_id: int) -> AccountOpened:
        """Everything the payment screen shows; raises Refused or Unavailable."""
        return self._gateway.open_account(account_id)

    def open_scanned(self, code: str) -> AccountOpened:
        """The account of a scanned bill. Bill codes are digits; raises Refused("no_such_bill")."""
        if not _BILL_CODE.fullmatch(code):
            raise Refused("not_a_bill_code", {"code": code[:40]})
        return self._gateway.open_bill(code)

    def open_ticket(self, code: str) -> TicketOpened:
        """The account of a scanned queue slip, as it is now, in two round trips.

        Raises Refused: no_such_ticket, ticket_other_day.
        """
        ticket = self._gateway.ticket(code)
        return TicketOpened(ticket, self._gateway.open_account(ticket.account_id))

    def release(self, account_id: int) -> None:
        """Nobody is paying here any more."""
        self._gateway.release_claim(account_id)

    def renew(self, account_ids: Sequence[int]) -> None:
        """Somebody still looks at these accounts."""
        self._gateway.renew_claims(account_ids)
