"""The approvals' list: supervisors decide, whoever asked carries out or withdraws."""

from __future__ import annotations

from cashier_app.domain.corrections import PreparedAct, WaitingAct
from cashier_app.domain.errors import CashierError
from ui import dates
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.correcting import Correcting
from ui.flow.counter import Counter
from ui.models.correction_words import act_word, state_word
from ui.screens.waiting import DecideScreen, Decision, WaitingRow, WaitingScreen
from ui.tasks import Operation
from ui.widgets.cell_table import Cell
from ui.widgets.ledger import LedgerLine

_OPEN = {"waiting", "approved"}


class WaitingFlow(ActivityFlow):
    """List, one act, list again."""

    def __init__(self, counter: Counter, name: str = "waiting") -> None:
        super().__init__(counter)
        self._acts: tuple[WaitingAct, ...] = ()
        self._act: WaitingAct | None = None
        self._list = WaitingScreen(f"{name}_list")
        self._decide = DecideScreen(f"{name}_decide")
        for screen in (self._list, self._decide):
            counter.navigator.add(screen)
        self._list.left.connect(self.left)
        self._list.act_asked.connect(self._on_row_asked)
        self._decide.left.connect(self._refresh)
        self._decide.decided.connect(self._on_decided)
        self._decide.withdraw_asked.connect(self._on_withdraw_asked)
        self._decide.carry_out_asked.connect(self._on_carry_out_asked)
        self._correcting = Correcting(counter, name, self)
        self._correcting.done.connect(self._refresh)
        # Away from all of these the list was left: an answer shows nothing any more.
        self._own = {f"{name}_list", f"{name}_decide", f"{name}_done"}

    def start(self) -> None:
        self._acts, self._act = (), None
        self._list.begin(shift_words.person_header(self.counter.state))
        self.counter.navigator.show(self._list.objectName())
        self._refresh()

    def stop(self) -> None:
        self._acts, self._act = (), None
        self._correcting.stop()

    def _refresh(self) -> None:
        corrections = self.counter.program.corrections
        operation = Operation(corrections.waiting, latest="waiting_acts")
        self.counter.tasks.run(operation, self, self._on_listed)

    def _on_listed(self, acts: tuple[WaitingAct, ...]) -> None:
        if self.counter.navigator.current in self._own:
            self._acts = acts
            self._show_list()

    def _show_list(self) -> None:
        state = self.counter.state
        rows = tuple(map(self._row, self._acts))
        self._list.show_list(rows, state.currency.symbol, shift_words.person_header(state))
        self.counter.navigator.show(self._list.objectName())

    def _row(self, act: WaitingAct) -> WaitingRow:
        show, local = self.counter.state.currency.show, self.counter.state.local(act.asked_at)
        when = f"{dates.weekday(local.date())}, {dates.clock(local)}"
        is_over = act.state not in _OPEN
        cells = (
            Cell(act_word(act.act), act.subject, quiet=is_over),
            Cell(state_word(act.state), f"{act.asked_by}, {when}", quiet=is_over),
            Cell(amount=show(act.amount)),
        )
        answer = self.tr("Look at {amount}").format(amount=show(act.amount))
        return WaitingRow(act.waiting_act_id, cells, act_word(act.act), self._lines(act), answer)

    def _on_row_asked(self, key: int) -> None:
        act = next((a for a in self._acts if a.waiting_act_id == key), None)
        if act is None:
            return
        self._act = act
        self._decide.begin(self._decision(act), shift_words.person_header(self.counter.state))
        self.counter.navigator.show(self._decide.objectName())

    def _decision(self, act: WaitingAct) -> Decision:
        signed_in = self.counter.state.signed_in
        person, own = signed_in.person, act.asked_by_id == signed_in.person.user_id
        may_decide = act.state == "waiting" and not own and "approve" in person.rights
        may_approve = may_decide and person.may("approve", act.amount)
        closed = state_word(act.state)
        if act.decided_by:
            closed += f". {act.decided_by}: {act.decision}"
        if act.state in {"ended", "void"}:
            closed += ". " + self.tr("It has to be asked for again.")
        if act.state == "approved" and own and signed_in.shift is None:
            closed += " " + self.tr("Open your shift to carry it out.")
        if may_decide:
            limit = self.counter.state.currency.show(person.limits.get("approve", act.amount))
            closed = self.tr(
                "Above your limit of {limit}: somebody with a higher limit has to approve it."
            ).format(limit=limit)
        return Decision(
            act_word(act.act), self._lines(act), may_decide=may_decide, may_approve=may_approve,
            may_carry_out=act.state == "approved" and own and signed_in.shift is not None,
            may_withdraw=own and act.state in {"waiting", "approved"},
            closed="" if may_approve else closed,
        )  # fmt: skip

    def _lines(self, act: WaitingAct) -> tuple[LedgerLine, ...]:
        local = self.counter.state.local(act.asked_at)
        when = f"{act.counter_name}, {dates.weekday(local.date())}, {dates.clock(local)}"
        done: tuple[LedgerLine, ...] = ()
        if act.number:
            done = (LedgerLine(self.tr("Carried out"), act.number, weight="row", rule="line"),)
        return (
            LedgerLine(self.tr("About"), detail=act.subject, rule="line"),
            LedgerLine(
                self.tr("Asked by {name}").format(name=act.asked_by), detail=when, rule="line"
            ),
            LedgerLine(self.tr("Reason"), detail=act.reason, rule="line"),
            *done,
            LedgerLine(
                self.tr("Amount"), self.counter.state.currency.show(act.amount), weight="sum"
            ),
        )

    def _on_decided(self, approved: bool, reason: str) -> None:
        act, corrections = self._act, self.counter.program.corrections
        if act is None:
            return
        self._decide.wait(self.tr("Asking the server"))
        self._run(
            Operation(
                lambda: corrections.decide(act.waiting_act_id, approved=approved, reason=reason)
            )
        )

    def _on_withdraw_asked(self) -> None:
        act, corrections = self._act, self.counter.program.corrections
        if act is None:
            return
        self._decide.wait(self.tr("Asking the server"))
        self._run(Operation(lambda: corrections.withdraw(act.waiting_act_id)))

    def _run(self, operation: Operation[None]) -> None:
        self.counter.tasks.run(
            operation, self, lambda _nothing: self._refresh(), on_failure=self._on_failed,
            on_bug=self._decide.go_on,
        )  # fmt: skip

    def _on_carry_out_asked(self) -> None:
        act, corrections = self._act, self.counter.program.corrections
        if act is None:
            return
        self._decide.wait(self.tr("Carrying it out"))
        operation = Operation(lambda: corrections.waiting_order(act.waiting_act_id))
        self.counter.tasks.run(
            operation, self, self._on_order_read, on_failure=self._on_failed,
            on_bug=self._decide.go_on,
        )  # fmt: skip

    def _on_order_read(self, prepared: PreparedAct) -> None:
        header = shift_words.person_header(self.counter.state)
        self._correcting.carry_out(prepared, header, self._on_failed)

    def _on_failed(self, error: CashierError) -> bool:
        self._decide.show_failure(error)
        return True
