"""Find: typing asks, stale answers are dropped, Enter opens the first row."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from cashier_app.domain.accounts import FoundAccount, FoundPage, Supply
from cashier_app.domain.errors import Unavailable
from cashier_app.domain.money import Currency
from cashier_app.domain.search import parse_query
from tests.ui.samples import account
from ui.main_window import MainWindow
from ui.models.found import (
    DUE,
    NAME,
    FoundModel,
    chip_for,
    digit_spans,
    make_row,
    word_spans,
)
from ui.screen import Screen
from ui.screens.find import FindOperations, FindScreen
from ui.tasks import Operation, Tasks

Find = Callable[[str], FoundPage]


class Desk:
    def __init__(self, window: MainWindow, tasks: Tasks, currency: Currency) -> None:
        self.window, self.tasks = window, tasks
        self.find: Find = lambda text: FoundPage(text, (), more=False)
        self.asked: list[str] = []
        operations = FindOperations(lambda text: Operation(lambda: self._find(text)))
        self.screen = FindScreen(tasks, operations, currency)
        self.opened: list[int] = []
        self.screen.account_chosen.connect(self.opened.append)
        window.show_screen(self.screen)
        self.edit = self.screen.search_box.edit

    def _find(self, text: str) -> FoundPage:
        self.asked.append(text)
        return self.find(text)


@pytest.fixture
def desk(window: MainWindow, tasks: Tasks, currency: Currency) -> Desk:
    return Desk(window, tasks, currency)


def test_typing_and_enter_opens_the_first_account(
    desk: Desk, found: tuple[FoundAccount, ...], qtbot: QtBot
) -> None:
    desk.find = lambda text: FoundPage(text, found, more=False)
    assert desk.edit.hasFocus()
    QTest.keyClicks(desk.edit, "kar sh")
    qtbot.waitUntil(lambda: desk.screen.table.current_row() == 0)
    assert desk.window.next_key.accessibleName() == "Open Karuna Sharma. Account 4410-0297-61"
    QTest.keyClick(desk.edit, Qt.Key.Key_Return)
    assert desk.opened == [1]
    assert desk.screen.match_label.full_text == "3 accounts match"


def test_arrows_choose_while_the_caret_stays_in_the_box(
    desk: Desk, found: tuple[FoundAccount, ...], qtbot: QtBot
) -> None:
    desk.edit.setText("kar")
    desk.screen.show_page(FoundPage("kar", found, more=False))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(desk.edit, key)
    QTest.keyClick(desk.edit, Qt.Key.Key_Enter)
    assert desk.opened == [2]
    assert desk.edit.hasFocus()


def test_an_answer_to_an_earlier_text_is_dropped(
    desk: Desk, found: tuple[FoundAccount, ...], qtbot: QtBot
) -> None:
    gate = threading.Event()

    def find(text: str) -> FoundPage:
        if text == "karu":
            gate.wait(10)
        return FoundPage(text, found if text == "karu" else found[1:2], more=False)

    desk.find = find
    desk.edit.setText("karu")
    qtbot.waitUntil(lambda: desk.asked == ["karu"])
    desk.edit.setText("karim")
    gate.set()
    qtbot.waitUntil(lambda: desk.screen.match_label.full_text == "1 account matches")
    assert desk.asked == ["karu", "karim"]


@pytest.mark.parametrize(("matches", "opened"), [(1, [2]), (2, [])])
def test_enter_before_the_answer_opens_a_single_match_only(
    desk: Desk, found: tuple[FoundAccount, ...], qtbot: QtBot, matches: int, opened: list[int]
) -> None:
    desk.edit.setText("kar")
    desk.screen.show_page(FoundPage("kar", found, more=False))
    desk.find = lambda text: FoundPage(text, found[1 : 1 + matches], more=False)
    QTest.keyClicks(desk.edit, "im")
    QTest.keyClick(desk.edit, Qt.Key.Key_Return)
    assert desk.opened == []
    qtbot.waitUntil(lambda: desk.screen.match_label.full_text.startswith(str(matches)))
    assert desk.opened == opened


def test_two_letters_ask_nothing(desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(desk.edit, "ka")
    assert desk.screen.empty_label.full_text == "Type at least three letters or digits."
    assert desk.asked == []
    assert desk.window.next_key.can_press is False


def test_more_than_a_page_says_type_on(desk: Desk, found: tuple[FoundAccount, ...]) -> None:
    desk.edit.setText("kar")
    desk.screen.show_page(FoundPage("kar", found, more=True))
    assert desk.screen.match_label.full_text == "More than 3, type on"


def test_nothing_found_says_what_to_try(desk: Desk, qtbot: QtBot) -> None:
    desk.edit.setText("nobody")
    qtbot.waitUntil(lambda: "No account matches" in desk.screen.empty_label.full_text)
    assert desk.screen.match_label.full_text == "No match"


def test_a_lost_server_keeps_what_was_typed(desk: Desk, tasks: Tasks, qtbot: QtBot) -> None:
    def fail(_text: str) -> FoundPage:
        raise Unavailable("server_unreachable")

    desk.find = fail
    with qtbot.waitSignal(tasks.failed):
        desk.edit.setText("karuna")
    assert desk.edit.text() == "karuna"
    assert desk.screen.match_label.full_text == "The server cannot be reached."


def test_escape_clears_and_the_hint_comes_back(
    desk: Desk, found: tuple[FoundAccount, ...], qtbot: QtBot
) -> None:
    desk.screen.set_hint("Try this first", (("Scan or type 26101182, then Enter",),))
    desk.edit.setText("kar")
    desk.screen.show_page(FoundPage("kar", found, more=False))
    assert not desk.screen.hint_card.isVisible()
    QTest.keyClick(desk.edit, Qt.Key.Key_Escape)
    assert desk.edit.text() == ""
    assert desk.screen.hint_card.isVisible()
    assert not desk.screen.table.isVisible()


def test_rows_below_are_counted(desk: Desk) -> None:
    rows = tuple(account(n, f"Karim {n}", f"4410-{n:04}", "1") for n in range(1, 21))
    desk.edit.setText("karim")
    desk.screen.show_page(FoundPage("karim", rows, more=False))
    seen = 20 - desk.screen.table.rows_below()
    assert seen >= 6
    assert desk.screen.below_label.full_text == f"{20 - seen} more accounts"
    desk.screen.table.choose_row(19)
    assert not desk.screen.below_cap.isVisible()


def test_words_are_marked_where_they_begin() -> None:
    words = ("kar", "sh")
    assert word_spans("Karuna Sharma", words) == ((0, 3), (7, 9))
    assert word_spans("Mohan Karki, Shanti Tea", words) == ((6, 9), (13, 15))
    assert word_spans("Ashkar", words) == ()
    assert word_spans("Müller", ("mul",)) == ((0, 3),)


def test_digits_are_marked_across_separators() -> None:
    assert digit_spans("4410-0297-61", "99") == ()
    assert digit_spans("4410-0297-61", "00297") == ((3, 9),)
    assert digit_spans("4410-0297-61", "1002") == ((2, 7),)
    assert digit_spans("HT-000418", "HT0004") == ((0, 7),)
    assert digit_spans("4410", "") == ()


def test_a_row_is_worked_out_once(currency: Currency) -> None:
    row = make_row(account(1, "Karuna Sharma", "4410-0297-61", "0"), parse_query("441"), currency)
    assert row.account_no.spans == ((0, 3),)
    assert (row.due, row.is_due) == ("0.00", False)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (account(1, "A", "1", "5", overdue_bills=1), "1 bill overdue"),
        (account(1, "A", "1", "5", overdue_bills=2), "2 bills overdue"),
        (account(1, "A", "1", "5", overdue_bills=2, supply=Supply.OFF), "Supply is off"),
        (account(1, "A", "1", "5", supply=Supply.NOTICE), "Disconnection notice"),
        (account(1, "A", "1", "0"), "Nothing due"),
        (account(1, "A", "1", "5"), None),
    ],
)
def test_chips(row: FoundAccount, text: str | None) -> None:
    chip = chip_for(row)
    assert (chip.text if chip else None) == text


def test_the_model_is_a_model(found: tuple[FoundAccount, ...], currency: Currency) -> None:
    model = FoundModel(currency)
    model.set_page(FoundPage("kar", found, more=False))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_page(FoundPage("kar", found[:1], more=False))
    model.set_page(FoundPage("kar", found, more=False))
    assert model.headerData(DUE, Qt.Orientation.Horizontal) == "Due today, Rs"
    assert model.index(0, NAME).data().startswith("Karuna Sharma, 14 Canal Road")


@pytest.mark.parametrize("shown_before", [True, False])
def test_enter_after_a_failed_search_asks_again(
    desk: Desk, tasks: Tasks, found: tuple[FoundAccount, ...], qtbot: QtBot, shown_before: bool
) -> None:
    """Also where rows of fewer letters are still on screen: they are not to be opened."""

    def fail(_text: str) -> FoundPage:
        raise Unavailable("server_unreachable")

    if shown_before:
        desk.edit.setText("kar")
        desk.screen.show_page(FoundPage("kar", found, more=False))
    desk.find = fail
    with qtbot.waitSignal(tasks.failed):
        desk.edit.setText("karim")
    assert desk.window.next_key.accessibleName().startswith("Search again.")
    desk.find = lambda text: FoundPage(text, found[1:2], more=False)
    QTest.keyClick(desk.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.screen.match_label.full_text == "1 account matches")
    assert desk.opened == []
    QTest.keyClick(desk.edit, Qt.Key.Key_Return)
    assert desk.opened == [2]


def test_what_was_typed_before_one_went_away_is_asked_on_coming_back(
    desk: Desk, found: tuple[FoundAccount, ...], qtbot: QtBot
) -> None:
    desk.find = lambda text: FoundPage(text, found, more=False)
    desk.edit.setText("kar")
    desk.window.show_screen(Screen("shift"))
    desk.window.show_screen(desk.screen)
    qtbot.waitUntil(lambda: desk.screen.match_label.full_text == "3 accounts match")
    assert desk.asked == ["kar"]
