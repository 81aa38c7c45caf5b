"""Pay alone: the plan at every key, notes by place, cash rounding, nothing cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cashier_app.domain.allocation import Plan
from cashier_app.domain.payments import Cheque, TenderKind, TenderOrder
from tests.ui.payment_samples import FACTORY, FEE, KARUNA, NOTES, RUPEES, TODAY, account, local
from ui.main_window import MainWindow
from ui.models.basket import RunningBasket
from ui.models.surroundings import Surroundings
from ui.screens.pay import PayScreen
from ui.screens.pay_words import Mode
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


def test_change_that_is_to_stay_as_credit_stays_so_behind_the_second_question(
    screen: PayScreen, window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClicks(screen.cash_field, "30000")
    QTest.keyClick(screen.cash_field, Qt.Key.Key_F10)
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert screen.mode is Mode.ASKED
    assert screen.frame.banner is not None
    assert "27,682.50 would be kept as credit" in screen.frame.banner.text
    assert "is kept as credit of Karuna Sharma" in window.next_key.accessibleName()
    qtbot.waitUntil(lambda: window.next_key.can_press)
    with qt_signal(screen) as taken:
        QTest.keyClick(window, Qt.Key.Key_Return)
    (plan,) = taken
    assert (plan.change, plan.credit_made) == (Decimal(0), Decimal("27682.50"))


def test_esc_takes_the_second_question_back_and_nothing_else(
    screen: PayScreen, window: MainWindow
) -> None:
    QTest.keyClicks(screen.cash_field, "30000")
    QTest.keyClick(screen.cash_field, Qt.Key.Key_F10)
    QTest.keyClick(window, Qt.Key.Key_Return)
    modes = [screen.mode]
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_Escape)
        modes.append(screen.mode)
    assert modes == [Mode.ASKED, Mode.KEEP, Mode.NORMAL]


def test_another_amount_behind_the_second_question_is_still_kept(
    screen: PayScreen, window: MainWindow
) -> None:
    QTest.keyClicks(screen.cash_field, "30000")
    QTest.keyClick(screen.cash_field, Qt.Key.Key_F10)
    QTest.keyClick(window, Qt.Key.Key_Return)
    QTest.keyClick(screen.cash_field, Qt.Key.Key_Backspace)
    assert screen.mode is Mode.KEEP
    assert screen.plan.credit_made == Decimal("682.50")


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


def test_the_keys_of_the_tenders_are_where_they_act(screen: PayScreen) -> None:
    names = [key.accessibleName() for key in screen.findChildren(ChoiceKey)]
    assert names[:3] == ["Cash (F5)", "Card (F6)", "Cheque (F7)"]
    assert names[3] == "+1,000 (Q)"
    assert names[-1] == "Exact (X)"


CHEQUE = TenderOrder(
    TenderKind.CHEQUE, Decimal(1000), cheque=Cheque("City Bank", "004512", TODAY, Decimal(1000))
)
SLIP = TenderOrder(TenderKind.CARD, Decimal("1317.50"), slip_no="A-77")


def test_a_split_shows_every_tender_and_what_is_left(screen: PayScreen, window: MainWindow) -> None:
    screen.add_tender(CHEQUE)
    lines = {line.label: line for line in screen.panel.ledger.lines}
    assert lines["Cheque"].amount == "\u22121,000.00"
    assert lines["Cheque"].detail == "No. 004512, City Bank"
    assert ledger(screen)["Left to pay"] == "1,317.50"
    assert screen.card.accessibleName() == "To pay 1,317.50"
    QTest.keyClicks(screen.cash_field, "1600")
    assert screen.card.accessibleName() == "Change will be 282.50"
    with qt_signal(screen) as taken:
        QTest.keyClick(window, Qt.Key.Key_Return)
    (plan,) = taken
    assert (plan.others, plan.received, plan.change) == (
        (CHEQUE,), Decimal(1600), Decimal("282.50"),
    )  # fmt: skip


def test_tenders_that_pay_all_ask_for_no_cash(screen: PayScreen, window: MainWindow) -> None:
    screen.add_tender(CHEQUE)
    screen.add_tender(SLIP)
    assert window.question.accessibleName().startswith("Is everything there?")
    assert window.next_key.accessibleName() == "Take 2,317.50 without cash. Saves and prints"
    assert screen.card.accessibleName() == "Paid without cash 2,317.50"
    assert "Cash" not in ledger(screen)


def test_del_takes_the_last_tender_off(screen: PayScreen) -> None:
    screen.add_tender(CHEQUE)
    screen.add_tender(SLIP)
    caps = [line.key_cap for line in screen.panel.ledger.lines if line.detail]
    assert caps == ["", "Del"]
    left = []
    for _ in range(3):
        QTest.keyClick(screen.cash_field, Qt.Key.Key_Delete)
        left.append(screen.others)
    assert left == [(CHEQUE,), (), ()]
    assert ledger(screen)["Left to pay"] == "2,317.50"


def test_a_keypad_without_num_lock_is_told_at_the_field(
    screen: PayScreen, window: MainWindow
) -> None:
    """Its point is Del then: it took the last cheque off."""
    screen.add_tender(CHEQUE)
    asked = screen.cash_field.label
    keypad, key = Qt.KeyboardModifier.KeypadModifier, Qt.Key
    for moves in (key.Key_Delete, key.Key_Home, key.Key_Clear, key.Key_Insert):
        QTest.keyClick(screen.cash_field, moves, keypad)
        assert screen.others == (CHEQUE,)
        assert screen.cash_field.label == "Num Lock is off: press it first"
        QTest.keyClick(screen.cash_field, key.Key_NumLock)
        assert screen.cash_field.label == asked
    QTest.keyClick(screen.cash_field, key.Key_End, keypad)
    QTest.keyClick(screen.cash_field, key.Key_5, keypad)
    assert (screen.cash_field.label, screen.cash_field.typed) == (asked, "5")
    QTest.keyClick(screen.cash_field, key.Key_Delete, keypad | Qt.KeyboardModifier.ShiftModifier)
    assert screen.others == ()


def test_a_proposed_amount_follows_the_tenders(window: MainWindow) -> None:
    screen = make(window)
    screen.show_basket(RunningBasket().with_account(account(FEE)), exact=True)
    screen.add_tender(replace(SLIP, tendered=Decimal(60)))
    assert screen.cash_field.is_empty
    assert screen.plan.payable == 200


def test_typed_cash_stays_when_a_tender_is_added(screen: PayScreen) -> None:
    QTest.keyClicks(screen.cash_field, "300")
    assert screen.plan_with().still_to_pay == Decimal("2017.50")
    screen.add_tender(CHEQUE)
    assert screen.cash_field.amount() == 300


def test_a_part_counts_every_tender(screen: PayScreen, window: MainWindow) -> None:
    screen.add_tender(CHEQUE)
    QTest.keyClick(screen.cash_field, Qt.Key.Key_F3)
    assert window.next_key.accessibleName().startswith("Take 1,000.00 as a part.")
    assert screen.plan.left_after == Decimal("1317.50")


def test_what_a_cheque_pays_too_much_is_credit(screen: PayScreen, window: MainWindow) -> None:
    more = Cheque("City Bank", "9", TODAY, Decimal(2500))
    screen.add_tender(TenderOrder(TenderKind.CHEQUE, Decimal(2500), cheque=more))
    assert "182.50 is kept as credit of Karuna Sharma" in window.next_key.accessibleName()


def test_a_cash_only_customer_gives_no_cheque(window: MainWindow, qtbot: QtBot) -> None:
    screen = make(window)
    screen.show_basket(RunningBasket().with_account(account(FEE, cash_only=True)), exact=False)
    with qtbot.assertNotEmitted(screen.tender_asked):
        QTest.keyClick(screen.cash_field, Qt.Key.Key_F7)
    assert screen.frame.banner is not None
    assert "pays in cash only" in screen.frame.banner.lead


def test_no_more_tenders_than_the_panel_shows(screen: PayScreen, qtbot: QtBot) -> None:
    for number in range(3):
        screen.add_tender(replace(SLIP, tendered=Decimal(1), slip_no=str(number)))
    with qtbot.assertNotEmitted(screen.tender_asked):
        QTest.keyClick(screen.cash_field, Qt.Key.Key_F6)
    assert screen.frame.banner is not None
    assert screen.columns.panel.minimumSizeHint().height() <= screen.height()


@contextmanager
def qt_signal(screen: PayScreen) -> Iterator[list[Plan]]:
    plans: list[Plan] = []
    screen.take_asked.connect(plans.append)
    yield plans
