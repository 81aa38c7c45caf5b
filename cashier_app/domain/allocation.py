"""What a tender settles: from marked bills, credit and received cash to an order for the server.

Default order inside a payment: oldest due date first, then bill number. Credit on
account pays bills of its own account before any cash does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cashier_app.domain.accounts import OpenBill
from cashier_app.domain.money import ZERO, round_to_step
from cashier_app.domain.payments import (
    MOST_BILLS,
    AllocationOrder,
    CreditUse,
    TakePayment,
    TenderKind,
    TenderOrder,
)


@dataclass(frozen=True, slots=True)
class Basket:
    """The marked bills of one receipt. `credit` is what each account could use.

    `account_id` heads the receipt and gets the credit of a remainder.
    """

    account_id: int
    bills: tuple[OpenBill, ...]
    credit: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def in_order(self) -> tuple[OpenBill, ...]:
        """Oldest due date first, then bill number."""
        return tuple(sorted(self.bills, key=lambda b: (b.due_on, b.bill_no)))

    @property
    def due(self) -> Decimal:
        """Due of the marked bills, before credit."""
        return sum((b.due for b in self.bills), ZERO)

    @property
    def late_charge(self) -> Decimal:
        """Late charges inside the due of the marked bills."""
        return sum((b.late_charge for b in self.bills), ZERO)

    @property
    def credit_used(self) -> tuple[CreditUse, ...]:
        """Each account's credit, up to what its own marked bills need."""
        needed: dict[int, Decimal] = {}
        for bill in self.bills:
            needed[bill.account_id] = needed.get(bill.account_id, ZERO) + bill.due
        uses = {a: min(self.credit.get(a, ZERO), amount) for a, amount in needed.items()}
        return tuple(CreditUse(a, uses[a]) for a in sorted(uses) if uses[a] > 0)

    @property
    def credit_total(self) -> Decimal:
        """All credit that is used."""
        return sum((c.amount for c in self.credit_used), ZERO)

    @property
    def left_to_pay(self) -> Decimal:
        """Due less the credit that is used."""
        return self.due - self.credit_total


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen if `received` were taken now."""

    due: Decimal
    credit_used: tuple[CreditUse, ...]
    left_to_pay: Decimal
    payable: Decimal
    """What the customer hands over in cash: left after the others, rounded to the cash step."""
    rounding: Decimal
    received: Decimal
    change: Decimal
    credit_made: Decimal
    still_to_pay: Decimal
    """Above zero: not enough yet, nothing may be taken unless as a part."""
    allocations: tuple[AllocationOrder, ...]
    is_part: bool
    others: tuple[TenderOrder, ...] = ()
    """Cheques and card slips; what they pay too much is credit, never change."""

    @property
    def paid_otherwise(self) -> Decimal:
        """What cheques and card slips pay."""
        return sum((t.tendered for t in self.others), ZERO)

    @property
    def can_be_taken(self) -> bool:
        """True when an order may be sent."""
        return self.still_to_pay == 0 and bool(self.allocations or self.credit_made > 0)

    @property
    def credit_total(self) -> Decimal:
        """All credit that is used."""
        return sum((c.amount for c in self.credit_used), ZERO)

    def left_of(self, bill: OpenBill) -> Decimal:
        """What `bill` would still ask for today after this payment."""
        paid = sum((a.amount for a in self.allocations if a.bill_id == bill.bill_id), ZERO)
        return bill.due - paid

    @property
    def left_after(self) -> Decimal:
        """What the marked bills would still ask for today after this payment."""
        return self.due - sum((a.amount for a in self.allocations), ZERO)


def plan_payment(
    basket: Basket,
    received: Decimal,
    *,
    others: tuple[TenderOrder, ...] = (),
    cash_step: Decimal = ZERO,
    part: bool = False,
    keep_change: bool = False,
) -> Plan:
    """The plan for `received` cash (0 when nothing is entered yet) beside cheques and card slips.

    `part` lets too little settle what it can; `keep_change` turns the change into
    credit of the heading account. Without marked bills everything received is credit.
    """
    left = basket.left_to_pay
    paid = sum((t.tendered for t in others), ZERO)
    for_cash = max(left - paid, ZERO)
    payable = round_to_step(for_cash, cash_step)
    is_part = part and received < payable and ZERO < received + paid < left
    full = received >= payable and not is_part
    advance = (not basket.bills or keep_change) and received + paid > left
    credit_made = ZERO
    if full:
        credit_made = received + paid - left if advance else max(paid - left, ZERO)
    change = received - payable if full and not advance else ZERO
    rounding = payable - for_cash if full and not advance else ZERO
    return Plan(
        due=basket.due,
        credit_used=basket.credit_used,
        left_to_pay=left,
        payable=payable,
        rounding=rounding,
        received=received,
        change=change,
        credit_made=credit_made,
        still_to_pay=ZERO if full or is_part else payable - received,
        allocations=_allocations(basket, received + paid if is_part else left),
        is_part=is_part,
        others=others,
    )


def rebook(
    account_id: int, bills: tuple[OpenBill, ...], amount: Decimal
) -> tuple[tuple[AllocationOrder, ...], Decimal]:
    """Money that is there already over the bills of its right account, oldest first, and the rest.

    The rest becomes credit, so does what would go to more than MOST_BILLS bills. Nothing is rounded
    and no credit is used: no cash moves.
    """
    basket = Basket(account_id, bills)
    allocations = _allocations(basket, amount)[:MOST_BILLS]
    return allocations, amount - sum((a.amount for a in allocations), ZERO)


def _allocations(basket: Basket, cash: Decimal) -> tuple[AllocationOrder, ...]:
    """`cash` and each account's own credit over the bills, oldest first."""
    credit = {use.account_id: use.amount for use in basket.credit_used}
    orders = []
    for bill in basket.in_order:
        own = min(credit.get(bill.account_id, ZERO), bill.due)
        credit[bill.account_id] = credit.get(bill.account_id, ZERO) - own
        from_cash = min(cash, bill.due - own)
        cash -= from_cash
        if own + from_cash > 0:
            orders.append(_allocation(bill, own + from_cash))
    return tuple(orders)


def _allocation(bill: OpenBill, amount: Decimal) -> AllocationOrder:
    return AllocationOrder(
        bill_id=bill.bill_id,
        bill_no=bill.bill_no,
        account_id=bill.account_id,
        amount=amount,
        discount=bill.balance - bill.due if amount == bill.due else ZERO,
        balance_shown=bill.balance,
        version_shown=bill.version,
    )


def order_from(
    plan: Plan, basket: Basket, *, request_id: UUID, shift_id: int, taken_at: datetime
) -> TakePayment:
    """The order that carries out `plan`; raises ValueError if it may not be taken."""
    if not plan.can_be_taken:
        raise ValueError("the plan does not settle")
    tendered = plan.received
    cash = (TenderOrder(TenderKind.CASH, tendered, plan.change),) if tendered > 0 else ()
    return TakePayment(
        request_id=request_id,
        shift_id=shift_id,
        account_id=basket.account_id,
        allocations=plan.allocations,
        tenders=(*plan.others, *cash),
        credit_used=plan.credit_used,
        credit_made=plan.credit_made,
        rounding=plan.rounding,
        taken_at=taken_at,
    )
