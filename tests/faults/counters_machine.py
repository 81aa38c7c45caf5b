"""Any lawful and unlawful order of acts at two counters, over lines that break.

A model of a few numbers says what the books hold; the checker looks after every step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from cashier_app.bootstrap import new_request_id
from cashier_app.domain.drawer import AcceptHandover, CashKind, HandOver, MoveCash
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import UndoPayment
from tests.faults.counters_model import ACCOUNTS, Model, Receipt, Shown
from tests.faults.two_counters import HALF, LINES, Till, TwoCounters
from tests.support.counter import SeedAccount
from tests.support.tender_parts import a_cheque, by_card, by_cheque, order_with

FLOATED = Decimal(2000)
UNDOS = 3
PAID_OUT_AT_MOST = 500

Place = tuple[int, bool]
"""One of the two counters, and whether also where it cannot be done."""

places = st.tuples(st.sampled_from((0, 1)), st.sampled_from((*[False] * 6, True)))
accounts = st.sampled_from(range(len(ACCOUNTS)))
lines = st.sampled_from(("holds", "holds", *LINES))
hows = st.sampled_from(("exact", "change", "part", "over", "card", "cheque", "advance"))
halves = st.integers(1, 200).map(lambda n: n * HALF)


class Counters(RuleBasedStateMachine):
    """One example: customers of its own, at two counters whose shifts are closed."""

    hall: TwoCounters
    met: Counter[str]
    """Acts that were taken, and words of refusal, over all examples."""

    def __init__(self) -> None:
        super().__init__()
        self.hall.close_all()
        self.accounts: list[SeedAccount] = [self.hall.world.account(bills) for bills in ACCOUNTS]
        self.shown: Shown | None = None
        held = self.hall.rows(
            "SELECT COALESCE(SUM(e.amount), 0) FROM safe_entries e JOIN offices o"
            " ON o.office_id = e.office_id WHERE o.code = %s",
            self.hall.office,
        )
        owed = [sum(map(Decimal, bills), Decimal(0)) for bills in ACCOUNTS]
        self.model = Model(owed, held[0][0], self._stored_numbers())

    # -- what the books say ---------------------------------------------------------------

    def _stored_numbers(self) -> Counter[tuple[int, str]]:
        found = self.hall.rows(
            "SELECT c.code, s.kind, s.last_no FROM series s"
            " JOIN counters c ON c.counter_id = s.counter_id"
        )
        places = {till.code: at for at, till in enumerate(self.hall.tills)}
        return Counter(
            {(places[code], kind): last for code, kind, last in found if code in places and last}
        )

    def _stored_accounts(self) -> list[tuple[Any, ...]]:
        return [
            self.hall.rows(
                "SELECT COALESCE(SUM(b.balance), 0), MAX(a.credit) FROM accounts a"
                " LEFT JOIN bills b ON b.account_id = a.account_id WHERE a.account_id = %s",
                account.account_id,
            )[0]
            for account in self.accounts
        ]

    def _stored_drawers(self) -> list[tuple[Any, ...]]:
        return [
            self.hall.rows(
                "SELECT SUM(s.state = 'open'), SUM(s.state = 'counting'), COALESCE(SUM("
                "IF(s.state = 'open', s.float_amount + s.cash_taken + s.movements, 0)), 0)"
                " FROM shifts s JOIN counters c ON c.counter_id = s.counter_id WHERE c.code = %s",
                till.code,
            )[0]
            for till in self.hall.tills
        ]

    @invariant()
    def the_books_are_the_models(self) -> None:
        model = self.model
        assert self._stored_accounts() == list(zip(model.owed, model.credit, strict=True))
        counted = map(len, model.counted)
        assert self._stored_drawers() == list(zip(model.is_open, counted, model.held, strict=True))
        assert self._stored_numbers() == model.numbers
        ((safe,),) = self.hall.rows(
            "SELECT SUM(e.amount) FROM safe_entries e JOIN offices o"
            " ON o.office_id = e.office_id WHERE o.code = %s",
            self.hall.office,
        )
        assert safe == model.safe

    @invariant()
    def the_checker_is_silent(self) -> None:
        assert self.hall.breaches() == []

    # -- one act ------------------------------------------------------------------------------

    def _till(self, at: int) -> Till:
        return self.hall.tills[at]

    def _numbered(self, at: int, kind: str, number: str) -> bool:
        """Was it taken? Then it has the next number of its series."""
        if not number:
            return False
        self.model.numbers[at, kind] += 1
        assert number == self._till(at).number(kind, self.model.numbers[at, kind])
        self.met[kind] += 1
        return True

    def _place(self, place: Place, fitting: list[bool]) -> int:
        at, anywhere = place
        return at if anywhere or fitting[at] or not fitting[1 - at] else 1 - at

    # -- shifts -----------------------------------------------------------------------------

    @initialize(
        line=lines, first=st.lists(st.tuples(accounts, hows, halves), min_size=1, max_size=3)
    )
    def a_counter_opens_and_sells(self, line: str, first: list[tuple[int, str, Decimal]]) -> None:
        self.open((0, False), line)
        for account, how, amount in first:
            self._take(0, self._show(0, account, how, amount), line)

    @precondition(lambda self: not all(self.model.is_open))
    @rule(place=places, line=lines)
    def open(self, place: Place, line: str) -> None:
        model = self.model
        at = self._place(place, [not is_open for is_open in model.is_open])
        if model.is_open[at]:
            self._refused("shift_already_open", lambda: self.hall.open(self._till(at)))
        elif self._numbered(at, "opening", self.hall.open(self._till(at), line)):
            model.is_open[at], model.held[at], model.undos[at] = True, FLOATED, 0
            model.safe -= FLOATED

    @precondition(lambda self: any(self.model.is_open))
    @rule(place=places, short=st.integers(0, 20), line=lines)
    def count(self, place: Place, short: int, line: str) -> None:
        model = self.model
        at = self._place(place, model.is_open)
        till = self._till(at)
        if not model.is_open[at]:
            self._refused("shift_not_open", lambda: self.hall.count(till, FLOATED))
            return
        counted = max(model.held[at] - short * HALF, HALF)
        if self._numbered(at, "count", self.hall.count(till, counted, line)):
            model.is_open[at], model.held[at] = False, Decimal(0)
            model.counted[at].append(till.shift_id)
            model.safe += counted

    @precondition(lambda self: any(self.model.counted))
    @rule(place=places, line=lines)
    def close(self, place: Place, line: str) -> None:
        model = self.model
        at = self._place(place, [bool(waiting) for waiting in model.counted])
        till = self._till(at)
        if not model.counted[at]:
            self._refused("shift_not_counted", lambda: self.hall.end(till, till.shift_id))
        elif self._numbered(at, "z", self.hall.end(till, model.counted[at][0], line)):
            model.counted[at].pop(0)

    # -- payments -----------------------------------------------------------------------------

    @precondition(lambda self: any(self.model.is_open))
    @rule(
        place=places,
        account=accounts,
        how=hows,
        amount=halves,
        line=lines,
    )
    def pay(self, place: Place, account: int, how: str, amount: Decimal, line: str) -> None:
        """What the screen shows now, at once."""
        at = self._place(place, self.model.is_open)
        self._take(at, self._show(at, account, how, amount), line)

    pay_next = pay
    """Twice as often as the others."""

    @rule(account=accounts, how=st.sampled_from(("exact", "part")), amount=halves)
    def show(self, account: int, how: str, amount: Decimal) -> None:
        """A screen that is left standing; it is taken later, at either counter."""
        self.shown = self._show(0, account, how, amount)

    @precondition(lambda self: self.shown is not None and any(self.model.is_open))
    @rule(place=places, line=lines)
    def pay_what_was_shown(self, place: Place, line: str) -> None:
        at = self._place(place, self.model.is_open)
        shown, self.shown = self.shown, None
        assert shown is not None
        self._take(at, shown, line)

    def _show(self, at: int, account: int, how: str, amount: Decimal) -> Shown:
        """The screen's order, and by our own reckoning what it will move."""
        selling, seed_account = self._till(at).selling, self.accounts[account]
        owed, credit = self.model.owed[account], self.model.credit[account]
        used = min(owed, credit)
        left = owed - used
        changes = self.model.changes[account]
        opened = selling.program.lookup.open_account(seed_account.account_id)
        if how == "advance" or not owed:
            order = selling.order_for(opened, (), str(amount))
            return Shown(order, account, changes, Decimal(0), amount, amount)
        if how == "change" and left:
            order = selling.order_for(opened, opened.bills, str(left + amount))
        elif how == "part" and amount < left:
            order = selling.order_for(opened, opened.bills, str(amount), part=True)
            return Shown(order, account, changes, -(amount + used), -used, amount)
        elif how in {"card", "cheque"} and amount < left:
            other = by_card(str(amount)) if how == "card" else by_cheque(a_cheque(str(amount)))
            order = order_with(selling, seed_account, other, cash=str(left - amount))
            return Shown(order, account, changes, -owed, -used, left - amount)
        elif how == "over" and left:
            order = order_with(selling, seed_account, by_cheque(a_cheque(str(left + amount))))
            return Shown(order, account, changes, -owed, amount - used, Decimal(0))
        else:
            order = selling.order_for(opened, opened.bills)
        return Shown(order, account, changes, -owed, -used, left)

    def _take(self, at: int, shown: Shown, line: str) -> None:
        till, model = self._till(at), self.model
        order = replace(
            shown.order, request_id=new_request_id(), shift_id=till.shift_id,
            taken_at=till.program.clock.now(),
        )  # fmt: skip

        def send() -> str:
            return till.selling.send(order).number

        if not model.is_open[at]:
            self._refused("shift_not_open", send)
        elif shown.owed and model.changes[shown.account] != shown.changes:
            self._refused("bill_changed", send)
        elif self._numbered(at, "payment", self.hall.answer(till, order.request_id, send, line)):
            self._move(at, shown.account, shown.owed, shown.credit, shown.cash)
            model.receipts.append(
                Receipt(
                    till.number("payment", model.numbers[at, "payment"]), at, till.shift_id,
                    shown.account, shown.owed, shown.credit, shown.cash,
                )
            )  # fmt: skip

    def _move(self, at: int, account: int, owed: Decimal, credit: Decimal, cash: Decimal) -> None:
        self.model.owed[account] += owed
        self.model.credit[account] += credit
        self.model.held[at] += cash
        if owed or credit < 0:
            self.model.changes[account] += 1

    # -- taking back -----------------------------------------------------------------------------

    @precondition(lambda self: self.model.receipts)
    @rule(elsewhere=st.sampled_from((0, 0, 0, 1)), back=st.sampled_from((1, 1, 1, 2)), line=lines)
    def undo(self, elsewhere: int, back: int, line: str) -> None:
        model = self.model
        receipt = model.receipts[-min(back, len(model.receipts))]
        at = (receipt.till + elsewhere) % 2
        till = self._till(at)
        order = UndoPayment(
            new_request_id(), till.shift_id, receipt.number, "wrong bill",
            till.program.clock.now(),
        )  # fmt: skip

        def send() -> str:
            return till.program.payments.undo(order, till.person).receipt.number

        code = self._why_not(at, receipt)
        if receipt.till != at or receipt.shift != till.shift_id:
            self._refused("not_your_receipt", send)
        elif code in {"already_undone", "credit_used"}:
            self._refused(code, send)
        elif model.undos[at] == UNDOS:
            self._refused("undo_limit", send)
        elif code:
            self._refused(code, send)
        elif receipt.number != till.number("payment", model.numbers[at, "payment"]):
            self._refused("not_last_receipt", send)
        elif self._numbered(at, "undo", self.hall.answer(till, order.request_id, send, line)):
            model.undos[at] += 1
            self._take_back(at, receipt)

    undo_next = undo

    @precondition(lambda self: self.model.receipts)
    @rule(place=places, which=st.integers(0, 30), line=lines)
    def reverse(self, place: Place, which: int, line: str) -> None:
        """Any receipt of either counter, with a supervisor's yes, out of the present shift."""
        model = self.model
        at = self._place(place, model.is_open)
        till = self._till(at)
        receipt = model.receipts[which % len(model.receipts)]
        if not receipt.stands:
            return
        correcting = till.correcting
        prepared = till.program.corrections.prepare(correcting.reversal(receipt.number))

        def send() -> str:
            return till.program.corrections.carry_out(prepared, till.person).receipt.number

        if model.is_open[at]:
            self._refused("approval_missing", send)
        correcting.approve(prepared)
        if code := self._why_not(at, receipt):
            self._refused(code, send)
        elif self._numbered(
            at, "reversal", self.hall.answer(till, prepared.request_id, send, line)
        ):
            self._take_back(at, receipt)
            self._refused("other_contents", lambda: self._other_text(till, prepared.request_id))

    def _other_text(self, till: Till, request_id: UUID) -> None:
        """The used request with other words, as somebody with a plain client would."""
        account = self.accounts[0]
        opened = till.program.lookup.open_account(account.account_id)
        order = till.selling.order_for(opened, (), "1")
        till.selling.send(replace(order, request_id=request_id))

    reverse_next = reverse

    def _why_not(self, at: int, receipt: Receipt) -> str:
        """What stands in the way of taking it back here."""
        model = self.model
        if not receipt.stands:
            return "already_undone"
        if not model.is_open[at]:
            return "shift_not_open"
        if model.credit[receipt.account] - receipt.credit < 0:
            return "credit_used"
        return "drawer_short" if receipt.cash > model.held[at] else ""

    def _take_back(self, at: int, receipt: Receipt) -> None:
        receipt.stands = False
        self._move(at, receipt.account, -receipt.owed, -receipt.credit, -receipt.cash)

    # -- cash besides payments ---------------------------------------------------------------------

    @precondition(lambda self: any(self.model.is_open))
    @rule(
        place=places,
        kind=st.sampled_from((CashKind.DROP, CashKind.PAID_IN, CashKind.PAID_OUT)),
        amount=st.one_of(halves, st.just(Decimal(3000))),
        line=lines,
    )
    def move_cash(self, place: Place, kind: CashKind, amount: Decimal, line: str) -> None:
        model = self.model
        at = self._place(place, model.is_open)
        till = self._till(at)
        order = MoveCash(
            new_request_id(), till.shift_id, kind, amount, "noon", till.program.clock.now()
        )

        def send() -> str:
            return till.program.cash.move(order, till.person).number

        moved = amount if kind is CashKind.PAID_IN else -amount
        if kind is CashKind.PAID_OUT and amount > PAID_OUT_AT_MOST:
            self._refused("approval_missing", send)
        elif not model.is_open[at]:
            self._refused("shift_not_open", send)
        elif model.held[at] + moved < 0:
            self._refused("not_enough_cash", send)
        elif self._numbered(at, "movement", self.hall.answer(till, order.request_id, send, line)):
            model.held[at] += moved
            model.safe += amount if kind is CashKind.DROP else 0

    @precondition(lambda self: any(self.model.is_open))
    @rule(place=places, amount=halves, line=lines)
    def hand_over(self, place: Place, amount: Decimal, line: str) -> None:
        model = self.model
        at = self._place(place, model.is_open)
        till = self._till(at)
        order = HandOver(
            new_request_id(), till.shift_id, self._till(1 - at).person, amount, "short of notes",
            till.program.clock.now(),
        )  # fmt: skip

        def send() -> str:
            return till.program.cash.hand_over(order, till.person).number

        if not model.is_open[at]:
            self._refused("shift_not_open", send)
        elif model.held[at] < amount:
            self._refused("not_enough_cash", send)
        elif self._numbered(at, "movement", self.hall.answer(till, order.request_id, send, line)):
            model.held[at] -= amount
            ((entry_id,),) = self.hall.rows(
                "SELECT entry_id FROM journal WHERE request_id = %s", order.request_id.bytes
            )
            model.on_its_way.append((entry_id, 1 - at, amount))

    @precondition(lambda self: self.model.on_its_way)
    @rule(back=st.booleans(), line=lines)
    def accept(self, back: bool, line: str) -> None:
        """By the person it was for, or taken back by who gave it."""
        model = self.model
        entry_id, receiver, amount = model.on_its_way[0]
        at = 1 - receiver if back else receiver
        till = self._till(at)
        order = AcceptHandover(
            new_request_id(), till.shift_id, entry_id, amount, till.program.clock.now()
        )

        def send() -> str:
            return till.program.cash.accept(order, till.person).number

        if not model.is_open[at]:
            self._refused("shift_not_open", send)
        elif self._numbered(at, "movement", self.hall.answer(till, order.request_id, send, line)):
            model.held[at] += amount
            model.on_its_way.pop(0)

    def _refused(self, code: str, send: Callable[[], object]) -> None:
        with pytest.raises(Refused) as refused:
            send()
        assert refused.value.code == code
        self.met[code] += 1
