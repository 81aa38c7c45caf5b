"""Lives through the months of one unit of customers: bills, late charges, payments in order."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from random import Random

from cashier_app.domain.money import ZERO
from cashier_app.sample.billing import BillState, BillWriter
from cashier_app.sample.calendar import DAY
from cashier_app.sample.meters import Span
from cashier_app.sample.money_facts import Allocation, CreditChange, Taken, Visit
from cashier_app.sample.specs import Account, Fee, PlannedVisit, Way
from cashier_app.sample.wallet import hand_over

PART_STEP = Decimal(50)
_ISSUE, _LATE, _PAY = range(3)


@dataclass(slots=True)
class AccountState:
    """An account while the sample's time runs."""

    account: Account
    customer_id: int
    account_id: int
    connection_id: int
    spans: list[tuple[Span, ...]]
    bills: list[BillState] = field(default_factory=list)
    open: list[BillState] = field(default_factory=list)
    credit: Decimal = ZERO
    version: int = 0
    last_visit: date | None = None

    def bills_due(self, day: date) -> Decimal:
        """Due on all open bills, credit not taken off."""
        return sum((bill.due(day) for bill in self.open), ZERO)

    def due(self, day: date) -> Decimal:
        """Due of the account: open bills less credit, never below zero."""
        return max(self.bills_due(day) - self.credit, ZERO)


Event = tuple[date, int, int, Callable[[date], None]]


