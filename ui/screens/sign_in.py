"""Sign-in: "Who is at this counter?" Painted before anything of the database is loaded."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cashier_app.services.local_facts import DemoPerson, LocalFacts
from ui.attempts import AttemptDelay
from ui.screens.door import DoorScreen
from ui.theme.look import look


class SignInScreen(DoorScreen):
    """Name and password of a person; the demo's people stand below."""

    def __init__(
        self, facts: LocalFacts, delay: AttemptDelay, parent: QWidget | None = None
    ) -> None:
        super().__init__("sign_in", delay, parent)
        self.question.setText(self.tr("Who is at this counter?"))
        if facts.demo_people:
            self._show_people(facts.demo_people)
        self.form.addStretch(1)
        self.set_facts(facts)
        self.redraw()

    def action(self) -> tuple[str, str]:
        consequence = self.tr("Then your shift on {counter}").format(
            counter=self._facts.counter_name
        )
        return self.tr("Sign in"), consequence

    def _show_people(self, people: tuple[DemoPerson, ...]) -> None:
        from ui.widgets.hint_card import HintCard

        title = self.tr("Demo people. Training system, no real money.")
        name, password = self.tr("Name"), self.tr("Password")
        rows = tuple((p.job, name, p.user_name, password, p.password) for p in people)
        card = HintCard("demo_people")
        card.set_columns((1.4, 0.6, 1.1, 0.95, 1.2), frozenset({0, 1, 3}))
        card.set_content(title, rows)
        self.form.addSpacing(look().space("base"))
        self.form.addWidget(card)
