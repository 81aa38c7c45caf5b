"""The running basket: accounts that are open at this counter and the bills marked in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cashier_app.domain.accounts import AccountOpened, OpenBill, PaidTogether
from cashier_app.domain.allocation import Basket
from cashier_app.domain.money import ZERO
from cashier_app.domain.queue import TicketOpened


class AlreadyInBasket(ValueError):
    """The bill is part of this payment already."""


@dataclass(frozen=True, slots=True)
class BasketAccount:
    """One open account. `listed` are the bills of it that a shared basket shows."""

    opened: AccountOpened
    listed: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()

    @property
    def account_id(self) -> int:
        """Which account it is."""
        return self.opened.account_id

    def with_bills(self, bill_ids: frozenset[int]) -> BasketAccount:
        """List and mark these bills, too."""
        return replace(self, listed=self.listed | bill_ids, marked=self.marked | bill_ids)

    def without_bill(self, bill_id: int) -> BasketAccount:
        """Neither list nor mark the bill."""
        return replace(self, listed=self.listed - {bill_id}, marked=self.marked - {bill_id})

    def refreshed(self, opened: AccountOpened) -> BasketAccount:
        """The account as it is now: bills that are paid meanwhile fall out."""
        open_ids = _ids(opened)
        return BasketAccount(opened, self.listed & open_ids, self.marked & open_ids)


@dataclass(frozen=True, slots=True)
class RunningBasket:
    """Frozen: every change gives a new one. The first account heads the receipt."""

    accounts: tuple[BasketAccount, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when no account is open."""
        return not self.accounts

    @property
    def is_shared(self) -> bool:
        """True for bills of several customers."""
        return len(self.accounts) > 1

    @property
    def head(self) -> AccountOpened:
        """The account that heads the receipt; raises IndexError for an empty basket."""
        return self.accounts[0].opened

    @property
    def bills(self) -> tuple[OpenBill, ...]:
        """What the list shows: all bills of a single account, else those put in."""
        if not self.is_shared:
            return tuple(bill for account in self.accounts for bill in account.opened.bills)
        return tuple(
            bill
            for account in self.accounts
            for bill in account.opened.bills
            if bill.bill_id in account.listed
        )

    @property
    def marked_ids(self) -> frozenset[int]:
        """The bills that would be paid."""
        return frozenset().union(*(account.marked for account in self.accounts))

    @property
    def marked_bills(self) -> tuple[OpenBill, ...]:
        """The bills that would be paid, in the order of the list."""
        return tuple(bill for bill in self.bills if bill.bill_id in self.marked_ids)

    @property
    def all_marked(self) -> bool:
        """True when nothing in the list is left out."""
        return len(self.marked_bills) == len(self.bills)

    def to_pay(self) -> Basket:
        """The basket as the rules of allocation take it."""
        credit = {a.account_id: a.opened.credit for a in self.accounts}
        return Basket(self.head.account_id, self.marked_bills, credit)

    @property
    def offered(self) -> tuple[PaidTogether, ...]:
        """What was paid with the heading account last time and is not open here."""
        if self.is_empty:
            return ()
        return tuple(a for a in self.head.together if not self.has_account(a.account_id))

    def opened_of(self, bill_id: int) -> AccountOpened | None:
        """The account of a bill in the list."""
        for account in self.accounts:
            if bill_id in _ids(account.opened):
                return account.opened
        return None

    def has_account(self, account_id: int) -> bool:
        """True if the account is open here."""
        return any(account.account_id == account_id for account in self.accounts)

    def with_account(self, opened: AccountOpened) -> RunningBasket:
        """Open an account that was found: all its bills are marked."""
        return self._with(opened, _ids(opened))

    def with_bill(self, opened: AccountOpened, bill_id: int) -> RunningBasket:
        """Put one scanned bill in; raises AlreadyInBasket."""
        if bill_id in self.marked_ids:
            raise AlreadyInBasket(bill_id)
        return self._with(opened, frozenset({bill_id}))

    def with_ticket(self, slip: TicketOpened) -> RunningBasket:
        """Put what a customer chose in the hall in; in the basket already counts once."""
        return self._with(slip.account, slip.open_ids)

    def toggled(self, bill_id: int) -> RunningBasket:
        """Mark the bill, or take its mark off."""
        marked = bill_id in self.marked_ids
        return self._mapped(
            lambda account: (
                replace(account, marked=account.marked - {bill_id})
                if marked
                else account.with_bills(frozenset({bill_id}) & _ids(account.opened))
            )
        )

    def only(self, bill_ids: frozenset[int]) -> RunningBasket:
        """Mark these bills and no other."""
        return self._mapped(
            lambda account: replace(account, marked=bill_ids & _ids(account.opened))
        )

    def to_keep_supply(self, today: date) -> frozenset[int]:
        """The overdue bills, when paying just them keeps a single account's supply on."""
        if len(self.accounts) != 1 or not self.head.supply_minimum:
            return frozenset()
        overdue = tuple(bill for bill in self.head.bills if bill.due_on < today)
        due = sum((bill.due for bill in overdue), ZERO) - self.head.credit
        if len(overdue) == len(self.head.bills) or due != self.head.supply_minimum:
            return frozenset()
        return frozenset(bill.bill_id for bill in overdue)

    def without_bill(self, bill_id: int) -> RunningBasket:
        """Take a bill out of a shared basket; an account without bills goes with it."""
        accounts = [account.without_bill(bill_id) for account in self.accounts]
        return RunningBasket(tuple(account for account in accounts if account.listed))

    def refreshed(self, opened: AccountOpened) -> RunningBasket:
        """An account was read again."""
        return self._mapped(
            lambda account: (
                account.refreshed(opened) if account.account_id == opened.account_id else account
            )
        )

    def _with(self, opened: AccountOpened, bill_ids: frozenset[int]) -> RunningBasket:
        if not self.has_account(opened.account_id):
            added = BasketAccount(opened).with_bills(bill_ids)
            return RunningBasket((*self.accounts, added))
        return RunningBasket(
            tuple(
                account.refreshed(opened).with_bills(bill_ids)
                if account.account_id == opened.account_id
                else account
                for account in self.accounts
            )
        )

    def _mapped(self, change: Callable[[BasketAccount], BasketAccount]) -> RunningBasket:
        return RunningBasket(tuple(change(account) for account in self.accounts))


def _ids(opened: AccountOpened) -> frozenset[int]:
    return frozenset(bill.bill_id for bill in opened.bills)
