"""Check a receipt: the code of its QR, typed or scanned, against the counters' public keys."""

from __future__ import annotations

from cashier_app.domain.errors import CashierError
from cashier_app.receipt_code import CheckedCode, CodeState, check_code
from ui import dates
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.screens.ask_number import AskNumberScreen, NumberQuestion
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent


class CheckCodeFlow(ActivityFlow):
    """A code, what it proves, the next one. Works while the server is away, too."""

    def __init__(self, counter: Counter, name: str) -> None:
        super().__init__(counter)
        self._ask = AskNumberScreen(f"{name}_code")
        self._told = ToldScreen(f"{name}_found")
        for screen in (self._ask, self._told):
            counter.navigator.add(screen)
        self._ask.left.connect(self.left)
        self._ask.given.connect(self._on_given)
        self._told.gone_on.connect(self.start)
        self._told.left.connect(self.left)

    def start(self) -> None:
        asked = NumberQuestion(
            self.tr("Is this receipt ours?"), self.tr("Code of the receipt"),
            self.tr("Scan the square on the paper, or type what it says"),
        )  # fmt: skip
        self._ask.begin(asked, self._header)
        self.counter.navigator.show(self._ask.objectName())

    def stop(self) -> None:
        self._ask.clear()
        self._told.begin("", (), HeaderContent(), NextKeyContent("", waiting=True))

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state, "receipt")

    def _on_given(self, text: str) -> None:
        receipts = self.counter.program.receipts
        self._ask.wait(self.tr("Checking the signature"))
        operation = Operation(
            lambda: check_code(text, receipts.public_keys()), latest="check code",
            name="check code",
        )  # fmt: skip
        self.counter.tasks.run(
            operation, self, self._on_checked, on_failure=self._on_failed, on_bug=self._ask.go_on
        )

    def _on_failed(self, error: CashierError) -> bool:
        self._ask.show_failure(error)
        return True

    def _on_checked(self, checked: CheckedCode) -> None:
        questions = {
            CodeState.VALID: self.tr("The receipt is ours"),
            CodeState.FORGED: self.tr("The receipt is not ours"),
            CodeState.UNKNOWN_COUNTER: self.tr("The receipt cannot be checked here"),
            CodeState.MALFORMED: self.tr("This is no code of a receipt"),
        }
        key = NextKeyContent(self.tr("Next receipt"), self.tr("Nothing was changed"))
        self._told.begin(questions[checked.state], self._cards(checked), self._header, key)
        self._told.set_frame(esc=self.tr("Back"))
        self.counter.navigator.show(self._told.objectName())

    def _cards(self, checked: CheckedCode) -> tuple[Told, ...]:
        if checked.state is CodeState.VALID:
            return self._valid(checked)
        if checked.state is CodeState.FORGED:
            lead = self.tr("No counter {counter} of ours has signed this.").format(
                counter=checked.counter_code
            )
            text = self.tr("Keep the paper if you can, and call a supervisor.")
            return (Told(lead, text, Tone.STOP),)
        if checked.state is CodeState.UNKNOWN_COUNTER:
            lead = self.tr("Counter {counter} is not known here.").format(
                counter=checked.counter_code
            )
            text = self.tr("Check it again when the server is connected.")
            return (Told(lead, text, Tone.WARN),)
        lead = self.tr("It was read badly, or it is of something else.")
        return (Told(lead, self.tr("Scan it again, or type it as it stands."), Tone.WARN),)

    def _valid(self, checked: CheckedCode) -> tuple[Told, ...]:
        amount = self.counter.state.currency.show(checked.amount)
        lead = self.tr("Receipt {number} over {amount}").format(
            number=checked.number, amount=amount
        )
        when = ""
        if checked.stored_at is not None:
            when = dates.long_day_and_clock(self.counter.state.local(checked.stored_at))
        stored = self.tr("Stored on {when} at counter {counter}.").format(
            when=when, counter=checked.counter_code
        )
        return (
            Told(lead, stored, icon="check"),
            Told(
                self.tr("Compare the paper with this line."),
                self.tr(
                    "The code proves the counter's signature. Whether the receipt was cancelled"
                    " later stands in the books only."
                ),
            ),
        )
