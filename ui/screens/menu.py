"""A question with a list of things to do: base of home and of the shift's screen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.keys import Key
from ui.screen import Screen
from ui.theme.switch import next_text_size, next_theme
from ui.widgets.actions import Action, ActionList
from ui.widgets.cards import Columns
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent

PASSWORD, LOCK, SIGN_OUT = "password", "lock", "sign_out"
LIGHT, TOUCH, TEXT_SIZE = "light", "touch", "text_size"


class MenuScreen(Screen):
    """`action_asked` carries the name of a row; `left` goes back to where one came from.

    A subclass fills the side panel, `panel`.
    """

    action_asked = Signal(str)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._waiting_for = self._esc = ""
        self.body = body = Columns()
        self.list = ActionList(f"{name}_actions")
        body.left.addWidget(self.list)
        body.left.addStretch(1)
        self.panel = body.panel.column
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self.bind(Key.UP, partial(self.list.move_choice, -1))
        self.bind(Key.DOWN, partial(self.list.move_choice, 1))
        self.list.chosen.connect(self._on_list_chosen)
        self.list.pressed.connect(self._on_list_pressed)

    def show_actions(self, actions: tuple[Action, ...], header: HeaderContent, esc: str) -> None:
        """Show what can be done; `esc` "" means that there is no way back but out."""
        self._waiting_for, self._esc = "", esc
        self.list.set_actions(actions)
        self.set_frame(
            question=self.tr("What would you like to do?"),
            header=header,
            esc=esc,
            find_enabled=bool(esc),
            shift_enabled=False,
            keys=(
                KeyHint("Up Down", self.tr("Choose")),
                KeyHint(
                    f"1–{self.list.last_cap}" if len(actions) > 1 else "1",
                    self.tr("Do it at once"),
                    bool(actions),
                ),
            ),
        )
        self._redraw()

    def wait(self, what: str) -> None:
        """No row and no way back until the server has answered."""
        self._waiting_for = what
        self.set_frame(esc="")
        self._redraw()

    def resume(self) -> None:
        """Nothing came of it: the rows are there again."""
        self._waiting_for = ""
        self.set_frame(esc=self._esc)
        self._redraw()

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        action = self.list.current
        if action is not None:
            self.action_asked.emit(action.name)

    def escape_pressed(self) -> None:
        self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        if not self._waiting_for and self.list.choose_cap(event.text()):
            self.next_pressed()
            return True
        return False

    def _on_list_chosen(self, _name: str) -> None:
        self._redraw()

    def _on_list_pressed(self, name: str) -> None:
        if not self._waiting_for:
            self.action_asked.emit(name)

    def _redraw(self) -> None:
        if self._waiting_for:
            waiting = NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
            self.set_frame(next_key=waiting)
            return
        action = self.list.current
        if action is not None:
            self.set_frame(next_key=NextKeyContent(action.label, action.detail))


def common_actions(*, touch: bool | None = None) -> tuple[Action, ...]:
    """What everybody can do, with or without a shift.

    `touch`: digits stand on the screen now, None where nobody types money.
    """
    translate = QCoreApplication.translate
    light = {
        "light": translate("Menu", "Light screen"),
        "dark": translate("Menu", "Dark screen"),
        "contrast": translate("Menu", "High contrast"),
    }[next_theme()]
    text = {
        100: translate("Menu", "Normal text"),
        125: translate("Menu", "Large text"),
        150: translate("Menu", "Largest text"),
    }[next_text_size()]
    touched = (
        translate("Menu", "Digits off the screen")
        if touch
        else translate("Menu", "Digits on the screen")
    )
    return (
        Action(
            PASSWORD, translate("Menu", "Change password"),
            translate("Menu", "Your own, for every counter"), "person",
        ),
        Action(
            LOCK, translate("Menu", "Lock the counter"),
            translate("Menu", "You are back in a moment"), "lock",
        ),
        Action(
            SIGN_OUT, translate("Menu", "Sign out"),
            translate("Menu", "An open shift stays open for you"), "arrow-right",
        ),
        *(
            (
                Action(
                    TOUCH, touched,
                    translate("Menu", "For a touch screen: at Pay and at counts"), "keypad",
                ),
            )
            if touch is not None
            else ()
        ),
        Action(
            LIGHT, light, translate("Menu", "Light, dark or high contrast, in turn"), "contrast"
        ),
        Action(
            TEXT_SIZE, text, translate("Menu", "Normal, large or largest, in turn"), "text-size"
        ),
    )  # fmt: skip
