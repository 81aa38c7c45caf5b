"""A new person: names, work, counters; then the first password, shown once."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.people import CounterFacts
from cashier_app.domain.utility import Role
from cashier_app.services.people import FirstPassword
from ui.flow import shift_words
from ui.flow.counter import Counter
from ui.messages import message_for
from ui.screens.marks import Mark, MarksScreen, MarkWords
from ui.screens.person import NewPersonScreen, RoleScreen
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.banner import BannerContent
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent

_AT_COUNTERS = frozenset({Role.CASHIER, Role.SUPERVISOR})


class NewPersonFlow(QObject):
    """`made` when the person is stored, with the FirstPassword; `left` back to the list."""

    made = Signal(object)
    left = Signal()

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._counters: tuple[CounterFacts, ...] = ()
        self._full_name = self._user_name = ""
        self._role = Role.CASHIER
        self._names = NewPersonScreen()
        self._roles = RoleScreen()
        self._marks = MarksScreen("new_counters")
        for screen in (self._names, self._roles, self._marks):
            counter.navigator.add(screen)
        self._names.given.connect(self._on_names_given)
        self._names.left.connect(self.left)
        self._roles.action_asked.connect(self._on_role_asked)
        self._roles.left.connect(self._show_names)
        self._marks.saved.connect(self._on_counters_saved)
        self._marks.left.connect(self._show_roles)

    def start(self, counters: tuple[CounterFacts, ...]) -> None:
        """Ask for the names first."""
        self._counters = counters
        self._names.begin(self._header)
        self._show_names()

    def stop(self) -> None:
        """Nothing typed stays."""
        self._names.clear()
        self._full_name = self._user_name = ""

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self._counter.state)

    def _show_names(self) -> None:
        self._counter.navigator.show("new_person")

    def _show_roles(self) -> None:
        self._roles.begin(self._full_name, self._header)
        self._counter.navigator.show("new_role")

    def _on_names_given(self, full_name: str, user_name: str) -> None:
        self._full_name, self._user_name = full_name, user_name
        self._show_roles()

    def _on_role_asked(self, role: str) -> None:
        self._role = Role(role)
        if self._role in _AT_COUNTERS:
            words = MarkWords(
                self.tr("Where does {name} take money?").format(name=self._full_name),
                self.tr("Counter"), self.tr("Add {name}").format(name=self._full_name),
                self.tr("With a first password"), may_stay=True,
            )  # fmt: skip
            marks = counter_marks(self._counters, ())
            self._marks.begin(words, self._header, marks, self._counter.state.currency)
            self._counter.navigator.show("new_counters")
        else:
            self._roles.wait(self.tr("Adding {name}").format(name=self._full_name))
            self._add(())

    def _on_counters_saved(self, marks: tuple[Mark, ...]) -> None:
        self._marks.wait()
        self._add(tuple(mark.name for mark in marks if mark.marked))

    def _add(self, codes: tuple[str, ...]) -> None:
        service = self._counter.program.people
        user_name, full_name, role = self._user_name, self._full_name, self._role
        self._counter.tasks.run(
            Operation(lambda: service.add(user_name, full_name, role, codes), name="add person"),
            self, self._on_added, on_failure=self._on_refused, on_bug=self._show_names,
        )  # fmt: skip

    def _on_added(self, first: FirstPassword) -> None:
        self.stop()
        self.made.emit(first)

    def _on_refused(self, error: CashierError) -> bool:
        """The names are what can be wrong: back to them, as they were typed."""
        self._names.show_failure(error)
        self._show_names()
        return True


def counter_marks(counters: tuple[CounterFacts, ...], marked: tuple[str, ...]) -> tuple[Mark, ...]:
    """Every counter as a row to mark."""
    return tuple(Mark(c.code, c.name, f"{c.code} · {c.office}", c.code in marked) for c in counters)


def show_first_password(
    screen: ToldScreen, first: FirstPassword, header: HeaderContent, words: str
) -> None:
    """The password, and what to do with it."""
    translate = QCoreApplication.translate
    lead = translate("People", "User name {user_name}, first password {password}")
    cards = (
        Told(words, icon="check"),
        Told(
            lead.format(user_name=first.user_name, password=first.password),
            translate("People", "It is stored nowhere. The first sign-in asks for a new one."),
            icon="person",
        ),
        Told(translate("People", "Hand it over now, it is shown only once."), tone=Tone.WARN),
    )
    key = NextKeyContent(
        translate("People", "It is handed over"), translate("People", "Back to the people")
    )
    question = translate("People", "Has {name} got the password?").format(name=first.full_name)
    screen.begin(question, cards, header, key)


def failed(error: CashierError) -> BannerContent:
    """A refusal over a list."""
    return message_for(error).banner
