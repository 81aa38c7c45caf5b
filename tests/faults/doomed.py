"""A counter's program in a process of its own that ends, or freezes, at its n-th step.

A step is the moment before or after the program reaches out of its memory: a line of the counter
log and its fsync, each packet to the server and to the printer. `Doomed` starts a process that has
everything imported and makes a fresh program of itself for each order:

    with Doomed() as doomed:
        end = doomed.run(Order(desk.setup, user, password, account_id), step=7, by="kill")

Run as a module it is that process; it takes payments as the screens do, with the lanes, the
printing and the recorder of the program.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FrameType
from typing import IO, Any, Literal, Self

from cashier_app.bootstrap import CounterSetup

By = Literal["kill", "freeze", "nothing"]
_SIGNALS = {"kill": signal.SIGKILL, "freeze": signal.SIGSTOP}
_REACHES_OUT = frozenset({"write", "fsync", "send", "sendall", "connect"})
_LIMIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Order:
    """One payment of everything that an account owes."""

    setup: CounterSetup
    user_name: str
    password: str
    account_id: int
    prints: bool = True


@dataclass(frozen=True, slots=True)
class End:
    """How the process ended: "killed", "frozen" (it waits for `go_on`) or "done"."""

    how: str
    pid: int


class Doomed:
    """The process; end it with `with`."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.doomed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        return self

    def __exit__(self, *_: object) -> None:
        with self._process:
            assert self._process.stdin
            self._process.stdin.close()
            self._process.wait(_LIMIT_SECONDS)

    def run(self, order: Order, step: int = 0, by: By = "nothing") -> End:
        """A fresh program carries out `order` and meets its end at `step`, if it comes so far."""
        self._tell((order, step, by))
        return self._heard()

    def go_on(self) -> End:
        """Wake what is frozen; how it ended."""
        self._tell("go on")
        return self._heard()

    def _tell(self, words: object) -> None:
        assert self._process.stdin
        pickle.dump(words, self._process.stdin)
        self._process.stdin.flush()

    def _heard(self) -> End:
        assert self._process.stdout
        answer = pickle.load(self._process.stdout)
        assert isinstance(answer, End)
        return answer


# -- in the process ---------------------------------------------------------------------


class _Steps:
    """Counts what reaches out, in every thread; the signal comes at one of them."""

    def __init__(self, step: int, by: By) -> None:
        self._step, self._by = step, by
        self._count = itertools.count(1)
        self._is_armed = False

    def arm(self) -> None:
        """From now on steps count."""
        self._is_armed = True

    def watch(self, _frame: FrameType, event: str, called: Any) -> None:
        """For sys.setprofile."""
        if not self._is_armed or event not in ("c_call", "c_return"):
            return
        if called.__name__ in _REACHES_OUT and next(self._count) == self._step:
            os.kill(os.getpid(), _SIGNALS[self._by])


def _carry_out(order: Order, steps: _Steps) -> None:
    """As the screens: the payment in its lane, then the paper, the drawer and their traces."""
    from PySide6.QtCore import QCoreApplication

    from cashier_app.bootstrap import load_program
    from cashier_app.domain.allocation import Basket, plan_payment
    from ui.counter_state import CounterState
    from ui.flow import way_in
    from ui.flow.printing import PrintLane
    from ui.flow.recorder import Recorder
    from ui.flow.taking import Taking
    from ui.tasks import LaneName, Tasks

    threading.setprofile(steps.watch)
    qt = QCoreApplication([])
    program = load_program(order.setup)
    way = way_in.sign_in(program, order.user_name, order.password)
    shift = way.signed_in.shift
    assert shift is not None
    opened = program.lookup.open_account(order.account_id)
    basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
    state, tasks = CounterState(), Tasks()
    state.set_signed_in(way.signed_in)
    recorder = Recorder(tasks)
    printing = PrintLane(tasks, program, state, recorder)
    taking = Taking(tasks, program, state)
    if order.prints:
        taking.taken.connect(lambda taken: printing.print_new(taken.receipt))
    steps.arm()
    taking.take(plan_payment(basket, basket.left_to_pay), basket, shift.shift_id, ("", ""))
    while (
        taking.is_busy
        or any(tasks.is_busy(lane) for lane in LaneName)
        or not (recorder.is_idle and printing.is_idle)
    ):
        qt.processEvents()
        threading.Event().wait(0.001)


def _serve(read: IO[bytes], write: IO[bytes]) -> None:
    """One program after the other, each in a process of its own."""
    _import_all()
    while True:
        try:
            order, step, by = pickle.load(read)
        except EOFError:
            return
        child = os.fork()
        if child == 0:
            _end_with(lambda: _carry_out(order, _Steps(step, by)))  # noqa: B023
        how = _await(child)
        while how == "frozen":
            _answer(write, End(how, child))
            with contextlib.suppress(EOFError):
                pickle.load(read)
            os.kill(child, signal.SIGCONT)
            how = _await(child)
        _answer(write, End(how, child))


def _import_all() -> None:
    import ui.flow.printing
    import ui.flow.taking
    import ui.flow.way_in  # noqa: F401 - each program of this process is then made in no time


def _end_with(work: Callable[[], None]) -> None:
    """Nothing of the parent's is tidied up in here."""
    code = 1
    try:
        work()
        code = 0
    except BaseException as error:  # noqa: BLE001 - told by the status
        import traceback

        traceback.print_exception(error)
    finally:
        os._exit(code)


def _await(child: int) -> str:
    _, status = os.waitpid(child, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return "frozen"
    if os.WIFSIGNALED(status):
        return "killed"
    return "done" if os.WEXITSTATUS(status) == 0 else "failed"


def _answer(write: IO[bytes], end: End) -> None:
    pickle.dump(replace(end), write)
    write.flush()


if __name__ == "__main__":
    # Pickled under its own name, not as __main__.
    from tests.faults import doomed

    doomed._serve(sys.stdin.buffer, sys.stdout.buffer)
