"""Keeps the theme, digits and text size a person switched to, for the counter's next start."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from cashier_app.screen_choice import ScreenChoice
from ui.tasks import LaneName, Operation, Tasks
from ui.theme.look import look_changes
from ui.theme.switch import choice_now

KeepLook = Callable[[ScreenChoice], None]
"""Runs off the GUI thread and raises nothing."""


class LookKeeper(QObject):
    """What the start itself put in force is not kept: `--theme` is for one start."""

    def __init__(self, keep: KeepLook, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._keep, self._tasks = keep, tasks
        self._known = choice_now()
        look_changes().changed.connect(self._on_look_changed)
        look_changes().touched.connect(self._on_look_changed)

    def _on_look_changed(self) -> None:
        """Sizes change the look, too."""
        now = choice_now()
        if now == self._known:
            return
        self._known = now
        # The quietest lane: a disk that stalls holds up neither a payment nor a receipt.
        operation = Operation(
            partial(self._keep, now), LaneName.REPORTS,
            latest="keep_look", name="keep_look", outlives=True,
        )  # fmt: skip
        self._tasks.run(operation, self, _kept)


def _kept(_nothing: None) -> None:
    """Nothing on screen depends on it."""
