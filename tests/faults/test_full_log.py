"""The disk of the counter log is full (C2): nothing is sent without its line, no answer is lost."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator

import pytest

from cashier_app.counter_log import CounterLog
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import OutcomeUnknown, Unavailable
from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from tests.faults.acts import ACTS, Stand, check_books, check_truth, made_stand, settle
from tests.faults.proxy import DOWN, Fault
from tests.support.own_server import server  # noqa: F401

pytestmark = pytest.mark.allow_log("counter log cannot be written", reason="its disk is full")
acts = pytest.mark.parametrize("act", [act for act in ACTS if act != "approval"])


@pytest.fixture(scope="module")
def stand(
    server: PrivateServer,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stand]:
    with made_stand(server, tmp_path_factory.mktemp("world")) as made:
        yield made


class Disk:
    """Takes so many more lines of the counter log, then none until there is room again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._room: int | None = None
        append = CounterLog._append

        def limited(log: CounterLog, **line: str) -> None:
            if self._room == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            if self._room:
                self._room -= 1
            append(log, **line)

        monkeypatch.setattr(CounterLog, "_append", limited)

    def leave(self, lines: int | None) -> None:
        """Room for so many lines; None is plenty."""
        self._room = lines


@pytest.fixture
def disk(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    yield Disk(monkeypatch)
    stand.proxy.arm()
    stand.proxy.mend()


@acts
def test_without_its_line_nothing_is_sent(stand: Stand, disk: Disk, act: str) -> None:
    trial = ACTS[act](stand)
    before = stand.books()
    disk.leave(0)
    with pytest.raises(Unavailable, match="counter_log_failed"):
        trial.send()
    disk.leave(None)
    assert stand.books() == before
    check_truth(stand, trial, trial.send(), before)


@acts
def test_the_answer_is_told_all_the_same(stand: Stand, disk: Disk, act: str) -> None:
    """The line stays unsettled: the next sign-in settles it."""
    trial = ACTS[act](stand)
    before = stand.books()
    disk.leave(1)
    number = trial.send()
    disk.leave(None)
    assert [left.request_id for left in stand.program.payments.unsettled()] == [trial.request_id]
    stand.restart()
    check_truth(stand, trial, number, before)


@acts
def test_a_doubt_ends_all_the_same(stand: Stand, disk: Disk, act: str) -> None:
    trial = ACTS[act](stand)
    before = stand.books()
    disk.leave(1)
    # Opening posts the day first, which is answered in eight packets.
    stand.proxy.arm(Fault(DOWN, 9 if act == "opening" else 1, stays_down=True))
    with pytest.raises(OutcomeUnknown):
        trial.send()
    stand.proxy.mend()
    stand.program.payments.set_aside(trial.request_id)
    number = settle(stand, trial, time.monotonic())
    disk.leave(None)
    assert number
    stand.restart()
    check_truth(stand, trial, number, before)


def test_no_original_goes_a_second_time_without_its_line(stand: Stand, disk: Disk) -> None:
    """Killed then, the next start would take it for one of which no byte was sent."""
    receipts = stand.program.receipts
    receipt = receipts.receipt(ACTS["payment"](stand).send())
    tries = []

    def send() -> PrintResult:
        tries.append(receipt.number)
        return PrintResult(PrintState.NOT_PRINTED, PrinterStatus(PrinterFault.NO_PAPER))

    receipts.send_paper(receipt, send)
    disk.leave(0)
    assert receipts.send_paper(receipt, send).state is PrintState.NOT_PRINTED
    assert len(tries) == 1
    disk.leave(None)
    receipts.send_paper(receipt, send)
    assert len(tries) == 2


def test_the_books_are_whole_after_all_of_it(stand: Stand) -> None:
    check_books(stand)
