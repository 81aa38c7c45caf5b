"""A slip for who came to pay and could not: whose, why, then paper."""

from __future__ import annotations

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.attempts import AttemptReason, AttemptSlip
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO
from cashier_app.domain.printing import PrintResult
from ui import dates
from ui.flow import shift_words
from ui.flow.account_by_number import account_by_number
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.papers import Papers, paper_sentence
from ui.keys import Key
from ui.messages import message_for
from ui.screens.ask_number import AskNumberScreen, NumberQuestion
from ui.screens.menu import MenuScreen
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent


class TriedFlow(ActivityFlow):
    """From "Who came to pay?" to the slip."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._opened: AccountOpened | None = None
        self._slip: AttemptSlip | None = None
        self._papers = Papers(counter.tasks, counter.state, counter.program, self)
        self._ask = AskNumberScreen("tried_find")
        self._why = MenuScreen("tried_why")
        self._told = ToldScreen("tried_told")
        for screen in (self._ask, self._why, self._told):
            counter.navigator.add(screen)
        self._ask.left.connect(self.left)
        self._ask.given.connect(self._on_number_given)
        self._why.left.connect(self.start)
        self._why.action_asked.connect(self._on_reason_chosen)
        self._told.gone_on.connect(self.left)
        self._told.bind(Key.F9, self._print)

    def start(self) -> None:
        self._opened = self._slip = None
        asked = NumberQuestion(
            self.tr("Who came to pay?"), self.tr("Account or bill number"),
            self.tr("Scan the bill, or type a number"),
        )  # fmt: skip
        self._ask.begin(asked, shift_words.person_header(self.counter.state, "clock"))
        self.counter.navigator.show("tried_find")

    def stop(self) -> None:
        self._opened = self._slip = None
        self._ask.clear()
        self._told.begin("", (), HeaderContent(), NextKeyContent("", waiting=True))

    def _on_number_given(self, text: str) -> None:
        lookup = self.counter.program.lookup
        self._ask.wait(self.tr("Looking it up"))
        operation = Operation(lambda: account_by_number(lookup, text), latest="tried")
        self.counter.tasks.run(
            operation, self, self._on_found, on_failure=self._on_not_found, on_bug=self._ask.go_on
        )

    def _on_not_found(self, error: CashierError) -> bool:
        self._ask.show_failure(error)
        return True

    def _on_found(self, opened: AccountOpened) -> None:
        self._opened = opened
        now = self.tr("Give the slip; nothing is paid with it")
        by_hand = self.tr("The customer has a slip by hand of that day")
        rows = (
            (_row(AttemptReason.LINE), self.tr("The server was away"), now),
            (_row(AttemptReason.UNKNOWN), self.tr("Nobody knew whether it was taken"), now),
            (_row(AttemptReason.HELD), self.tr("Another counter had the account"), now),
            (_row(AttemptReason.CHANGE), self.tr("There was no change"), now),
            (_row(AttemptReason.CLOSING), self.tr("The counter closed"), now),
            (_row(AttemptReason.OTHER), self.tr("Something else kept us from it"), now),
            (_row(AttemptReason.LINE, 1), self.tr("Yesterday the server was away"), by_hand),
            (_row(AttemptReason.LINE, 2), self.tr("Two days ago the server was away"), by_hand),
        )
        self._why.show_actions(
            tuple(Action(name, said, detail, "clock") for name, said, detail in rows),
            self._header(opened), self.tr("Back"),
        )  # fmt: skip
        self._why.set_frame(
            question=self.tr("Why could it not be taken?"), find_enabled=False, banner=None
        )
        self.counter.navigator.show("tried_why")

    def _header(self, opened: AccountOpened) -> HeaderContent:
        currency = self.counter.state.currency
        due = max(ZERO, sum((b.due for b in opened.bills), ZERO) - opened.credit)
        return HeaderContent(
            "person", opened.customer_name, (opened.account_no,), self.tr("Due"),
            currency.show(due), currency.symbol,
        )  # fmt: skip

    def _on_reason_chosen(self, row: str) -> None:
        opened, attempts = self._opened, self.counter.program.attempts
        if opened is None:
            return
        self._why.wait(self.tr("Storing the slip"))
        reason, _, days_ago = row.partition("-")
        operation = Operation(
            lambda: attempts.give(opened.account_id, AttemptReason(reason), int(days_ago)),
            name="tried_to_pay",
        )
        self.counter.tasks.run(
            operation, self, self._on_given, on_failure=self._on_not_given, on_bug=self._why.resume
        )

    def _on_not_given(self, error: CashierError) -> bool:
        self._why.resume()
        self._why.set_frame(banner=message_for(error).banner)
        return True

    def _on_given(self, slip: AttemptSlip) -> None:
        if self._opened is None:
            return
        until = dates.weekday(slip.holds_until)
        lead = self.tr("Slip {number} for {name}").format(
            number=slip.number, name=slip.customer_name
        )
        text = self.tr("No late charge and no cutting off for these bills until {day}.").format(
            day=until
        )
        cards = [Told(lead, text, icon="check")]
        if slip.is_repeated:
            again = self.tr("This account has its slip of today already.")
            cards.append(
                Told(again, self.tr("It is printed once more; it holds no longer."), Tone.WARN)
            )
        self._told.begin(
            self.tr("Give the customer the slip"), tuple(cards), self._header(self._opened),
            NextKeyContent(self.tr("Done"), self.tr("Back to your shift")),
        )  # fmt: skip
        self.counter.navigator.show("tried_told")
        self._told.set_frame(keys=(KeyHint("F9", self.tr("Print it again")),))
        self._slip = slip
        self._print()

    def _print(self) -> None:
        if self._slip is not None:
            self._papers.print_attempt(self._slip, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        lead, tone, text = paper_sentence(result)
        icon = "" if tone is Tone.WARN else "check"
        self._told.set_frame(banner=BannerContent(Gravity.LOOK, lead, text, icon))


def _row(reason: AttemptReason, days_ago: int = 0) -> str:
    return f"{reason.value}-{days_ago}"
