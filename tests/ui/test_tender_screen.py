"""What is written on a cheque or slip: typed from the top, refused with its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cashier_app.domain.allocation import Plan, plan_payment
from cashier_app.domain.payments import Cheque, TenderKind, TenderOrder
from cashier_app.domain.utility import Rules
from tests.ui.payment_samples import KARUNA, RUPEES, TODAY, local
from ui.main_window import MainWindow
from ui.models.account_words import header_of
from ui.models.basket import RunningBasket
from ui.models.surroundings import Surroundings
from ui.screens.tender import TenderAsked, TenderScreen

BASKET = RunningBasket().with_account(KARUNA)
SLIP = TenderOrder(TenderKind.CARD, Decimal(17), slip_no="A-77")
CHEQUE = Cheque("City Bank", "004512", TODAY, Decimal("2317.50"))


class Asking:
    """The screen in a window; what it adds is kept."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.screen = TenderScreen(Surroundings(RUPEES, lambda: TODAY, local), Rules())
        self.added: list[TenderOrder] = []
        self.screen.added.connect(self.added.append)
        window.show_screen(self.screen)

    def begin(self, kind: TenderKind, *others: TenderOrder) -> None:
        def plan(*more: TenderOrder) -> Plan:
            return plan_payment(BASKET.to_pay(), Decimal(0), others=(*others, *more))

        asked = TenderAsked(kind, BASKET.to_pay(), others, plan(), plan, TODAY)
        self.screen.begin(asked, header_of(BASKET, RUPEES, plan().left_to_pay))
        self.screen.enter()

    def type(self, *texts: str) -> None:
        """Each text where the caret is, then Enter."""
        for text in texts:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClicks(focus, text)
            QTest.keyClick(focus, Qt.Key.Key_Return)

    @property
    def notice(self) -> str:
        name = self.screen.notice.lead.accessibleName() or self.screen.notice.lead.text()
        return name.replace("\u2010", "-") if self.screen.notice.isVisible() else ""


@pytest.fixture
def asking(window: MainWindow) -> Asking:
    return Asking(window)


def test_a_cheque_by_the_keyboard_alone(asking: Asking) -> None:
    asking.begin(TenderKind.CHEQUE)
    assert asking.screen.amount_field.amount() == Decimal("2317.50"), "all that is left"
    asking.type("1000", "City Bank", "004512", "23 11 2026")
    cheque = Cheque("City Bank", "004512", TODAY, Decimal(1000))
    assert asking.added == [TenderOrder(TenderKind.CHEQUE, Decimal(1000), cheque=cheque)]


def test_a_slip_by_the_keyboard_alone(asking: Asking) -> None:
    asking.begin(TenderKind.CARD)
    asking.type("", "A-77120")
    assert asking.added == [TenderOrder(TenderKind.CARD, Decimal("2317.50"), slip_no="A-77120")]


def test_what_it_would_make_shows_before_it_is_added(asking: Asking) -> None:
    asking.begin(TenderKind.CARD, SLIP)
    asking.type("300")
    QTest.keyClicks(asking.screen.slip_field.edit, "5")
    assert asking.window.next_key.accessibleName() == (
        "Add the slip of 300.00. Then 2,000.50 left to pay"
    )
    amounts = [line.amount for line in asking.screen.panel.ledger.lines]
    assert "\u2212300.00" in amounts
    assert "2,000.50" in amounts


@pytest.mark.parametrize(
    ("day", "notice"),
    [
        ("24 11 2026", "The cheque is post-dated: 24 Nov is to come."),
        ("24.08.2026", "The cheque is stale: 24 Aug is more than 90 days ago."),
        ("25082026", ""),
        ("23/11/26", ""),
    ],
)
def test_post_dated_and_stale_are_refused_in_words(asking: Asking, day: str, notice: str) -> None:
    asking.begin(TenderKind.CHEQUE)
    asking.type("", "City Bank", "004512", day)
    assert asking.notice == notice
    assert len(asking.added) == (0 if notice else 1)


def test_a_date_that_is_none_is_told_when_the_caret_leaves(asking: Asking) -> None:
    asking.begin(TenderKind.CHEQUE)
    asking.type("", "City Bank", "004512")
    QTest.keyClicks(asking.screen.date_field.edit, "31 11 2026")
    assert asking.notice == ""
    asking.screen.bank_field.edit.setFocus()
    QTest.keyClicks(asking.screen.bank_field.edit, "x")
    assert asking.notice == "The date cannot be read."
    assert asking.window.next_key.accessibleName().startswith("Not to be taken")


@pytest.mark.parametrize("number", ["12 34", "#5", "1_2"])
def test_a_number_that_no_cheque_has(asking: Asking, number: str) -> None:
    asking.begin(TenderKind.CHEQUE)
    asking.type("", "City Bank", number, "23 11 2026")
    assert asking.notice == "The number has other characters than letters and digits."
    assert asking.added == []


def test_a_cheque_or_slip_counts_once(asking: Asking) -> None:
    other = TenderOrder(TenderKind.CHEQUE, Decimal(5), cheque=CHEQUE)
    asking.begin(TenderKind.CHEQUE, other)
    asking.type("", "CITY bank", "004512", "23 11 2026")
    assert asking.notice == "It is in this payment already."
    asking.begin(TenderKind.CARD, SLIP)
    asking.type("", "a-77")
    assert asking.notice == "It is in this payment already."
    assert asking.added == []


def test_nothing_is_lost_by_going_back(asking: Asking) -> None:
    asking.begin(TenderKind.CHEQUE)
    asking.type("1000", "City Bank")
    asking.begin(TenderKind.CHEQUE)
    assert asking.screen.bank_field.text() == "City Bank"
    assert asking.screen.amount_field.amount() == 1000
    asking.screen.clear()
    asking.begin(TenderKind.CHEQUE)
    assert asking.screen.bank_field.text() == ""
