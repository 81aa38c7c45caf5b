"""Cash besides payments in one's own drawer: in, out, to the safe, changed, handed over."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.drawer import CashKind, Handovers, MoveCash
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.shifts import XReport
from ui.flow import drawer_words, shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.approval_flow import ApprovalFlow
from ui.flow.cash_acting import CashActing
from ui.flow.counter import Counter
from ui.flow.exchange import Exchange
from ui.flow.handing import Handing
from ui.flow.made_once import MadeOnce, ScreenOnce
from ui.flow.papers import Papers, paper_sentence
from ui.models.cash_words import kind_word
from ui.screens.approval import ApprovalQuestion
from ui.screens.cash_form import CashFormScreen
from ui.screens.drawer_menu import DrawerMenuScreen
from ui.screens.x_report import XReportScreen
from ui.tasks import Operation
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine

_NO_HANDOVERS = Handovers((), ())


class DrawerFlow(ActivityFlow):
    """Menu, one act, menu again. Exchange and Handing have the longer acts."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._handovers = _NO_HANDOVERS
        self._is_drop_due = False
        self._kind = CashKind.PAID_IN
        self._order: MoveCash | None = None
        self._x: XReport | None = None
        self._papers = Papers(counter.tasks, counter.state, counter.program, self)
        self._menu = DrawerMenuScreen()
        counter.navigator.add(self._menu)
        self._menu.left.connect(self.left)
        self._menu.action_asked.connect(self._on_row_asked)
        self._form = ScreenOnce(counter.navigator, self._make_form)
        self._x_screen = ScreenOnce(counter.navigator, self._make_x_screen)
        self._acting = MadeOnce(self._make_acting)
        self._exchange = MadeOnce(self._make_exchange)
        self._handing = MadeOnce(self._make_handing)
        self._approval = MadeOnce(self._make_approval)

    def _make_form(self) -> CashFormScreen:
        screen = CashFormScreen("drawer_form")
        screen.left.connect(self.counter.navigator.back)
        screen.given.connect(self._on_form_given)
        return screen

    def _make_x_screen(self) -> XReportScreen:
        screen = XReportScreen()
        screen.left.connect(self.counter.navigator.back)
        screen.print_asked.connect(self._on_x_print_asked)
        return screen

    def _make_acting(self) -> CashActing:
        acting = CashActing(self.counter, "drawer", self)
        acting.done.connect(self.start)
        return acting

    def _make_exchange(self) -> Exchange:
        return Exchange(self.counter, self._acting(), self)

    def _make_handing(self) -> Handing:
        handing = Handing(self.counter, self._acting(), self)
        handing.left.connect(self.start)
        return handing

    def _make_approval(self) -> ApprovalFlow:
        approval = ApprovalFlow(self.counter, "drawer_approval", self)
        approval.approved.connect(self._on_approved)
        approval.left.connect(self.counter.navigator.back)
        return approval

    def start(self) -> None:
        self._order = None
        self._show_menu()
        cash = self.counter.program.cash
        operation = Operation(lambda: (cash.handovers(), cash.is_drop_due()), latest="drawer_menu")
        self.counter.tasks.run(operation, self, self._on_read)

    def stop(self) -> None:
        self._handovers, self._is_drop_due = _NO_HANDOVERS, False
        self._order = self._x = None
        for part in (self._handing, self._acting, self._approval):
            if part.made:
                part.made.stop()

    @property
    def _shift_id(self) -> int:
        shift = self.counter.state.signed_in.shift
        return shift.shift_id if shift is not None else 0

    @property
    def _person(self) -> str:
        return self.counter.state.signed_in.person.user_name

    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state, "cash")

    # The menu

    def _on_read(self, read: tuple[Handovers, bool]) -> None:
        self._handovers, self._is_drop_due = read
        if self.counter.navigator.current == "drawer_menu":
            self._show_menu()

    def _show_menu(self) -> None:
        state = self.counter.state
        takes = tuple(
            drawer_words.take_action(f"{drawer_words.TAKE}{way.handover_id}", way, state.currency)
            for way in self._handovers.waiting
        )
        acts = drawer_words.actions(state.signed_in.person.rights)
        self._menu.begin(
            (*takes, *acts), self._header(), self.tr("What happens with the cash?"),
            self.tr("Each act is stored with its reason, gets a number, and prints a slip."),
        )  # fmt: skip
        if self._is_drop_due:
            self._menu.ask_for(
                self.tr("The drawer holds more than it should."),
                self.tr("Bring cash to the safe before you go on."),
            )
        elif any(not way.is_mine for way in self._handovers.waiting):
            self._menu.ask_for(self.tr("Cash is on its way."), self.tr("Count it, then take it."))
        elif takes:
            lead = self.tr("Your cash is on its way.")
            self._menu.ask_for(lead, self.tr("Until it is taken you can take it back."))
        else:
            self._menu.ask_for("")
        self.counter.navigator.show("drawer_menu")

    def _on_row_asked(self, name: str) -> None:
        if name.startswith(drawer_words.TAKE):
            handover_id = int(name.removeprefix(drawer_words.TAKE))
            self._handing().take(
                next(w for w in self._handovers.waiting if w.handover_id == handover_id)
            )
        elif name == drawer_words.GIVE:
            self._handing().give()
        elif name == drawer_words.X_REPORT:
            self._read_x()
        elif name == CashKind.CHANGE:
            self._exchange().start()
        else:
            self._ask(CashKind(name))

    # In, out, to the safe, only opened

    def _ask(self, kind: CashKind) -> None:
        self._kind = kind
        asked = drawer_words.question(kind)
        if kind is CashKind.DROP and self._is_drop_due:
            asked = replace(asked, note=self.tr("The drawer holds more than it should."))
        self._form().begin(asked, self.counter.state.currency, self._header())
        self.counter.navigator.show("drawer_form")

    def _on_form_given(self, amount: Decimal, reason: str) -> None:
        program = self.counter.program
        order = MoveCash(
            program.new_request_id(), self._shift_id, self._kind, amount, reason,
            program.clock.now(),
        )  # fmt: skip
        self._order = order
        self._send(order)

    def _send(self, order: MoveCash) -> None:
        self._form().wait(self.tr("Storing it"))
        cash, person = self.counter.program.cash, self._person
        self._acting().run(
            order.request_id, lambda: cash.move(order, person), self._header(), self._on_failed
        )

    def _on_failed(self, error: CashierError) -> bool:
        order = self._order
        if isinstance(error, Refused) and error.code == "approval_missing" and order is not None:
            self._form().redraw()
            self._ask_for_approval(order)
        elif self.counter.navigator.current == "drawer_approval":
            self._approval().show_failure(error)
        else:
            self._form().show_failure(error)
        return True

    def _ask_for_approval(self, order: MoveCash) -> None:
        show = self.counter.state.currency.show
        asked = ApprovalQuestion(
            kind_word(order.kind),
            (
                LedgerLine(self.tr("Reason"), detail=order.reason, rule="line"),
                LedgerLine(self.tr("Out of the drawer"), show(order.amount), weight="sum"),
            ),
            can_wait=False,
        )
        prepared = self.counter.program.cash.prepare_move(order)
        self._approval().ask(prepared, asked, self._header())

    def _on_approved(self, _prepared: PreparedAct) -> None:
        order, cash, person = self._order, self.counter.program.cash, self._person
        if order is None:
            return
        self._acting().run(
            order.request_id, lambda: cash.move(order, person), self._header(), self._on_failed
        )

    # X

    def _read_x(self) -> None:
        shifts, shift_id = self.counter.program.shifts, self._shift_id
        operation = Operation(lambda: shifts.x_report(shift_id), latest="x_report")
        self.counter.tasks.run(operation, self, self._on_x_read)

    def _on_x_read(self, report: XReport) -> None:
        if self.counter.navigator.current != "drawer_menu":
            return  # whoever asked for it has gone on
        self._x = report
        self._x_screen().begin(report, self.counter.state.currency, self._header())
        self.counter.navigator.show("x_report")

    def _on_x_print_asked(self) -> None:
        if self._x is not None:
            self._papers.print_x(
                self._x, lambda result: self._x_screen().show_printing(*paper_sentence(result))
            )
