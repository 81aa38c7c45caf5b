"""The program killed at a step of every act besides a payment (C1); payments: test_killed_program.

`make test` kills at some steps of each act, the soak at every one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.printing import PrintState
from cashier_app.domain.shifts import ZReport
from cashier_app.log_lines import read_lines
from receipts.escpos import FEED_AND_CUT
from tests.faults.acts import (
    ACTS,
    PAID,
    SOAK,
    Books,
    Stand,
    Trial,
    check_books,
    check_truth,
    made_stand,
    number_in_log,
)
from tests.faults.doomed import Doomed, End, Order
from tests.faults.hands import Approve
from tests.faults.papers import hear_all, opened_drawer, paper_of, settings_of
from tests.receipts.fake_printer import FakePrinter
from tests.support.counter import PASSWORD
from tests.support.own_server import server  # noqa: F401

KILLED = [act for act in ACTS if act != "payment"]
RECEIPTS = {"undo", "reversal"}
"""Have a paper whose end is known to the books."""
REVERSED = Books(entries=1, drawer=-PAID, owed=PAID, approvals_used=1)
EVERY = 1 if SOAK else 7
LAST_STEP = 200
"""No act has as many."""


@dataclass
class Place:
    """A counter with a printer on the network, whose program dies again and again."""

    stand: Stand
    printer: FakePrinter
    doomed: Doomed

    def kill(self, trial: Trial, step: int) -> End:
        """The counter's program does the act and is killed at `step`; then it is started again."""
        assert trial.work is not None
        setup = replace(self.stand.setup, printer=settings_of(self.printer))
        self.printer.on_paper, self.printer.kicks = b"", 0
        with self.stand.program_ended():
            end = self.doomed.run(
                Order(setup, self.stand.person, PASSWORD, trial.work), step, "kill"
            )
            hear_all(setup.printer)
        return end


@pytest.fixture(scope="module")
def place(
    server: PrivateServer,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Place]:
    with (
        made_stand(server, tmp_path_factory.mktemp("world")) as stand,
        FakePrinter() as printer,
        Doomed() as doomed,
    ):
        yield Place(stand, printer, doomed)


@pytest.mark.parametrize("act", KILLED)
def test_killed_at_a_step(place: Place, act: str) -> None:
    """After the restart the act is there or never will be, and the program says which."""
    seen: set[tuple[bool, bool]] = set()
    # Each act begins at another step, so that the few of `make test` are not the same of all.
    for step in itertools.count(1 + KILLED.index(act) % EVERY, EVERY):
        assert step < LAST_STEP
        trial = ACTS[act](place.stand)
        before = place.stand.books()
        end = place.kill(trial, step)
        seen.add(_check(place, act, trial, before))
        if end.how == "done":
            break
        assert end.how == "killed"
    assert (True, True) in seen
    if SOAK:
        # Before its line nothing had left; behind it the server had not heard of it yet.
        assert (False, False) in seen
        assert (True, False) in seen or act == "approval"


def _check(place: Place, act: str, trial: Trial, before: Books) -> tuple[bool, bool]:
    """Whether anything had left, and whether it was stored."""
    stand = place.stand
    if not trial.is_act:
        return _check_question(stand, trial, before)
    request = trial.request_id.hex
    lines = [line for line in read_lines(stand.log_path) if line.get("request") == request]
    told = {settled.request_id: settled.number for settled in stand.started.settled}
    if not lines:
        assert (told, stand.books()) == ({}, before)
        assert FEED_AND_CUT not in place.printer.on_paper
        # The person presses the key again.
        check_truth(stand, trial, trial.send(), before)
        return False, False
    number = number_in_log(stand, trial.request_id)
    # What had its end before is not told again.
    assert told in ({}, {trial.request_id: number})
    assert stand.program.payments.unsettled() == ()
    _check_paper(place, act, number)
    check_truth(stand, trial, number, before)
    return True, bool(number)


def _check_question(stand: Stand, trial: Trial, before: Books) -> tuple[bool, bool]:
    """A yes has no line: it was heard or not, is given once more, and serves its act once."""
    assert isinstance(trial.work, Approve)
    heard = before.plus(trial.change)
    stored = stand.books() == heard
    assert stored or stand.books() == before
    trial.send()
    assert stand.books() == heard
    stand.program.corrections.carry_out(trial.work.prepared, stand.person)
    assert stand.books() == heard.plus(REVERSED)
    return stored, stored


def _check_paper(place: Place, act: str, number: str) -> None:
    """Nothing of what is not stored is on paper; what may not have come out is offered."""
    stand, papers = place.stand, place.printer.on_paper.count(FEED_AND_CUT)
    if not number or act in {"opening", "count"}:
        assert (papers, place.printer.kicks) == (0, 0)
    elif act in RECEIPTS:
        state = paper_of(stand.world, number)
        shift_id = stand.selling.shift.shift_id
        offered = [one.number for one in stand.program.receipts.unprinted(shift_id)]
        assert (number in offered) == (state != PrintState.PRINTED)
        assert papers == 1 if state == PrintState.PRINTED else papers <= 1
        assert opened_drawer(stand.world, number) <= place.printer.kicks <= 1
    else:
        assert papers <= 1
        assert place.printer.kicks <= 1
        _check_left_paper(stand, act, number, papers)


def _check_left_paper(stand: Stand, act: str, number: str, papers: int) -> None:
    """What may not have come out is offered as a copy, once; what did for certain is not."""
    lines = [line for line in read_lines(stand.log_path) if line.get("state") == "paper"]
    request = {line["number"]: line["request"] for line in read_lines(stand.log_path)
               if line["state"] == "acknowledged"}[number]  # fmt: skip
    left = {paper.number: paper for paper in stand.program.left_papers.of(stand.person)}
    ends = [line["end"] for line in lines if line["request"] == request]
    assert (number in left) == (not ends)
    if ends:
        assert (papers, ends) == (1, [PrintState.PRINTED])
        return
    copy = stand.program.left_papers.copy(left[number])
    assert (copy.number, copy.copy_no) == (number, 1)
    assert isinstance(copy, ZReport) == (act == "close")
    stand.program.left_papers.ended(number, PrintState.PRINTED)
    assert number not in {paper.number for paper in stand.program.left_papers.of(stand.person)}


def test_the_books_are_whole_after_all_of_it(place: Place) -> None:
    check_books(place.stand)
