"""Which function key does what: choose an act, press its new key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.key_map import MOVABLE, KeyMap, moved
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.help_table import key_meanings
from ui.key_map import key_map, set_key_map
from ui.keys import Key
from ui.messages import message_for
from ui.screens.menu import MenuScreen
from ui.tasks import Operation
from ui.theme.look import look_changes
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.keys import NextKeyContent

_OWN = "own"
"""The row that gives every act the program's own key back."""


class KeysScreen(MenuScreen):
    """The acts; while one is being moved, the next function key is its new one."""

    key_given = Signal(str)
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("keys", parent)
        self._is_moving = False

    def ask_key(self, act: str) -> None:
        """Wait for a key."""
        self._is_moving = True
        self.set_frame(
            question=self.tr("Press the new key: {act}").format(act=act),
            banner=None, help_enabled=False, keys=(),
            next_key=NextKeyContent(
                self.tr("Press a function key"), self.tr("Esc leaves it where it is"), waiting=True
            ),
        )  # fmt: skip

    def stop_asking(self) -> None:
        """Back to choosing."""
        self._is_moving = False
        self.set_frame(help_enabled=True)

    def press(self, key: Key) -> bool:
        """While an act is moved every function key is an answer, whatever it means elsewhere."""
        if not self._is_moving:
            return super().press(key)
        if key is Key.ESC:
            self.kept.emit()
        elif key.value in MOVABLE:
            self.key_given.emit(key_map().get(key.value, key.value))
        return True

    def key_typed(self, event: QKeyEvent) -> bool:
        """No row is chosen while one waits for its key."""
        return self._is_moving or super().key_typed(event)


class KeysFlow(ActivityFlow):
    """From the list of acts back to home."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._keys: KeyMap = {}
        self._act = ""
        self._screen = KeysScreen()
        counter.navigator.add(self._screen)
        self._screen.left.connect(self.left)
        self._screen.kept.connect(self._show)
        self._screen.action_asked.connect(self._on_act_chosen)
        self._screen.key_given.connect(self._on_key_given)

    def start(self) -> None:
        self._keys = dict(key_map())
        self._show()
        self.counter.navigator.show("keys")

    def stop(self) -> None:
        self._act = ""

    def _show(self, told: BannerContent | None = None) -> None:
        self._act = ""
        self._screen.stop_asking()
        rows = [
            Action(act, f"{self._keys.get(act, act)}   {meaning}", self._detail(act), "keypad")
            for act, meaning in self._meanings().items()
        ]
        if self._keys:
            own = self.tr("As the program has them")
            rows.append(Action(_OWN, own, self.tr("Every key does what it did at first"), "undo"))
        header = shift_words.person_header(self.counter.state, "keypad")
        self._screen.show_actions(tuple(rows), header, self.tr("Back"))
        self._screen.set_frame(
            question=self.tr("Which act gets another key?"), find_enabled=False, banner=told
        )

    def _meanings(self) -> dict[str, str]:
        found = {act: key.meaning for key in key_meanings() for act in key.cap.split()}
        found |= {"F5": self.tr("Cash"), "F6": self.tr("Card slip"), "F7": self.tr("Cheque")}
        return {act: found[act] for act in MOVABLE}

    def _detail(self, act: str) -> str:
        if act in self._keys:
            return self.tr("Was {key}; choose it to move it").format(key=act)
        return self.tr("Choose it, then press its new key")

    def _on_act_chosen(self, act: str) -> None:
        if act == _OWN:
            self._store({}, self.tr("Every key does what it did at first."))
        else:
            self._act = act
            self._screen.ask_key(self._meanings()[act])

    def _on_key_given(self, place: str) -> None:
        act = self._act
        words = self.tr("{act} is on {key} now.").format(act=self._meanings()[act], key=place)
        self._store(moved(self._keys, act, place), words)

    def _store(self, keys: KeyMap, words: str) -> None:
        utility = self.counter.program.utility
        operation = Operation(lambda: utility.change_keys(keys), name="set_key_map")

        def on_stored(_: None) -> None:
            self._keys = keys
            if set_key_map(keys):
                look_changes().changed.emit()
            text = self.tr("Here at once, at other counters from their next sign-in on.")
            self._show(BannerContent(Gravity.LOOK, words, text, "check"))

        def on_failed(error: CashierError) -> bool:
            self._show(message_for(error).banner)
            return True

        self.counter.tasks.run(operation, self, on_stored, on_failure=on_failed)
