"""People: the list, one person, rights, counters, passwords, disabled and enabled."""

from __future__ import annotations

from collections.abc import Callable

from cashier_app.domain.errors import CashierError
from cashier_app.domain.people import MANAGE_PEOPLE, People, Rights, UserFacts
from cashier_app.domain.utility import Role
from cashier_app.services.people import FirstPassword
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.flow.new_person_flow import NewPersonFlow, counter_marks, failed, show_first_password
from ui.models.people_words import right_words
from ui.screens import person as acts
from ui.screens.marks import Mark, MarksScreen, MarkWords
from ui.screens.people import PeopleScreen
from ui.screens.person import PersonScreen
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent

_OF_ONE = frozenset({"person", "person_rights", "person_counters", "people_sure"})


class PeopleFlow(ActivityFlow):
    """List, one person, one change, list again."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._people = People((), (), ())
        self._chosen = ""
        self._told_of: BannerContent | None = None
        self._is_changing = False
        self._sure_of: Callable[[], None] = self._refresh
        self._person = ScreenOnce(counter.navigator, self._make_person)
        self._new = MadeOnce(self._make_new)
        self._rights = ScreenOnce(counter.navigator, self._make_rights)
        self._counters = ScreenOnce(counter.navigator, self._make_counters)
        self._sure = ScreenOnce(counter.navigator, self._make_sure)
        self._told = ScreenOnce(counter.navigator, self._make_told)
        self._list = PeopleScreen()
        counter.navigator.add(self._list)
        self._list.left.connect(self.left)
        self._list.new_asked.connect(lambda: self._new().start(self._people.counters))
        self._list.person_asked.connect(self._on_person_asked)

    def _make_person(self) -> PersonScreen:
        screen = PersonScreen()
        screen.left.connect(self._show_list)
        screen.action_asked.connect(self._on_action_asked)
        return screen

    def _make_new(self) -> NewPersonFlow:
        flow = NewPersonFlow(self.counter, self)
        flow.left.connect(self._show_list)
        flow.made.connect(self._on_made)
        return flow

    def _make_rights(self) -> MarksScreen:
        screen = MarksScreen("person_rights", with_limits=True)
        screen.saved.connect(self._on_rights_saved)
        screen.left.connect(self._show_person)
        return screen

    def _make_counters(self) -> MarksScreen:
        screen = MarksScreen("person_counters")
        screen.saved.connect(self._on_counters_saved)
        screen.left.connect(self._show_person)
        return screen

    def _make_sure(self) -> ToldScreen:
        screen = ToldScreen("people_sure")
        screen.left.connect(self._show_person)
        screen.gone_on.connect(self._on_sure_gone_on)
        return screen

    def _make_told(self) -> ToldScreen:
        screen = ToldScreen("people_password")
        screen.gone_on.connect(self._on_told_gone_on)
        return screen

    def start(self) -> None:
        self._people, self._chosen, self._told_of = People((), (), ()), "", None
        self._is_changing = False
        self._list.begin(self._header, self.counter.state.currency)
        self._list.show_people(())
        self.counter.navigator.show("people")
        self._refresh()

    def stop(self) -> None:
        self._people, self._chosen = People((), (), ()), ""
        self._list.show_people(())
        for person in made_of(self._person):
            person.clear()
        self._forget_password()
        for new in made_of(self._new):
            new.stop()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    @property
    def _user(self) -> UserFacts | None:
        users = self._people.users
        return next((user for user in users if user.user_name == self._chosen), None)

    def _refresh(self) -> None:
        operation = Operation(self.counter.program.people.people, latest="people", name="people")
        self.counter.tasks.run(operation, self, self._on_read, on_failure=self._on_not_read)

    def _on_read(self, people: People) -> None:
        self._people = people
        self._list.show_people(people.users, self._chosen)
        self._show_changed()

    def _on_not_read(self, error: CashierError) -> bool:
        self._list.tell(failed(error))
        self._show_changed()
        return True

    def _show_changed(self) -> None:
        """The person anew; nothing that is being marked for the next change goes."""
        at = self.counter.navigator.current
        if at == "person" or (self._is_changing and at in _OF_ONE):
            self._show_person()
        self._is_changing = False

    def _show_list(self) -> None:
        self._list.begin(self._header, self.counter.state.currency)
        self._list.show_people(self._people.users, self._chosen)
        self.counter.navigator.show("people")

    def _on_person_asked(self, user_name: str) -> None:
        self._chosen, self._told_of = user_name, None
        self._show_person()

    def _show_person(self) -> None:
        user = self._user
        if user is None:
            self._show_list()
            return
        self._person().begin(user, self._header, self.counter.state.currency, self._told_of)
        self._told_of = None
        self.counter.navigator.show("person")

    def _on_action_asked(self, name: str) -> None:
        user = self._user
        if user is None:
            return
        what = {
            acts.RIGHTS: self._ask_rights, acts.COUNTERS: self._ask_counters,
            acts.PASSWORD: self._ask_password, acts.DISABLE: self._ask_disable,
            acts.ENABLE: self._enable,
        }  # fmt: skip
        what[name](user)

    # -- rights and counters -----------------------------------------------------------

    def _ask_rights(self, user: UserFacts) -> None:
        known = (
            name for name in self._people.known_rights
            if name != MANAGE_PEOPLE or user.role is Role.ADMINISTRATOR
        )  # fmt: skip
        marks = tuple(
            Mark(name, *right_words(name), name in user.rights, user.rights.get(name))
            for name in known
        )
        words = MarkWords(
            self.tr("What may {name} do?").format(name=user.full_name), self.tr("Right"),
            self.tr("Save the rights"), self.tr("They hold from the next act on"),
        )  # fmt: skip
        self._rights().begin(words, self._header, marks, self.counter.state.currency)
        self.counter.navigator.show("person_rights")

    def _on_rights_saved(self, marks: tuple[Mark, ...]) -> None:
        user, service = self._user, self.counter.program.people
        if user is None:
            return
        rights: Rights = {mark.name: mark.limit for mark in marks if mark.marked}
        self._rights().wait()
        self._change(
            lambda: service.change_rights(user.user_name, rights, None),
            self.tr("The rights of {name} are saved.").format(name=user.full_name),
            self._rights(),
        )

    def _ask_counters(self, user: UserFacts) -> None:
        words = MarkWords(
            self.tr("Where does {name} take money?").format(name=user.full_name),
            self.tr("Counter"), self.tr("Save the counters"),
            self.tr("They hold from the next sign-in on"),
        )  # fmt: skip
        marks = counter_marks(self._people.counters, user.counters)
        self._counters().begin(words, self._header, marks, self.counter.state.currency)
        self.counter.navigator.show("person_counters")

    def _on_counters_saved(self, marks: tuple[Mark, ...]) -> None:
        user, service = self._user, self.counter.program.people
        if user is None:
            return
        codes = tuple(mark.name for mark in marks if mark.marked)
        self._counters().wait()
        self._change(
            lambda: service.change_rights(user.user_name, user.rights, codes),
            self.tr("The counters of {name} are saved.").format(name=user.full_name),
            self._counters(),
        )

    # -- passwords, disabled, enabled --------------------------------------------------

    def _ask_password(self, user: UserFacts) -> None:
        lead = self.tr("{name} gets a new first password.").format(name=user.full_name)
        if not user.has_account:
            text = self.tr("With it this person can sign in from now on.")
        else:
            text = self.tr("The old one does not count any more.")
        self._ask_sure(
            user, (Told(lead, text),), NextKeyContent(self.tr("Make it"), self.tr("Shown once")),
            lambda: self._reset(user),
        )  # fmt: skip

    def _reset(self, user: UserFacts) -> None:
        service = self.counter.program.people
        operation = Operation(
            lambda: service.reset_password(
                user.user_name, user.full_name, has_account=user.has_account
            ),
            name="reset password",
        )
        self._sure().wait(self.tr("Asking the server"))
        self.counter.tasks.run(
            operation, self, self._on_made, on_failure=self._on_not_changed,
            on_bug=self._sure().go_on,
        )  # fmt: skip

    def _ask_disable(self, user: UserFacts) -> None:
        lead = self.tr("Disabled, {name} can do nothing here.").format(name=user.full_name)
        text = self.tr("From the next act on. What was done stays in the books.")
        cards = [Told(lead, text, Tone.WARN)]
        if user.shift_at:
            open_shift = self.tr("A shift is open at {counter}.").format(counter=user.shift_at)
            cards.append(Told(open_shift, self.tr("A supervisor has to close it."), Tone.WARN))
        key = NextKeyContent(
            self.tr("Disable {name}").format(name=user.full_name), self.tr("Can be enabled again")
        )
        service = self.counter.program.people
        words = self.tr("{name} is disabled.").format(name=user.full_name)

        def disable() -> None:
            self._sure().wait(self.tr("Asking the server"))
            self._change(lambda: service.disable(user.user_name), words)

        self._ask_sure(user, tuple(cards), key, disable)

    def _enable(self, user: UserFacts) -> None:
        service = self.counter.program.people
        words = self.tr("{name} can sign in again.").format(name=user.full_name)
        self._person().wait(self.tr("Asking the server"))
        self._change(lambda: service.enable(user.user_name), words)

    def _ask_sure(
        self, user: UserFacts, cards: tuple[Told, ...], key: NextKeyContent,
        act: Callable[[], None],
    ) -> None:  # fmt: skip
        self._sure_of = act
        question = self.tr("Is it {name} you mean?").format(name=user.full_name)
        self._sure().begin(question, cards, self._header, key)
        self._sure().set_frame(esc=self.tr("Back"))
        self.counter.navigator.show("people_sure")

    def _on_sure_gone_on(self) -> None:
        self._sure_of()

    # -- what became of it -------------------------------------------------------------

    def _change(
        self, work: Callable[[], None], words: str, screen: MarksScreen | None = None
    ) -> None:
        def on_done(_nothing: None) -> None:
            self._told_of = BannerContent(Gravity.LOOK, words, icon="check")
            self._refresh()

        def on_failure(error: CashierError) -> bool:
            self._is_changing = False
            if screen is None:
                return self._on_not_changed(error)
            screen.resume(failed(error))
            return True

        self._is_changing = True
        self.counter.tasks.run(
            Operation(work, name="people"), self, on_done, on_failure=on_failure,
            on_bug=self._show_person,
        )  # fmt: skip

    def _on_not_changed(self, error: CashierError) -> bool:
        self._told_of = failed(error)
        self._show_person()
        self._refresh()
        return True

    def _on_made(self, first: FirstPassword) -> None:
        self._chosen = first.user_name
        words = self.tr("{name} can sign in.").format(name=first.full_name)
        show_first_password(self._told(), first, self._header, words)
        self.counter.navigator.show("people_password")
        self._refresh()

    def _on_told_gone_on(self) -> None:
        self._forget_password()
        self._show_list()

    def _forget_password(self) -> None:
        for screen in made_of(self._told, self._sure):
            screen.begin("", (), HeaderContent(), NextKeyContent("", waiting=True))
