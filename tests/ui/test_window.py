"""The frame: fixed corners, keys with one meaning, one banner, plain text everywhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cashier_app.domain.money import Currency
from ui.gallery import LARGE, SMALL, show_at
from ui.help_table import key_meanings
from ui.keys import Key, note_letter
from ui.main_window import MainWindow, empty_header
from ui.navigator import Navigator
from ui.screen import PAY, Screen
from ui.theme.look import look
from ui.widgets.amount_field import AmountField
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent


class Asking(Screen):
    """A screen with an amount field that notes what reaches it."""

    def __init__(self, currency: Currency) -> None:
        super().__init__("asking")
        self.seen: list[str] = []
        self.field = AmountField("amount", "Cash received, Rs", currency)
        QVBoxLayout(self).addWidget(self.field)
        self.set_frame(
            question="How much cash did you receive?",
            header=empty_header(("Counter 3",)),
            step=PAY,
            esc="Back",
            keys=(KeyHint("F9", "Print again"),),
            next_key=NextKeyContent("Take 1,600.00 cash", "Saves, prints"),
        )
        self.bind(Key.F9, lambda: self.seen.append("F9"))
        self.bind(Key.DEL, lambda: self.seen.append("Del"))
        self.bind(Key.BACKSPACE, lambda: self.seen.append("Backspace"))

    def enter(self) -> None:
        self.field.setFocus()

    def next_pressed(self) -> None:
        self.seen.append("next")

    def escape_pressed(self) -> None:
        self.seen.append("escape")

    def key_typed(self, event: QKeyEvent) -> bool:
        letter = note_letter(event)
        if letter:
            self.seen.append(letter)
        return bool(letter)


@pytest.fixture
def screen(window: MainWindow, currency: Currency) -> Asking:
    made = Asking(currency)
    window.show_screen(made)
    return made


def test_the_caret_is_where_the_question_is(screen: Asking) -> None:
    assert screen.field.hasFocus()


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        (Qt.Key.Key_Return, ["next"]),
        (Qt.Key.Key_Enter, ["next"]),
        (Qt.Key.Key_F4, ["next"]),
        (Qt.Key.Key_F9, ["F9"]),
        (Qt.Key.Key_Escape, ["escape"]),
        (Qt.Key.Key_F10, []),
        (Qt.Key.Key_Delete, ["Del"]),
        (Qt.Key.Key_Q, ["Q"]),
        (Qt.Key.Key_A, []),
    ],
)
def test_keys_reach_the_screen(screen: Asking, qtbot: QtBot, key: Qt.Key, seen: list[str]) -> None:
    QTest.keyClick(screen.field, key)
    assert screen.seen == seen


def test_a_second_press_while_waiting_is_ignored(screen: Asking, qtbot: QtBot) -> None:
    content = screen.frame.next_key
    assert content is not None
    screen.set_frame(next_key=content._replace(waiting=True))
    QTest.keyClick(screen.field, Qt.Key.Key_Return)
    QTest.mouseClick(screen.window().next_key, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert screen.seen == []


def test_the_green_block_and_the_strip_can_be_clicked(
    screen: Asking, window: MainWindow, qtbot: QtBot
) -> None:
    QTest.mouseClick(window.next_key, Qt.MouseButton.LeftButton)
    window.strip.pressed.emit("F9")
    window.strip.pressed.emit("Up Down")
    assert screen.seen == ["next", "F9"]


def test_common_keys_are_signals_and_can_be_off(screen: Asking, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.find_asked):
        QTest.keyClick(screen.field, Qt.Key.Key_F2)
    screen.set_frame(find_enabled=False)
    with qtbot.assertNotEmitted(screen.find_asked):
        QTest.keyClick(screen.field, Qt.Key.Key_F2)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_corners_never_move(screen: Asking, window: MainWindow, theme: str) -> None:
    show_at(window, SMALL, theme=theme)
    before = _corners(window)
    assert before[0].height() == 96
    assert before[1].right() == window.width() - 1
    screen.set_frame(question="", step=None, next_key=None, keys=(), esc="")
    window.set_notice(BannerContent(Gravity.STOP, "Connection lost."))
    assert _corners(window) == before


def test_the_scale_follows_the_window(screen: Asking, window: MainWindow) -> None:
    show_at(window, LARGE)
    assert look().scale == 1.3
    assert window.next_key.width() == 546
    window.resize(1366, 700)
    assert look().scale == 1.0


def test_nothing_is_cut_at_1366_by_700_with_large_type(screen: Asking, window: MainWindow) -> None:
    show_at(window, SMALL, type_factor=1.5)
    window.resize(1366, 700)
    assert window.status.geometry().bottom() == window.height() - 1
    assert window.strip.geometry().height() == 76


def test_the_graver_banner_wins(screen: Asking, window: MainWindow) -> None:
    notice = BannerContent(Gravity.LOOK, "Disconnection notice.")
    lost = BannerContent(Gravity.STOP, "Connection lost.")
    screen.set_frame(banner=notice)
    window.set_notice(lost)
    assert window.banner.content == lost
    window.set_notice(None)
    assert window.banner.content == notice
    screen.set_frame(banner=None)
    assert not window.banner.isVisible()


def test_the_key_of_a_notice_settles_it(screen: Asking, window: MainWindow, qtbot: QtBot) -> None:
    window.set_notice(BannerContent(Gravity.TRAY, "Out of paper.", key_cap="F9", key_label="Print"))
    with qtbot.waitSignal(window.notice_pressed):
        QTest.keyClick(screen.field, Qt.Key.Key_F9)
    assert screen.seen == []


def test_markup_in_a_name_stays_text(window: MainWindow, screen: Asking) -> None:
    screen.set_frame(header=HeaderContent("home", "A <B> C", ("<img src=x>",)))
    assert window.header.accessibleName().startswith("A <B> C, <img src=x>")
    label = Label("A <B> C")
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_four_keys_are_too_many(window: MainWindow) -> None:
    with pytest.raises(ValueError, match="holds 3"):
        window.strip.set_keys((), tuple(KeyHint(f"F{n}", "x") for n in range(4)))


def test_digits_and_backspace_make_an_amount(screen: Asking, qtbot: QtBot) -> None:
    QTest.keyClicks(screen.field, "1600")
    assert screen.field.shown() == "1,600.00"
    QTest.keyClick(screen.field, Qt.Key.Key_Backspace)
    QTest.keyClicks(screen.field, ".505")
    assert screen.field.shown() == "160.50"


def test_backspace_in_an_empty_field_goes_to_the_screen(screen: Asking, qtbot: QtBot) -> None:
    QTest.keyClick(screen.field, Qt.Key.Key_Backspace)
    assert screen.seen == ["Backspace"]


def test_a_filled_in_amount_gives_way_to_the_first_digit(screen: Asking, qtbot: QtBot) -> None:
    screen.field.set_amount(Currency("NPR", "Rs", 2).parse("2317.5"), fresh=True)
    assert screen.field.shown() == "2,317.50"
    QTest.keyClicks(screen.field, "20")
    assert screen.field.shown() == "20.00"


@pytest.mark.parametrize(
    ("decimals", "typed", "shown"),
    [(0, "1.5", "15"), (3, "1.2345", "1.234"), (2, "٢٠", "20.00"), (2, "00.5", "0.50")],
)
def test_other_currencies_and_digits(qtbot: QtBot, decimals: int, typed: str, shown: str) -> None:
    field = AmountField("amount", "Cash", Currency("XXX", "X", decimals))
    qtbot.addWidget(field)
    for character in typed:
        field.type_text(character)
    assert field.shown() == shown


def test_going_back_and_starting_over(window: MainWindow, qtbot: QtBot) -> None:
    navigator = Navigator(window)
    for name in ("find", "bills", "pay"):
        navigator.register(name, lambda name=name: Screen(name))  # type: ignore[misc]
    for name in ("find", "bills", "pay"):
        navigator.show(name)
    navigator.back()
    assert navigator.current == "bills"
    assert navigator.screen("bills") is window.screen_in_front
    navigator.start_at("find")
    navigator.back()
    assert navigator.current == "find"
    with pytest.raises(ValueError, match="twice"):
        navigator.register("find", lambda: Screen("find"))


def test_closing_asks_first(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.close_asked):
        window.close()
    assert window.isVisible()


def test_every_part_of_the_frame_has_names(window: MainWindow, screen: Asking) -> None:
    window.set_notice(BannerContent(Gravity.STOP, "Connection lost."))
    parts: tuple[QWidget, ...] = (
        window.header, window.banner, window.question, window.strip, window.next_key,
    )  # fmt: skip
    assert all(part.objectName() and part.accessibleName() for part in parts)


def _corners(window: MainWindow) -> tuple[QRect, QRect, QRect]:
    next_key = window.next_key
    place = QRect(next_key.mapTo(window, next_key.rect().topLeft()), next_key.size())
    return window.header.geometry(), place, window.status.geometry()


def test_the_windows_title_asks_the_question_and_hides_it_when_private(
    screen: Asking, window: MainWindow
) -> None:
    """What a screen reader and the task bar say; nothing of it behind the lock."""
    assert window.windowTitle() == "How much cash did you receive? – Cashier"
    screen.set_frame(private=True)
    assert window.windowTitle() == "Cashier"


def test_help_says_what_the_keys_do_that_take_back_or_end() -> None:
    said = {key.cap: f"{key.meaning}: {key.detail}" for key in key_meanings()}
    assert said["F10"].startswith("Keep the change as credit")
    assert all(word in said["F11"] for word in ("receipt", "basket", "notice", "refuse"))
    assert "lock" not in said["F12"], "it leads to the last look; Enter locks"
