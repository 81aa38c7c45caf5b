"""A Z or slip that never came out is let go by whoever was told so, and by nobody else."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from cashier_app.domain.drawer import CashSlip
from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from tests.ui.payment_desk import PaymentDesk
from ui.flow.papers import Papers
from ui.tasks import Tasks


class Paper:
    """Slips on a printer that has run out of paper, and what the counter log is told."""

    def __init__(self, desk: PaymentDesk, tasks: Tasks) -> None:
        self.desk = desk
        self.gate = threading.Event()
        self.ends: list[tuple[str, str]] = []
        self.told: list[str] = []
        program: Any = SimpleNamespace(
            printer=SimpleNamespace(print_cash=self._fail),
            left_papers=SimpleNamespace(ended=lambda number, end: self.ends.append((number, end))),
        )
        self.papers = Papers(tasks, desk.state, program)

    def print(self, number: str) -> None:
        slip: Any = SimpleNamespace(number=number, stored_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
        self.papers.print_cash(slip, lambda _result: self.told.append(number))

    def give_up(self) -> None:
        """The printer answers all that was sent to it."""
        self.gate.set()
        self.desk.settle()

    def _fail(self, _slip: CashSlip, _utility: object, _offset: int) -> PrintResult:
        self.gate.wait(10)
        return PrintResult(PrintState.NOT_PRINTED, PrinterStatus(PrinterFault.NO_PAPER))


@pytest.fixture
def paper(desk: PaymentDesk, tasks: Tasks) -> Paper:
    return Paper(desk, tasks)


def test_who_was_told_and_went_on_lets_it_go(paper: Paper) -> None:
    paper.print("03-M-0001")
    paper.give_up()
    assert paper.told == ["03-M-0001"]
    paper.papers.let_go()
    paper.papers.let_go()
    paper.desk.settle()
    assert paper.ends == [("03-M-0001", "left")]


def test_who_went_on_before_the_printer_gave_up_is_offered_it_later(paper: Paper) -> None:
    paper.print("03-M-0001")
    paper.papers.let_go()
    paper.print("03-M-0002")
    paper.give_up()
    assert paper.told == ["03-M-0002"], "the screen in front is about the second act"
    paper.papers.let_go()
    paper.desk.settle()
    assert paper.ends == [("03-M-0002", "left")]


def test_the_next_person_lets_go_of_nothing_of_the_one_before(paper: Paper) -> None:
    paper.print("03-M-0001")
    paper.give_up()
    paper.papers.stop()
    paper.papers.let_go()
    paper.desk.settle()
    assert paper.ends == []


def test_what_was_left_on_the_way_in_is_not_let_go_with_the_z(paper: Paper) -> None:
    """The papers offered at sign-in and the Z of the same shift share one place."""
    paper.print("03-M-0001")
    paper.give_up()
    paper.print("03-Z-0001")
    paper.desk.settle()
    paper.papers.let_go()
    paper.desk.settle()
    assert paper.ends == [("03-Z-0001", "left")]