class Ledger:
    """One unit's accounts from the first bill to today."""

    def __init__(
        self,
        states: list[AccountState],
        visits: tuple[PlannedVisit, ...],
        writer: BillWriter,
        random: Random,
        today: date,
    ) -> None:
        self._states = states
        self._writer = writer
        self._random = random
        self._today = today
        self._planned = visits
        self._done: list[tuple[date, Visit]] = []
        self._agenda: list[Event] = []
        self._planned_events = 0

    def live(self) -> list[tuple[date, Visit]]:
        """Run everything until today; the visits that came to a payment, with their days."""
        for state in self._states:
            self._plan_bills(state)
        for visit in self._planned:
            self._plan(visit.on, _PAY, partial(self._visit, visit))
        while self._agenda:
            day, _, _, act = heapq.heappop(self._agenda)
            if day > self._today:
                break
            act(day)
        return self._done

    def _plan(self, day: date, phase: int, act: Callable[[date], None]) -> None:
        self._planned_events += 1
        heapq.heappush(self._agenda, (day, phase, self._planned_events, act))

    def _plan_bills(self, state: AccountState) -> None:
        account = state.account
        for number in range(account.first, account.end):
            period = account.connection.periods[number]
            self._plan(period.issue_on, _ISSUE, partial(self._issue, state, number))
        for fee in account.fees:
            self._plan(fee.issue_on, _ISSUE, partial(self._issue_fee, state, fee))

    def _issue(self, state: AccountState, number: int, day: date) -> None:
        if state.account.cancelled == number:
            self._writer.cancel(self._new_bill(state, number), day)
        bill = self._new_bill(state, number)
        state.open.append(bill)
        self._plan(bill.due_on + DAY, _LATE, partial(self._writer.post_late, bill))

    def _new_bill(self, state: AccountState, number: int) -> BillState:
        bill = self._writer.issue_period(
            state.account, state.account_id, state.connection_id, number, state.spans[number]
        )
        state.bills.append(bill)
        return bill

    def _issue_fee(self, state: AccountState, fee: Fee, _: date) -> None:
        bill = self._writer.issue_fee(state.account, state.account_id, state.connection_id, fee)
        state.bills.append(bill)
        state.open.append(bill)

    def _visit(self, visit: PlannedVisit, day: date) -> None:
        chosen = self._states if visit.account is None else [self._states[visit.account]]
        owing = [s for s in chosen if s.due(day) > 0 and s.last_visit != day]
        for state in owing:
            state.last_visit = day
        if owing:
            self._done.append((day, self._receipts(visit, day, owing)))

    def _receipts(self, visit: PlannedVisit, day: date, owing: list[AccountState]) -> Visit:
        """The receipts of a visit, by the way the customer pays."""
        head = owing[0]
        due = head.due(day)
        if visit.way is Way.PART and due >= 3 * PART_STEP:
            part = math.floor(due / 2 / PART_STEP) * PART_STEP
            return (self._take(visit, day, [head], part),)
        if visit.way is Way.OLDEST:
            oldest = min(head.open, key=lambda bill: bill.sort_key)
            return (self._take(visit, day, [head], oldest.due(day)),)
        if visit.way is Way.OVER and visit.extra and not head.credit:
            return (self._take(visit, day, [head], due + visit.extra),)
        if visit.way is Way.MISTAKE and due >= 100:
            wrong = self._take_and_undo(visit, day, head, Decimal(math.floor(due / 10)))
            return wrong, self._take_all(visit, day, owing)
        return (self._take_all(visit, day, owing),)

    def _take_all(self, visit: PlannedVisit, day: date, owing: list[AccountState]) -> Taken:
        """Everything that is due, credit first."""
        money = sum((state.due(day) for state in owing), ZERO)
        return self._take(visit, day, owing, money, use_credit=True)

    def _take(
        self,
        visit: PlannedVisit,
        day: date,
        states: list[AccountState],
        money: Decimal,
        *,
        use_credit: bool = False,
    ) -> Taken:
        """One receipt over `money`, headed by the first account, whose credit the rest becomes."""
        head = states[0]
        due_before, credit_before = head.due(day), head.credit
        used = {s.account_id: s.credit if use_credit else ZERO for s in states}
        allocations, left = self._allocate(states, money + sum(used.values(), ZERO), day)
        credits = self._change_credit(states, used, left)
        return Taken(
            account_id=head.account_id, allocations=allocations, credits=credits,
            tenders=hand_over(self._random, visit.tender, money, day, head.account_id),
            due_before=due_before, credit_before=credit_before,
            due_after=head.due(day), credit_after=head.credit,
        )  # fmt: skip

    def _allocate(
        self, states: list[AccountState], money: Decimal, day: date
    ) -> tuple[tuple[Allocation, ...], Decimal]:
        """Pay open bills, oldest first; the lines stand by bill id, as the procedure locks them."""
        allocations: list[Allocation] = []
        for bill in sorted((b for s in states for b in s.open), key=lambda bill: bill.sort_key):
            if money == 0:
                break
            paid = self._pay_bill(bill, money, day)
            money -= paid.amount
            allocations.append(paid)
        for state in states:
            state.open = [bill for bill in state.open if bill.balance]
        return tuple(sorted(allocations, key=lambda line: line.bill_id)), money

    def _pay_bill(self, bill: BillState, money: Decimal, day: date) -> Allocation:
        """Settle `bill` as far as `money` goes; a whole one earns its open discount."""
        due = bill.due(day)
        amount = min(due, money)
        discount = bill.open_discount(day) if amount == due else ZERO
        line = Allocation(bill.bill_id, amount, discount, bill.balance)
        bill.balance = line.balance_after
        bill.allocated += amount
        bill.version += 1
        return line

    def _change_credit(
        self, states: list[AccountState], used: dict[int, Decimal], made: Decimal
    ) -> tuple[CreditChange, ...]:
        """Lines by account id; the head may make credit or use it, never both."""
        changes: list[CreditChange] = []
        for number, state in enumerate(states):
            amount = (made if number == 0 else ZERO) - used[state.account_id]
            state.version += 1
            state.credit += amount
            if amount:
                changes.append(CreditChange(state.account_id, amount, state.credit))
        return tuple(sorted(changes, key=lambda line: line.account_id))

    def _take_and_undo(
        self, visit: PlannedVisit, day: date, head: AccountState, money: Decimal
    ) -> Taken:
        """A wrong amount, taken and undone: the bills are as before, two postings older."""
        bills = list(head.open)
        taken = self._take(visit, day, [head], money)
        touched = {line.bill_id: line for line in taken.allocations}
        for bill in bills:
            line = touched.get(bill.bill_id)
            if line:
                bill.balance = line.balance_before
                bill.allocated -= line.amount
                bill.version += 1
        head.open = bills
        head.version += 1
        return taken.as_undone()
