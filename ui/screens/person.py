"""One person: what may be done, and what can be changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.money import Currency
from cashier_app.domain.people import UserFacts
from cashier_app.domain.utility import Role
from ui.models.people_words import counters_words, role_words
from ui.screens.form import FormScreen
from ui.screens.menu import MenuScreen
from ui.screens.people import rights_lines
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent
from ui.widgets.cards import PanelTitle
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import Ledger

RIGHTS, COUNTERS, PASSWORD, DISABLE, ENABLE = "rights", "counters", "password", "disable", "enable"


class PersonScreen(MenuScreen):
    """`action_asked` carries RIGHTS, COUNTERS, PASSWORD, DISABLE or ENABLE."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("person", parent)
        self.title = PanelTitle(name="person_name")
        self.subtitle = Label(step="body", tone="ink2", name="person_work")
        self.subtitle.setWordWrap(True)
        self.rights = Ledger("person_may")
        for widget in (self.title, self.subtitle, self.rights):
            self.panel.addWidget(widget)
            self.panel.addSpacing(look().space("small"))
        self.panel.addStretch(1)

    def begin(
        self, person: UserFacts, header: HeaderContent, currency: Currency,
        banner: BannerContent | None = None,
    ) -> None:  # fmt: skip
        """Show `person`; nobody takes rights from themselves or disables themselves."""
        self.title.setText(person.full_name)
        self.subtitle.setText(
            f"{person.user_name} · {role_words(person.role)[0]}\n{counters_words(person.counters)}"
        )
        self.rights.set_lines(rights_lines(person, currency))
        self.show_actions(self._actions(person), header, esc=self.tr("Back"))
        self.set_frame(
            question=self.tr("What is changed for {name}?").format(name=person.full_name),
            find_enabled=False, banner=banner,
        )  # fmt: skip

    def clear(self) -> None:
        """Nobody is shown."""
        self.title.setText("")
        self.subtitle.setText("")
        self.rights.set_lines(())

    def _actions(self, person: UserFacts) -> tuple[Action, ...]:
        rights = Action(
            RIGHTS, self.tr("Rights and limits"), self.tr("What this person may do, up to what"),
            "check",
        )  # fmt: skip
        counters = Action(
            COUNTERS, self.tr("Counters"), self.tr("Where this person may take money"), "counter"
        )
        if not person.has_account:
            account = self.tr("Let this person sign in")
            detail = self.tr("With a first password; only the row is there yet")
            return rights, counters, Action(PASSWORD, account, detail, "lock")
        password = Action(
            PASSWORD, self.tr("New first password"), self.tr("When the old one is lost"), "lock"
        )
        if person.is_self:
            return rights, counters
        if not person.is_active:
            detail = self.tr("Sign in and work again, with the same rights")
            return rights, counters, password, Action(ENABLE, self.tr("Enable"), detail, "check")
        also = Action(
            ENABLE, self.tr("Unlock"), self.tr("After too many wrong passwords"), "person"
        )
        detail = self.tr("Nothing is accepted from this person any more")
        off = Action(DISABLE, self.tr("Disable"), detail, "octagon-alert")
        return rights, counters, password, also, off


class RoleScreen(MenuScreen):
    """`action_asked` carries the role's value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("new_role", parent)
        self.words = Label(step="body", tone="ink2", name="new_role_words")
        self.words.setWordWrap(True)
        self.words.setText(
            self.tr(
                "A person has one role for good. What exactly they may do, and up to what"
                " amount, is changed afterwards under rights."
            )
        )
        self.panel.addWidget(self.words)
        self.panel.addStretch(1)

    def begin(self, name: str, header: HeaderContent) -> None:
        """All roles, the most frequent first."""
        icons = {
            Role.CASHIER: "cash", Role.SUPERVISOR: "check", Role.CLERK: "receipt",
            Role.AUDITOR: "search", Role.ADMINISTRATOR: "person",
        }  # fmt: skip
        actions = tuple(Action(r.value, *role_words(r), icons[r]) for r in Role)
        self.show_actions(actions, header, esc=self.tr("Back"))
        self.set_frame(
            question=self.tr("What is {name}'s work?").format(name=name), find_enabled=False,
            banner=None,
        )  # fmt: skip


class NewPersonScreen(FormScreen):
    """`given` carries full name and user name."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("new_person", parent)
        self.full_name = Field(
            "new_full_name", self.tr("Full name"), height="field",
            hint=self.tr("As it stands on receipts"),
        )  # fmt: skip
        self.user_name = Field(
            "new_user_name", self.tr("User name"), height="field",
            hint=self.tr("To sign in with: small letters and digits, such as amina"),
        )  # fmt: skip
        self.full_name.edit.setMaxLength(80)
        self.user_name.edit.setMaxLength(32)
        self.add(self.full_name)
        self.add(self.user_name)
        self.finish()

    def begin(self, header: HeaderContent) -> None:
        """Empty fields."""
        self.clear()
        self.show_about(self.tr("How it goes on"), ())
        self.panel_title.setText(
            self.tr(
                "Next: the work, then the counters. A first password is made and shown once;"
                " it is changed at the first sign-in."
            )
        )
        self.set_frame(
            question=self.tr("Who is new?"), header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def next_pressed(self) -> None:
        self.given.emit(self.full_name.text().strip(), self.user_name.text().strip())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        if not self.full_name.text().strip() or not self.user_name.text().strip():
            return NextKeyContent(
                self.tr("Write both names"), self.tr("Nothing is stored yet"), waiting=True
            )
        return NextKeyContent(self.tr("Go on"), self.tr("Nothing is stored yet"))
