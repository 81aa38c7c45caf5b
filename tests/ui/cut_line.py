"""A line to the server that a test cuts at the worst moment of a payment."""

from __future__ import annotations

from uuid import UUID

from cashier_app.domain.errors import OutcomeUnknown, Refused, Unavailable
from cashier_app.domain.payments import PaymentTaken, Settled, TakePayment, UndoPayment
from cashier_app.services.payments import PaymentService


class CutLine:
    """Put between a counter's payment service and its database; it breaks at the worst moment.

    `stores`: whether the act reached the server before the line broke. While `dead`
    nothing is answered at all.
    """

    def __init__(self, service: PaymentService) -> None:
        self._gateway = service._gateway
        service._gateway = self  # type: ignore[assignment]
        self.stores = True
        self.breaks = True
        self.dead = True
        self.asked = 0
        self.is_login_over = False
        self.bugs = 0
        """So often what comes back is nothing that anybody expects."""

    def take(self, order: TakePayment) -> PaymentTaken:
        if not self.breaks or self.stores:
            taken = self._gateway.take(order)
            if not self.breaks:
                return taken
        if self.bugs:
            raise ZeroDivisionError
        raise OutcomeUnknown(order.request_id)

    def undo(self, order: UndoPayment) -> PaymentTaken:
        if not self.breaks or self.stores:
            taken = self._gateway.undo(order)
            if not self.breaks:
                return taken
        raise OutcomeUnknown(order.request_id)

    def settle(self, request_id: UUID) -> Settled:
        self.asked += 1
        if self.bugs:
            self.bugs -= 1
            raise ZeroDivisionError
        if self.is_login_over:
            raise Refused("sign_in_again")
        if self.dead:
            raise Unavailable("server_unreachable")
        return self._gateway.settle(request_id)
