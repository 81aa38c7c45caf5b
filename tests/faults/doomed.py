"""A counter's program in a process of its own that ends, or freezes, at its n-th step.

A step is the moment before or after the program reaches out of its memory: a line of the counter
log and its fsync, each packet to the server and to the printer. `Doomed` starts a process that has
everything imported and makes a fresh program of itself for each order:

    with Doomed() as doomed:
        end = doomed.run(Order(desk.setup, user, password, PayAll(account_id)), step=7, by="kill")

Run as a module it is that process; it does its one act as the screens do (hands.py).
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
from tests.faults.hands import Work

By = Literal["kill", "freeze", "nothing"]
_SIGNALS = {"kill": signal.SIGKILL, "freeze": signal.SIGSTOP}
_REACHES_OUT = frozenset({"write", "fsync", "send", "sendall", "connect"})
_LIMIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Order:
    """One act of one person at one counter."""

    setup: CounterSetup
    user_name: str
    password: str
    work: Work
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
    """Sign in, and then do nothing but the act."""
    from PySide6.QtCore import QCoreApplication

    from cashier_app.bootstrap import load_program
    from tests.faults.hands import Hands
    from ui.flow import way_in

    threading.setprofile(steps.watch)
    qt = QCoreApplication([])
    program = load_program(order.setup)
    way = way_in.sign_in(program, order.user_name, order.password)
    hands = Hands(program, way.signed_in, order.work, prints=order.prints)
    press = hands.look()
    steps.arm()
    press()
    while hands.are_busy:
        qt.processEvents()
        threading.Event().wait(0.001)
    assert hands.refused is None, hands.refused


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
    import ui.flow.way_in  # noqa: F401 - each program of this process is then made in no time
    from tests.faults import hands

    hands.import_all()


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
