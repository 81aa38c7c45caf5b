"""The idle lock: covers everything, keeps the open entry behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cashier_app.services.local_facts import LocalFacts
from ui.attempts import AttemptDelay
from ui.screens.door import DoorScreen


class LockScreen(DoorScreen):
    """The same person or a supervisor unlocks with name and password."""

    def __init__(
        self, facts: LocalFacts, delay: AttemptDelay, parent: QWidget | None = None
    ) -> None:
        super().__init__("lock", delay, parent)
        self._user_name = ""
        self.form.addStretch(1)
        self.set_facts(facts)

    def lock_for(self, user_name: str, full_name: str) -> None:
        """Say who was at the counter; their name is filled in."""
        self._user_name = user_name
        self.question.setText(self.tr("Locked. Who goes on?"))
        self.name_field.set_hint(full_name)
        self.go_on()
        self.clear()

    def clear(self) -> None:
        super().clear()
        self.name_field.set_text(self._user_name)
        self.notice.tell(
            self.tr("The open entry is kept."),
            self.tr("The same person or a supervisor unlocks."),
            icon="lock",
        )
        self.enter()

    def action(self) -> tuple[str, str]:
        return self.tr("Unlock"), self.tr("Back to where it was")
