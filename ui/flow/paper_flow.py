"""The paper book after a power cut: typed, its cash counted, approved, entered."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.numbers import show_account_no
from cashier_app.domain.outside import (
    BookGap,
    CashCounted,
    Channel,
    ChannelCounter,
    FileTaken,
    PaperBatch,
    PaperBook,
    PaperReceipt,
    RefusedLine,
    UnfinishedFile,
)
from cashier_app.domain.payment_files import typed_batch
from ui.attempts import AttemptDelay
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.flow.waiting import Waiting
from ui.long_work import LongWork, OnStep
from ui.messages import message_for
from ui.models import words
from ui.models.line_words import reason_words
from ui.screens.approval import ApprovalQuestion, ApprovalScreen
from ui.screens.ask_number import AskNumberScreen, NumberQuestion
from ui.screens.counting import CountGiven
from ui.screens.paper import PaperCountersScreen, PaperKnown, PaperReceiptScreen, total_of
from ui.screens.pieces import PiecesScreen
from ui.screens.told import Told, ToldScreen
from ui.screens.working import Work, WorkingScreen
from ui.tasks import LaneName, Operation
from ui.widgets.actions import Action
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Looked:
    """What stands at the paper book's counter."""

    unfinished: UnfinishedFile | None
    books: tuple[PaperBook, ...]
    gaps: tuple[BookGap, ...]


