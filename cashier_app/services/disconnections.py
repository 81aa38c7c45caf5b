"""The disconnection list: who is on it, notices, supplies cut off and switched on."""

from __future__ import annotations

from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import Notices, NoticesLook, ToDisconnect
from cashier_app.services.office_ports import DisconnectionGateway


class DisconnectionService:
    """In the lane "reports". Every method raises Refused, Busy or Unavailable."""

    def __init__(self, gateway: DisconnectionGateway) -> None:
        self._gateway = gateway

    def list(self, search: str = "") -> tuple[ToDisconnect, ...]:
        """Who is on it now; `search` finds a route, a number, a part of a name or an address."""
        return self._gateway.to_disconnect(search=search.strip())

    def look_at(self, notices: Notices) -> NoticesLook:
        """Who would get a notice and how much they owe, and who would be left out.

        Refused: cut_too_soon, notice_too_small, no_such_route.
        """
        return self._gateway.look_at_notices(notices)

    def give(self, notices: Notices) -> int:
        """Give them; how many. Refused: as `look_at`."""
        return self._gateway.give_notices(notices)

    def cut_off(self, connection_no: str, reason: str) -> None:
        """Say that a supply is off now. Refused: supply_unchanged, reason_missing."""
        self._gateway.set_supply(connection_no, Supply.OFF, reason)

    def keep_on(self, connection_no: str, reason: str) -> None:
        """Say that it is on again, or that its notice is withdrawn. Refused: as `cut_off`."""
        self._gateway.set_supply(connection_no, Supply.ON, reason)
