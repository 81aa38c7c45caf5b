from __future__ import annotations

from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from receipts.print_queue import PrintJob, PrintQueue

READY = PrinterStatus(PrinterFault.NONE)
NO_PAPER = PrinterStatus(PrinterFault.NO_PAPER)
PRINTED = PrintResult(PrintState.PRINTED, READY)
REFUSED = PrintResult(PrintState.NOT_PRINTED, NO_PAPER)
LOST = PrintResult(PrintState.NOT_KNOWN, PrinterStatus(PrinterFault.UNREACHABLE))
BROKEN = PrintResult(PrintState.NOT_PRINTED, READY)


class Paper:
    def __init__(self, *results: PrintResult) -> None:
        self._results = list(results)
        self.tries = 0

    def job(self, name: str) -> PrintJob:
        return PrintJob(name, entry_id=1, copy_no=0, run=self._run)

    def _run(self) -> PrintResult:
        self.tries += 1
        return self._results.pop(0)


def waiting(queue: PrintQueue) -> list[str]:
    return [job.name for job in queue.state.waiting]


def test_a_ready_printer_prints_at_once() -> None:
    queue = PrintQueue()
    (done,) = queue.add(Paper(PRINTED).job("a"))
    assert done.result is PRINTED
    assert waiting(queue) == []
    assert queue.state.status == READY


def test_papers_wait_in_order_and_come_out_in_order() -> None:
    queue = PrintQueue()
    first, second = Paper(REFUSED, REFUSED, PRINTED), Paper(PRINTED)
    queue.add(first.job("a"))
    queue.add(second.job("b"))
    assert waiting(queue) == ["a", "b"]
    assert second.tries == 0
    assert queue.state.status == NO_PAPER
    assert [done.job.name for done in queue.retry()] == ["a", "b"]
    assert waiting(queue) == []
    assert queue.state.status == READY


def test_a_paper_whose_fate_is_not_known_is_never_printed_twice() -> None:
    queue = PrintQueue()
    paper = Paper(LOST)
    queue.add(paper.job("a"))
    assert queue.retry() == ()
    assert paper.tries == 1
    assert queue.state.status.fault is PrinterFault.UNREACHABLE


def test_a_paper_that_fails_on_a_ready_printer_does_not_hold_the_others() -> None:
    queue = PrintQueue()
    queue.add(Paper(BROKEN).job("a"))
    assert waiting(queue) == []
    assert [done.result for done in queue.add(Paper(PRINTED).job("b"))] == [PRINTED]


def test_a_status_heard_in_between_prints_only_when_ready() -> None:
    queue = PrintQueue()
    paper = Paper(REFUSED, PRINTED)
    queue.add(paper.job("a"))
    assert queue.heard(NO_PAPER) == ()
    assert paper.tries == 1
    assert [done.job.name for done in queue.heard(READY)] == ["a"]


def test_dropping_what_waits() -> None:
    queue = PrintQueue()
    queue.add(Paper(REFUSED).job("a"))
    assert [job.name for job in queue.drop_waiting()] == ["a"]
    assert waiting(queue) == []
