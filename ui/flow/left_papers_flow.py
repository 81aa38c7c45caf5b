"""Zs and slips of cash that a killed program left: offered as copies before the first customer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from cashier_app.domain.drawer import CashSlip
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import Currency
from cashier_app.domain.printing import LeftPaper, PrintResult, PrintState
from cashier_app.domain.shifts import ZReport
from ui.flow import shift_words
from ui.flow.counter import Counter
from ui.flow.papers import Papers, paper_sentence
from ui.messages import message_for
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.chip import Tone
from ui.widgets.keys import NextKeyContent


class LeftPapersFlow(QObject):
    """One after the other, the oldest first. Nothing waits for it: Esc goes on without paper."""

    done = Signal()

    def __init__(self, counter: Counter, papers: Papers, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._papers = counter, papers
        self._left: tuple[LeftPaper, ...] = ()
        self._ends: dict[str, Told] = {}
        self._copies: dict[str, ZReport | CashSlip] = {}
        self._screen = ToldScreen("left_papers")
        counter.navigator.add(self._screen)
        self._screen.gone_on.connect(self._on_gone_on)
        self._screen.left.connect(self._on_left)

    @property
    def is_wanted(self) -> bool:
        """True until the papers of this sign-in were printed or left."""
        return bool(self._left)

    def remember(self, papers: tuple[LeftPaper, ...]) -> None:
        """What this sign-in found."""
        self.stop()
        self._left = papers

    def show(self) -> None:
        """Ask before the first customer."""
        self._show(
            NextKeyContent(self.tr("Print"), self.tr("Each is marked COPY and counted")),
            esc=self.tr("Not now"),
        )
        self._counter.navigator.start_at("left_papers")

    def stop(self) -> None:
        """Sign-out."""
        self._left, self._ends, self._copies = (), {}, {}

    def _on_gone_on(self) -> None:
        if len(self._ends) == len(self._left):
            self._on_left()
            return
        self._show(NextKeyContent(self.tr("Wait"), self.tr("Printing"), waiting=True))
        self._print_next()

    def _on_left(self) -> None:
        self.stop()
        self.done.emit()

    def _print_next(self) -> None:
        paper = next((one for one in self._left if one.number not in self._ends), None)
        if paper is None:
            self._show(NextKeyContent(self.tr("Go on"), self.tr("I have seen it")))
            return
        copy = self._copies.get(paper.number)
        if copy is not None:
            self._print(paper, copy)
            return
        program = self._counter.program
        self._counter.tasks.run(
            Operation(lambda: program.left_papers.copy(paper), name="copy_paper"), self,
            partial(self._print, paper), on_failure=partial(self._on_no_copy, paper),
        )  # fmt: skip

    def _print(self, paper: LeftPaper, copy: ZReport | CashSlip) -> None:
        self._copies[paper.number] = copy
        if isinstance(copy, ZReport):
            self._papers.print_z(copy, partial(self._on_printed, paper))
        else:
            self._papers.print_cash(copy, partial(self._on_printed, paper))

    def _on_printed(self, paper: LeftPaper, result: PrintResult) -> None:
        if paper not in self._left:
            return
        if result.state is PrintState.NOT_PRINTED:
            self._ask_again(*paper_sentence(result))
            return
        said, tone, _advice = paper_sentence(result)
        copy = self._copies[paper.number]
        text = self.tr("{said}, copy {n}").format(said=said, n=copy.copy_no)
        self._ends[paper.number] = Told(
            _name(paper, self._counter.state.currency), text, tone, "printer"
        )
        self._print_next()

    def _on_no_copy(self, paper: LeftPaper, error: CashierError) -> bool:
        message = message_for(error)
        self._ends[paper.number] = Told(message.lead, message.text, Tone.WARN)
        self._print_next()
        return True

    def _ask_again(self, lead: str, tone: Tone, _advice: str) -> None:
        text = self.tr("See to the printer and press Enter, or go on without paper.")
        self._show(
            NextKeyContent(self.tr("Print"), self.tr("The same copies once more")),
            Told(lead, text, tone), esc=self.tr("Not now"),
        )  # fmt: skip

    def _show(self, next_key: NextKeyContent, *more: Told, esc: str = "") -> None:
        state = self._counter.state
        cards = tuple(
            self._ends.get(paper.number) or _offered(paper, state.currency) for paper in self._left
        )
        self._screen.begin(
            self.tr("The program ended before it knew of these papers"), (*cards, *more),
            shift_words.person_header(state, "receipt"), next_key,
        )  # fmt: skip
        self._screen.set_frame(esc=esc)


def _offered(paper: LeftPaper, currency: Currency) -> Told:
    text = QCoreApplication.translate(
        "LeftPapers", "It is stored. It may have come out: look before you print it again."
    )
    return Told(_name(paper, currency), text, Tone.QUIET, "receipt")


def _name(paper: LeftPaper, currency: Currency) -> str:
    translate = QCoreApplication.translate
    names = {
        "z": translate("LeftPapers", "Z report {number}"),
        "movement": translate("LeftPapers", "Slip of cash {number}, {amount}"),
        "check": translate("LeftPapers", "Slip of a surprise count {number}"),
        "safe": translate("LeftPapers", "Slip of the safe {number}"),
    }
    return names[paper.kind].format(number=paper.number, amount=currency.show(paper.total))
