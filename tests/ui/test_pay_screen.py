"""Pay alone: the plan at every key, notes by place, cash rounding, nothing cut."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.payment_samples import FACTORY, FEE, KARUNA, NOTES, RUPEES, TODAY, account, local
from ui.main_window import MainWindow
from ui.models.basket import RunningBasket
from ui.models.surroundings import Surroundings
from ui.screens.pay import Mode, PayScreen
from ui.widgets.keys import ChoiceKey

AROUND = Surroundings(RUPEES, lambda: TODAY, local)


def make(window: MainWindow, step: str = "0") -> PayScreen:
    screen = PayScreen(AROUND, NOTES, Decimal(step), 10)
    window.show_screen(screen)
    return screen


@pytest.fixture
def screen(window: MainWindow) -> PayScreen:
    made = make(window)
    made.show_basket(RunningBasket().with_account(KARUNA), exact=False)
    return made


def ledger(screen: PayScreen) -> dict[str, str]:
    return {line.label: line.amount for line in screen.panel.ledger.lines}


def test_the_plan_is_live(screen: PayScreen, window: MainWindow) -> None:
    assert screen.card.accessibleName() == "To pay 2,317.50"
    QTest.keyClicks(screen.cash_field, "2")
    assert screen.card.accessibleName() == "Not enough yet, still to pay 2,315.50"
    assert not window.next_key.can_press
    QTest.keyClicks(screen.cash_field, "600")
    assert screen.card.accessibleName() == "Change will be 282.50"
    assert window.next_key.accessibleName().startswith("Take 2,600.00 cash.")
    assert ledger(screen) == {
        "3 bills": "2,517.50",
        "Credit on account": "\u2212200.00",
        "Left to pay": "2,317.50",
        "Cash": "2,600.00",
        "Change": "282.50",
    }
    assert [line.amount for line in screen.panel.after.lines] == ["paid", "paid", "paid"]


def test_f3_shows_where_the_rest_stays(screen: PayScreen) -> None:
    QTest.keyClicks(screen.cash_field, "2000")
    QTest.keyClick(screen.cash_field, Qt.Key.Key_F3)
    modes = [screen.mode]
    assert [line.amount for line in screen.panel.after.lines] == ["paid", "paid", "317.50"]
    QTest.keyClicks(screen.cash_field, "5")
    modes.append(screen.mode)
    assert modes == [Mode.PART, Mode.NORMAL], "another amount is another question"


def test_digits_after_notes_start_over(screen: PayScreen) -> None:
    screen._on_note_pressed("Q")
    screen._on_note_pressed("W")
    assert screen.cash_field.amount() == 1500
    QTest.keyClicks(screen.cash_field, "7")
    assert screen.cash_field.amount() == 7


def test_backspace_takes_the_last_note_then_nothing(screen: PayScreen) -> None:
    screen._on_note_pressed("Q")
    screen._on_note_pressed("Y")
    QTest.keyClick(screen.cash_field, Qt.Key.Key_Backspace)
    assert screen.cash_field.amount() == 1000
    QTest.keyClick(screen.cash_field, Qt.Key.Key_Backspace)
    assert screen.cash_field.is_empty


def test_x_is_exact(screen: PayScreen, window: MainWindow) -> None:
    QTest.keyClick(screen.cash_field, Qt.Key.Key_X)
    assert screen.cash_field.amount() == Decimal("2317.50")
    assert window.next_key.can_press


def test_a_proposed_amount_gives_way_to_the_first_digit(window: MainWindow) -> None:
    screen = make(window)
    screen.show_basket(RunningBasket().with_account(account(FEE)), exact=True)
    assert screen.cash_field.amount() == 260
    QTest.keyClicks(screen.cash_field, "5")
    assert screen.cash_field.amount() == 5


def test_cash_rounding_is_a_line_of_its_own(window: MainWindow) -> None:
    screen = make(window, "1")
    screen.show_basket(RunningBasket().with_account(KARUNA), exact=True)
    assert screen.cash_field.amount() == 2318
    assert ledger(screen)["Cash rounding"] == "+0.50"
    assert ledger(screen)["Left to pay"] == "2,318.00"


def test_seven_digits_fit_everywhere(window: MainWindow) -> None:
    screen = make(window)
    screen.show_basket(RunningBasket().with_account(FACTORY), exact=False)
    QTest.keyClicks(screen.cash_field, "1300000")
    assert screen.card.accessibleName() == "Change will be 15,070.00"
    assert screen.columns.scroll_area.verticalScrollBar().maximum() == 0


def test_only_cash_is_offered(screen: PayScreen) -> None:
    names = [key.accessibleName() for key in screen.findChildren(ChoiceKey)]
    assert names[0] == "+1,000 (Q)"
    assert names[-1] == "Exact (X)"
    assert not any("Card" in name or "Cheque" in name for name in names)
