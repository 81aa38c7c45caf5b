"""What the frame says of an open account: header, alerts, another counter's claim."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.accounts import AccountOpened, Claim, PastPayment, Supply
from cashier_app.domain.money import Currency
from cashier_app.domain.queue import TicketOpened
from ui import dates
from ui.models import words
from ui.models.basket import RunningBasket
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent

_ICONS = {"home": "home", "shop": "shop", "factory": "factory"}
OVERDUE_ALERT_DAYS = 30


def header_of(basket: RunningBasket, currency: Currency, due: Decimal) -> HeaderContent:
    """Whose account at the left, what is due of the marked bills at the right."""
    if basket.is_shared:
        return _shared_header(basket, currency, due)
    account = basket.head
    label = QCoreApplication.translate("Account", "Due today")
    if basket.marked_bills and not basket.all_marked:
        label = QCoreApplication.translate("Account", "Due today, {n} of {of} bills").format(
            n=len(basket.marked_bills), of=len(basket.bills)
        )
    return HeaderContent(
        icon=_ICONS.get(account.kind, "home"),
        name=account.customer_name,
        facts=account_facts(account),
        label=label,
        amount=currency.show(due),
        unit=currency.symbol,
    )


def account_facts(account: AccountOpened) -> tuple[str, ...]:
    """As in "Account 4410-0297-61", "Meter 88-104523", the address."""
    number = QCoreApplication.translate("Account", "Account {number}")
    meter = QCoreApplication.translate("Account", "Meter {number}")
    return (
        number.format(number=account.account_no),
        meter.format(number=account.meter_no) if account.meter_no else "",
        account.address,
    )


def basket_words(basket: RunningBasket) -> str:
    """As in "2 customers, 5 bills"."""
    people = QCoreApplication.translate("Account", "{n} customers").format(n=len(basket.accounts))
    return f"{people}, {words.count_bills(len(basket.marked_bills))}"


def cash_only_news(basket: RunningBasket) -> BannerContent | None:
    """Why no cheque and no card is taken for this basket, or None."""
    for account in basket.accounts:
        if account.opened.cash_only:
            lead = QCoreApplication.translate("Account", "{name} pays in cash only.")
            text = QCoreApplication.translate(
                "Account", "A cheque came back. Take no cheque and no card."
            )
            return BannerContent(Gravity.LOOK, lead.format(name=account.opened.customer_name), text)
    return None


def ticket_words(slip: TicketOpened) -> BannerContent:
    """Which bills of a scanned queue slip are not open any more."""
    if not slip.open_ids:
        lead = QCoreApplication.translate(
            "Account", "Everything on the slip of number {n} is paid."
        )
        text = QCoreApplication.translate("Account", "Take no money for it.")
        return BannerContent(Gravity.LOOK, lead.format(n=slip.ticket.number), text)
    if len(slip.gone) == 1:
        lead = QCoreApplication.translate("Account", "Bill {numbers} of the slip is paid.")
    else:
        lead = QCoreApplication.translate("Account", "Bills {numbers} of the slip are paid.")
    text = QCoreApplication.translate("Account", "Only the others are in this payment.")
    return BannerContent(Gravity.LOOK, lead.format(numbers=", ".join(slip.gone)), text)


def _shared_header(basket: RunningBasket, currency: Currency, due: Decimal) -> HeaderContent:
    headed = QCoreApplication.translate("Account", "Receipt for {name}, account {number}")
    return HeaderContent(
        icon="basket",
        name=basket_words(basket),
        facts=(headed.format(name=basket.head.customer_name, number=basket.head.account_no),),
        label=QCoreApplication.translate("Account", "Due today"),
        amount=currency.show(due),
        unit=currency.symbol,
    )


def paid_words(payment: PastPayment, local: Callable[[datetime], datetime], today: date) -> str:
    """As in "Paid at Counter 3 by Rana Das at 10:42, receipt 03-000123"."""
    when = local(payment.stored_at)
    if when.date() == today:
        text = QCoreApplication.translate(
            "Account", "Paid at {counter} by {cashier} at {time}, receipt {receipt}."
        )
    else:
        text = QCoreApplication.translate(
            "Account", "Paid at {counter} by {cashier} on {day} at {time}, receipt {receipt}."
        )
    return text.format(
        counter=payment.counter_name, cashier=payment.cashier, receipt=payment.receipt_no,
        time=dates.clock(when), day=dates.day(when.date()),
    )  # fmt: skip


def alert_of(
    basket: RunningBasket,
    today: date,
    local: Callable[[datetime], datetime],
    currency: Currency,
) -> BannerContent | None:
    """The gravest thing to know of the open accounts before going on; the claim comes first."""
    for account in (entry.opened for entry in basket.accounts):
        if account.claim is not None:
            return _claim(account, account.claim, local, named=basket.is_shared)
    for account in (entry.opened for entry in basket.accounts):
        alert = _alert(account, today, currency)
        if alert is not None:
            lead, text = alert
            lead = f"{account.customer_name}: {lead}" if basket.is_shared else lead
            return BannerContent(Gravity.LOOK, lead, text)
    return None


def _claim(
    account: AccountOpened, claim: Claim, local: Callable[[datetime], datetime], *, named: bool
) -> BannerContent:
    lead = QCoreApplication.translate("Account", "Open at {counter} by {cashier} since {time}.")
    lead = lead.format(
        counter=claim.counter_name, cashier=claim.cashier, time=dates.clock(local(claim.since))
    )
    text = QCoreApplication.translate(
        "Account", "Ask before you take money. A bill is paid once: a second payment is refused."
    )
    if named:
        lead = f"{account.customer_name}: {lead}"
    return BannerContent(Gravity.LOOK, lead, text)


def _alert(account: AccountOpened, today: date, currency: Currency) -> tuple[str, str] | None:
    translate = QCoreApplication.translate
    rest = account.instruction
    if account.supply is Supply.OFF:
        text = translate("Account", "Payment asks the office to switch it on again.")
        return translate("Account", "Supply is off."), " ".join(filter(None, (text, rest)))
    if account.supply is Supply.NOTICE or account.disconnect_on is not None:
        return translate("Account", "Disconnection notice."), _notice(account, currency)
    if rest:
        return translate("Account", "Instruction."), rest
    days = max(((today - bill.due_on).days for bill in account.bills), default=0)
    if days > OVERDUE_ALERT_DAYS:
        text = translate("Account", "The oldest bill is {n} days overdue.").format(n=days)
        return translate("Account", "Long overdue."), text
    return None


def _notice(account: AccountOpened, currency: Currency) -> str:
    if account.disconnect_on is None:
        return account.instruction
    text = QCoreApplication.translate(
        "Account", "Pay at least {amount} by {day} to keep the supply on."
    )
    text = text.format(
        amount=currency.show(account.supply_minimum), day=dates.weekday(account.disconnect_on)
    )
    return " ".join(filter(None, (text, account.instruction)))
