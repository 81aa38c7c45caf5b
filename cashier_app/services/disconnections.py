"""The disconnection list: who is on it, notices, supplies cut off and switched on."""

from __future__ import annotations

from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import Notices, ToDisconnect
from cashier_app.services.office_ports import DisconnectionGateway


class DisconnectionService:
    """In the lane "reports". Every method raises Refused, Busy or Unavailable."""

    def __init__(self, gateway: DisconnectionGateway) -> None:
        self._gateway = gateway

    def list(self, search: str = "") -> tuple[ToDisconnect, ...]:
        """Who is on it now; `search` finds a route, a number, a part of a name or an address."""
        return self._gateway.to_disconnect(search=search.strip())

    def count(self, notices: Notices) -> int:
        """How many connections would get a notice.

        Refused: cut_too_soon, notice_too_small, no_such_route.
        """
        return self._gateway.give_notices(notices, only_count=True)

    def give(self, notices: Notices) -> int:
        """Give them; how many. Refused: as `count`."""
        return self._gateway.give_notices(notices)

    def cut_off(self, connection_no: str, reason: str) -> None:
        """Say that a supply is off now. Refused: supply_unchanged, reason_missing."""
        self._gateway.set_supply(connection_no, Supply.OFF, reason)

    def keep_on(self, connection_no: str, reason: str) -> None:
        """Say that it is on again, or that its notice is withdrawn. Refused: as `cut_off`."""
        self._gateway.set_supply(connection_no, Supply.ON, reason)
