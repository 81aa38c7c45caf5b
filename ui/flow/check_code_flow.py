"""Check a receipt: the code of its QR, typed or scanned, against the counters' public keys."""

from __future__ import annotations

from dataclasses import dataclass

from cashier_app.domain.entry_kinds import kind_of
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.payments import Receipt
from cashier_app.receipt_code import HASH_BYTES, CheckedCode, CodeState, check_code
from cashier_app.services.receipts import ReceiptService
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


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """What the code proves, and what the books say while they can be asked."""

    code: CheckedCode
    keys_are_all: bool
    stored: Receipt | None = None
    is_missing: bool = False
    """The books have no such receipt, or another one under its number."""


def check_paper(text: str, receipts: ReceiptService) -> CheckedPaper:
    """For the counter's lane: the signature, then the books. Raises nothing expected."""
    known = receipts.public_keys()
    code = check_code(text, known.keys, are_all=known.are_all)
    if code.state is not CodeState.VALID or not known.are_all:
        return CheckedPaper(code, known.are_all)
    try:
        stored = receipts.receipt(code.number)
    except Refused as error:
        return CheckedPaper(code, True, is_missing=error.code == "no_such_receipt")
    except CashierError:
        return CheckedPaper(code, True)
    # Lost with a backup and entered again, it has another number and another hash.
    same = (stored.hash[:HASH_BYTES], stored.total) == (code.hash_prefix, code.amount)
    return CheckedPaper(code, True, stored, is_missing=stored.number == code.number and not same)


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
            lambda: check_paper(text, receipts), latest="check code", name="check code"
        )
        self.counter.tasks.run(
            operation, self, self._on_checked, on_failure=self._on_failed, on_bug=self._ask.go_on
        )

    def _on_failed(self, error: CashierError) -> bool:
        self._ask.show_failure(error)
        return True

    def _on_checked(self, paper: CheckedPaper) -> None:
        key = NextKeyContent(self.tr("Next receipt"), self.tr("Nothing was changed"))
        self._told.begin(self._question(paper), self._cards(paper), self._header, key)
        self._told.set_frame(esc=self.tr("Back"))
        self.counter.navigator.show(self._told.objectName())

    def _question(self, paper: CheckedPaper) -> str:
        state = paper.code.state
        if state is not CodeState.VALID:
            return {
                CodeState.FORGED: self.tr("The receipt is not ours"),
                CodeState.MALFORMED: self.tr("This is no code of a receipt"),
            }.get(state, self.tr("The receipt cannot be checked here"))
        if paper.is_missing:
            return self.tr("The books do not have this receipt")
        if kind_of(paper.code.number) != "payment":
            return self.tr("The slip is ours, but it is no receipt")
        if paper.stored is not None and paper.stored.undone_by:
            return self.tr("The receipt does not count any more")
        return self.tr("The receipt is ours")

    def _cards(self, paper: CheckedPaper) -> tuple[Told, ...]:
        code = paper.code
        keep = self.tr("Keep the paper if you can, and call a supervisor.")
        again = self.tr("Check it again when the server is connected.")
        if code.state is CodeState.VALID:
            return self._valid(paper)
        if code.state is CodeState.FORGED:
            lead = self.tr("No counter {counter} of ours has signed this.")
            return (Told(lead.format(counter=code.counter_code), keep, Tone.STOP),)
        if code.state is CodeState.UNKNOWN_COUNTER:
            lead = self.tr("Counter {counter} is not known here.")
            text = keep if paper.keys_are_all else again
            return (Told(lead.format(counter=code.counter_code), text, Tone.WARN),)
        if code.state is CodeState.UNKNOWN_KEY:
            lead = self.tr("No key of counter {counter} that is kept here fits.")
            return (Told(lead.format(counter=code.counter_code), again, Tone.WARN),)
        lead = self.tr("It was read badly, or it is of something else.")
        return (Told(lead, self.tr("Scan it again, or type it as it stands."), Tone.WARN),)

    def _valid(self, paper: CheckedPaper) -> tuple[Told, ...]:
        code = paper.code
        amount = self.counter.state.currency.show(code.amount)
        is_receipt = kind_of(code.number) == "payment"
        lead = (
            self.tr("Receipt {number} over {amount}")
            if is_receipt
            else self.tr("Slip {number} over {amount}")
        ).format(number=code.number, amount=amount)
        when = ""
        if code.stored_at is not None:
            when = dates.long_day_and_clock(self.counter.state.local(code.stored_at))
        stored = self.tr("Stored on {when} at counter {counter}.").format(
            when=when, counter=code.counter_code
        )
        if code.signed_by != code.counter_code:
            printed = self.tr("This paper was printed at counter {counter}.")
            stored = f"{stored} {printed.format(counter=code.signed_by)}"
        return (Told(lead, stored, icon="check"), self._books(paper, is_receipt=is_receipt))

    def _books(self, paper: CheckedPaper, *, is_receipt: bool) -> Told:
        """What the signature alone does not say."""
        stored = paper.stored
        if paper.is_missing:
            return Told(
                self.tr("A counter signed it, but the books say otherwise."),
                self.tr("Keep the paper if you can, and call a supervisor."), Tone.STOP,
            )  # fmt: skip
        if not is_receipt:
            lead = self.tr("Nothing was paid with it.")
            about = stored.undoes if stored is not None else ""
            text = self.tr("It is about receipt {number}.").format(number=about) if about else ""
            return Told(lead, text, Tone.WARN)
        if stored is None:
            return Told(
                self.tr("Compare the paper with this line."),
                self.tr(
                    "The code proves the counter's signature. Whether it was taken back later"
                    " stands in the books only."
                ),
            )
        if stored.undone_by:
            lead = (
                self.tr("Booked to another account by {number}.")
                if kind_of(stored.undone_by) == "move"
                else self.tr("Taken back by {number}.")
            )
            return Told(
                lead.format(number=stored.undone_by),
                self.tr("The paper proves no payment of this account any more."), Tone.WARN,
            )  # fmt: skip
        text = self.tr("It stands in the books and was not taken back.")
        if stored.number != paper.code.number:
            again = self.tr("It stands in the books as {number}: it was lost and entered again.")
            text = again.format(number=stored.number)
        return Told(self.tr("Compare the paper with this line."), text)