class PaperFlow(ActivityFlow):
    """Everything at the paper book's own counter goes over a connection of its own."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._at: ChannelCounter | None = None
        self._counters: tuple[ChannelCounter, ...] = ()
        self._batch: PaperBatch | None = None
        self._approved = False
        self._counted, self._is_counting = CashCounted(), False
        self._work = LongWork(counter.tasks, self)
        self._working = WorkingScreen("paper_working")
        counter.navigator.add(self._working)
        self._working.stop_asked.connect(self._work.stop)
        self._waiting = Waiting(counter, self._working, self)
        self._waiting.broke.connect(self.left)
        self._work.stepped.connect(self._on_stepped)
        self._work.stopped.connect(self._on_stopped)
        self._after_told = self.left.emit
        self._menu = ScreenOnce(counter.navigator, self._make_menu)
        self._typed = ScreenOnce(counter.navigator, self._make_typed)
        self._count = MadeOnce(self._make_count)
        counter.navigator.register("paper_count", self._count)
        self._why = ScreenOnce(counter.navigator, self._make_why)
        self._approval = ScreenOnce(counter.navigator, self._make_approval)
        self._told = ScreenOnce(counter.navigator, self._make_told)

    def _make_menu(self) -> PaperCountersScreen:
        screen = PaperCountersScreen("paper_counters")
        screen.left.connect(self.left)
        screen.action_asked.connect(self._on_counter_asked)
        return screen

    def _make_typed(self) -> PaperReceiptScreen:
        screen = PaperReceiptScreen(self.counter.state.currency)
        screen.left.connect(self.left)
        screen.entered.connect(self._on_entered)
        return screen

    def _make_count(self) -> PiecesScreen:
        screen = PiecesScreen("paper_count")
        screen.asks_before_leaving = False  # who comes back finds what was counted
        screen.left.connect(self._on_count_left)
        screen.count_given.connect(self._on_counted)
        return screen

    def _make_why(self) -> AskNumberScreen:
        screen = AskNumberScreen("paper_why")
        screen.left.connect(self._ask_count)
        screen.given.connect(self._on_why_given)
        return screen

    def _make_approval(self) -> ApprovalScreen:
        screen = ApprovalScreen(AttemptDelay(self), "paper_approval")
        screen.left.connect(self._ask_count)
        screen.approved.connect(self._on_approval_given)
        return screen

    def _make_told(self) -> ToldScreen:
        screen = ToldScreen("paper_told")
        screen.gone_on.connect(self._on_told)
        return screen

    def start(self) -> None:
        self._batch, self._approved, self._counted = None, False, CashCounted()
        self._is_counting = False
        for screen in made_of(self._why):
            screen.clear()
        channels = self.counter.program.channels.channels
        operation = Operation(channels, latest="paper_channels", name="channels")
        title = self.tr("The paper book")
        self._waiting.ask(title, self._header, operation, self._on_channels, self._on_failed)

    def stop(self) -> None:
        self._work.forget()
        self._batch, self._approved, self._at = None, False, None
        for screen in made_of(self._approval, self._typed, self._why):
            screen.clear()

    @property
    def _header(self) -> HeaderContent:
        """With the cash of the receipts, once they are known."""
        who, batch = shift_words.person_header(self.counter.state), self._batch
        if batch is None:
            return who
        return who.with_amount(self.tr("Cash of all"), batch.total, self.counter.state.currency)

    # -- where, and what stands there ----------------------------------------------------

    def _on_channels(self, found: tuple[ChannelCounter, ...]) -> None:
        self._counters = tuple(c for c in found if c.channel is Channel.PAPER)
        if not self._counters:
            card = Told(
                self.tr("You have no counter of a paper book."),
                self.tr("An administrator makes one and gives it to you."), Tone.WARN,
            )  # fmt: skip
            self._tell(self.tr("Nothing can be entered"), (card,), self.tr("Back"))
        elif len(self._counters) == 1:
            self._look_at(self._counters[0])
        else:
            rows = tuple(Action(c.code, c.name, c.office, "counter") for c in self._counters)
            self._menu().begin(rows, self._header)
            self.counter.navigator.show("paper_counters")

    def _on_counter_asked(self, code: str) -> None:
        self._look_at(next(c for c in self._counters if c.code == code))

    def _look_at(self, at: ChannelCounter) -> None:
        self._at = at
        door = self.counter.program.channels

        def look() -> _Looked:
            with door.desk(at.code) as desk:
                return _Looked(desk.service.unfinished(), *desk.service.books())

        operation = Operation(look, LaneName.REPORTS, latest="paper_look", name="paper_look")
        self._waiting.ask(at.name, self._header, operation, self._on_looked, self._on_failed)

    def _on_looked(self, looked: _Looked) -> None:
        left = looked.unfinished
        if left is not None and left.is_own and left.receipts:
            self._go_on_with(left)
            return
        today = self.counter.state.signed_in.business_date
        self._typed().begin(PaperKnown(looked.books, looked.gaps, today), self._header)
        self.counter.navigator.show("paper_receipts")
        self.counter.navigator.build_ahead(("paper_count",))

    def _go_on_with(self, left: UnfinishedFile) -> None:
        """An approved batch broke off: it is ended before anything else is begun."""
        self._batch = PaperBatch(left.file_name, left.sha256, left.receipts)
        self._approved = True
        lead = self.tr("{receipts} over {amount} were approved and not ended.").format(
            receipts=words.count_receipts(len(left.receipts)),
            amount=self.counter.state.currency.show(total_of(left.receipts)),
        )
        card = Told(lead, self.tr("What was entered stands; the rest follows."), Tone.WARN)
        self._after_told = self._ask_count
        key = NextKeyContent(self.tr("Go on with them"), self.tr("Their cash is counted first"))
        self._told().begin(self.tr("Something was left over"), (card,), self._header, key)
        self.counter.navigator.show("paper_told")

    # -- typed, counted, approved --------------------------------------------------------

    def _on_entered(self, receipts: tuple[PaperReceipt, ...]) -> None:
        now = self.counter.state.local(self.counter.program.clock.now())
        person = self.counter.state.signed_in.person.full_name
        name = self.tr("Typed by {name}, {time}").format(name=person, time=f"{now:%Y-%m-%d %H:%M}")
        self._batch = typed_batch(name, receipts)
        self._ask_count()

    def _ask_count(self) -> None:
        """Who comes back to it finds what was counted."""
        batch, state = self._batch, self.counter.state
        if batch is None:
            return
        said = (
            self.tr("How much cash came with them?"),
            self.tr("The receipts make {amount}.").format(amount=state.currency.show(batch.total)),
            self.tr("Counted {amount}"), self.tr("It goes to the safe with them"),
        )  # fmt: skip
        if self._is_counting:
            self._count().ask_again(said)
        else:
            denominations = state.signed_in.denominations
            self._count().begin_count(denominations, state.currency, self._header, said)
        self._is_counting = True
        self.counter.navigator.show("paper_count")

    def _on_count_left(self) -> None:
        self.counter.navigator.show("paper_receipts" if not self._approved else "paper_told")

    def _on_counted(self, given: CountGiven) -> None:
        batch = self._batch
        if batch is None:
            return
        self._counted = CashCounted(given.pieces)
        total = sum((p.value * p.count for p in given.pieces), Decimal(0))
        if total == batch.total:
            self._ask_approval()
            return
        show = self.counter.state.currency.show
        asked = NumberQuestion(
            self.tr("Why does the cash differ?"), self.tr("Reason"),
            self.tr("Stands on the Z for ever"), self.tr("The cash of the paper book"),
            (LedgerLine(self.tr("Receipts"), show(batch.total), rule="line"),
             LedgerLine(self.tr("Counted"), show(total), rule="line"),
             LedgerLine(self.tr("Difference"), show(total - batch.total), weight="sum")),
            self.tr("Go on with this reason"), self.tr("Another person approves it next"),
        )  # fmt: skip
        said = self._why().number_field.text()
        self._why().begin(asked, self._header)
        self._why().number_field.set_text(said)
        self.counter.navigator.show("paper_why")

    def _on_why_given(self, reason: str) -> None:
        self._counted = CashCounted(self._counted.pieces, reason[:160])
        self._ask_approval()

    def _ask_approval(self) -> None:
        batch = self._batch
        if batch is None:
            return
        if self._approved:
            self._enter()
            return
        show = self.counter.state.currency.show
        lines = tuple(
            LedgerLine(
                r.reference, show(r.amount), detail=show_account_no(r.account_no), rule="line"
            )
            for r in batch.receipts[:_SHOWN]
        )
        if len(batch.receipts) > _SHOWN:
            more = self.tr("and {n} more").format(n=len(batch.receipts) - _SHOWN)
            lines += (LedgerLine(more, tone="ink2"),)
        total = LedgerLine(self.tr("Cash"), show(batch.total), weight="sum")
        title = words.count_receipts(len(batch.receipts))
        asked = ApprovalQuestion(title, (*lines, total), can_wait=False)
        self._approval().begin(asked, self._header)
        self.counter.navigator.show("paper_approval")

    def _on_approval_given(self, user_name: str, password: str, reason: str) -> None:
        at, batch, door = self._at, self._batch, self.counter.program.channels
        if at is None or batch is None:
            return

        def approve() -> None:
            with door.desk(at.code) as desk:
                approved = desk.service.prepare_batch(batch)
                with door.approver(at.code, user_name, password) as supervisor:
                    approved(supervisor, reason)

        operation = Operation(approve, LaneName.REPORTS, name="approve_paper")
        self.counter.tasks.run(
            operation, self, self._on_approved, on_failure=self._on_not_approved,
            on_bug=self._approval().go_on,
        )  # fmt: skip

    def _on_approved(self, _nothing: None) -> None:
        self._approval().passed()
        self._approved = True
        self._enter()

    def _on_not_approved(self, error: CashierError) -> bool:
        self._approval().show_failure(error)
        batch, line = self._batch, error.facts.get("line", "")
        if batch is not None and line.isdigit() and 0 < int(line) <= len(batch.receipts):
            receipt = batch.receipts[int(line) - 1]
            reason = reason_words(RefusedLine(receipt.line, error.code, ""))
            lead = self.tr("{reference}, account {account}: {reason}.").format(
                reference=receipt.reference,
                account=show_account_no(receipt.account_no),
                reason=reason,
            )
            back = self.tr("Nothing was taken. Esc leads back to the count, then to the receipts.")
            self._approval().tell(lead, back)
        return True

    # -- entered -------------------------------------------------------------------------

    def _enter(self) -> None:
        at, counted, door = self._at, self._counted, self.counter.program.channels
        if at is None:
            return
        doing = self.tr("Entering")
        rest = self.tr("Esc stops it: what is entered stands, the rest follows later.")
        self._working.begin(Work(self.tr("The receipts are entered"), doing, rest), self._header)
        self.counter.navigator.show("paper_working")

        def enter(on_step: OnStep) -> FileTaken:
            with door.desk(at.code) as desk:
                return desk.service.enter_batch(
                    counted, lambda done, of: on_step("entering", done, of)
                )

        self._work.begin(enter, self._on_done, self._on_failed, name="enter_paper")

    def _on_stepped(self, _what: str, done: int, of: int) -> None:
        self._working.show_step(self.tr("Entering"), done, of)

    def _on_stopped(self) -> None:
        card = Told(
            self.tr("It was stopped."), self.tr("Come here again to go on with it."), Tone.WARN
        )
        self._tell(self.tr("Not all is entered"), (card,), self.tr("Back"))

    def _on_done(self, done: FileTaken) -> None:
        show = self.counter.state.currency.show
        total = show(sum((t.amount for t in done.taken), Decimal(0)))
        lead = self.tr("{receipts} of the paper book, {amount}.").format(
            receipts=words.count_receipts(len(done.taken)), amount=total
        )
        numbers = ""
        if done.taken:
            numbers = self.tr("{first} to {last}").format(
                first=done.taken[0].receipt_no, last=done.taken[-1].receipt_no
            )
        cards = [Told(lead, numbers, icon="check")]
        if done.z is not None:
            cards.append(Told(self.tr("Z {number}").format(number=done.z.number), icon="receipt"))
        if done.refused:
            text = "\n".join(f"{r.text}: {reason_words(r)}" for r in done.refused[:_SHOWN])
            title = self.tr("{n} could not be entered; the batch stays open.")
            cards.append(Told(title.format(n=len(done.refused)), text, Tone.STOP))
        self._tell(self.tr("The paper book is entered"), tuple(cards), self.tr("Go on"))

    def _on_failed(self, error: CashierError) -> bool:
        message = message_for(error)
        card = Told(message.lead, message.text, Tone.WARN)
        self._tell(self.tr("It could not be done"), (card,), self.tr("Back"))
        return True

    def _tell(self, question: str, cards: tuple[Told, ...], title: str) -> None:
        self._after_told = self.left.emit
        self._told().begin(question, cards, self._header, NextKeyContent(title))
        self.counter.navigator.show("paper_told")

    def _on_told(self) -> None:
        self._after_told()
