"""Work runs in its lane, answers come back on the GUI thread, errors cannot be forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThread, Signal
from pytestqt.qtbot import QtBot

from cashier_app.domain.errors import Busy, CashierError, Refused
from ui.crash import crash_reports
from ui.tasks import LaneName, Operation, Tasks, Topic


def test_work_runs_elsewhere_and_the_answer_comes_home(tasks: Tasks, qtbot: QtBot) -> None:
    threads: list[object] = []
    answers: list[tuple[str, object]] = []

    def work() -> str:
        threads.append(threading.current_thread())
        return "done"

    owner = QObject()
    tasks.run(Operation(work), owner, lambda r: answers.append((r, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [("done", owner.thread())]
    assert threads != [threading.main_thread()]


def test_a_lane_keeps_the_order(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[int] = []
    owner = QObject()
    for number in range(50):
        tasks.run(Operation(lambda n=number: n), owner, seen.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))


def test_what_is_urgent_goes_before_what_waits(tasks: Tasks, qtbot: QtBot) -> None:
    gate, begun, seen = threading.Event(), threading.Event(), list[str]()
    owner = QObject()

    def under_way() -> str:
        begun.set()
        gate.wait()
        return "first"

    tasks.run(Operation(under_way), owner, seen.append)
    begun.wait()
    for name in ("second", "third"):
        tasks.run(Operation(lambda n=name: n), owner, seen.append)  # type: ignore[misc]
    tasks.run(Operation(lambda: "urgent", urgent=True), owner, seen.append)
    gate.set()
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert seen == ["first", "urgent", "second", "third"]


def test_a_slow_report_does_not_hold_up_the_counter(tasks: Tasks, qtbot: QtBot) -> None:
    gate, seen = threading.Event(), list[str]()
    owner = QObject()
    tasks.run(Operation(gate.wait, LaneName.REPORTS), owner, lambda _: seen.append("report"))
    tasks.run(Operation(lambda: None), owner, lambda _: seen.append("payment"))
    qtbot.waitUntil(lambda: seen == ["payment"])
    gate.set()
    qtbot.waitUntil(lambda: seen == ["payment", "report"])


def test_a_callback_of_a_gone_owner_is_skipped(tasks: Tasks, qtbot: QtBot) -> None:
    gate, seen = threading.Event(), list[str]()
    owner, other = QObject(), QObject()
    tasks.run(Operation(gate.wait), owner, lambda _: seen.append("gone"))
    tasks.run(Operation(lambda: None), other, lambda _: seen.append("there"))
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["there"]


def test_a_newer_search_drops_the_one_that_waits(tasks: Tasks, qtbot: QtBot) -> None:
    gate, asked, seen = threading.Event(), list[str](), list[str]()
    owner = QObject()

    def find(text: str) -> str:
        asked.append(text)
        return text

    tasks.run(Operation(gate.wait), owner, lambda _: None)
    for text in ("k", "ka", "kar"):
        tasks.run(Operation(lambda t=text: find(t), latest="find"), owner, seen.append)  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy(LaneName.COUNTER))
    assert asked == seen == ["kar"]


def test_an_expected_failure_is_announced_when_nobody_handles_it(
    tasks: Tasks, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(tasks.failed) as announced:
        tasks.run(Operation(_refuse), QObject(tasks), lambda _: pytest.fail("it failed"))
    error = announced.args[0]
    assert isinstance(error, Refused)
    assert error.code == "bill_changed"


def test_a_handled_failure_is_not_announced(tasks: Tasks, qtbot: QtBot) -> None:
    handled: list[CashierError] = []

    def handle(error: CashierError) -> bool:
        handled.append(error)
        return True

    with qtbot.assertNotEmitted(tasks.failed):
        tasks.run(Operation(_refuse), QObject(tasks), lambda _: None, on_failure=handle)
        qtbot.waitUntil(lambda: bool(handled))


def test_on_finished_runs_in_every_case(tasks: Tasks, qtbot: QtBot) -> None:
    ends: list[str] = []
    owner = QObject()
    tasks.run(Operation(_busy), owner, lambda _: None, on_finished=lambda: ends.append("failed"))
    tasks.run(Operation(int), owner, lambda _: None, on_finished=lambda: ends.append("done"))
    qtbot.waitUntil(lambda: ends == ["failed", "done"])


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_a_bug_gets_an_id_and_the_lane_goes_on(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QObject()
    with qtbot.waitSignal(crash_reports().reported) as reported:
        tasks.run(Operation(lambda: 1 // 0), owner, lambda _: None)
    assert len(reported.args[0]) == 6
    seen: list[int] = []
    tasks.run(Operation(int), owner, seen.append)
    qtbot.waitUntil(lambda: seen == [0])


def test_topics_are_announced_after_success_only(tasks: Tasks, qtbot: QtBot) -> None:
    topics = frozenset({Topic.PAYMENTS, Topic.BILLS})
    owner = QObject()
    with qtbot.assertNotEmitted(tasks.topics_announced), qtbot.waitSignal(tasks.failed):
        tasks.run(Operation(_refuse, topics=topics), owner, lambda _: None)
    with qtbot.waitSignal(tasks.topics_announced) as announced:
        tasks.run(Operation(int, topics=topics), owner, lambda _: None)
    assert announced.args == [topics]


def test_busy_is_told_once_for_several_jobs(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[tuple[str, bool]] = []
    tasks.busy_changed.connect(lambda lane, busy: told.append((lane, busy)))
    owner = QObject()
    for _ in range(3):
        tasks.run(Operation(int), owner, lambda _: None)
    qtbot.waitUntil(lambda: not tasks.is_busy(LaneName.COUNTER))
    assert told == [("counter", True), ("counter", False)]


def test_office_work_ends_with_the_sitting_it_was_asked_for_in(tasks: Tasks, qtbot: QtBot) -> None:
    gate, begun, seen = threading.Event(), threading.Event(), list[str]()
    owner = QObject()

    def under_way() -> bool:
        begun.set()
        return gate.wait()

    def run(name: str, work: Callable[[], object], *, outlives: bool = False) -> None:
        operation = Operation(work, LaneName.REPORTS, name=name, outlives=outlives)
        tasks.run(
            operation, owner, lambda _: seen.append(name),
            on_finished=lambda: seen.append(f"{name} finished"),
        )  # fmt: skip

    run("under way", under_way)
    run("waiting", lambda: pytest.fail("its asker has signed out"))
    run("look", int, outlives=True)
    assert begun.wait(5)
    tasks.end_sitting()
    run("next", int)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.is_busy(LaneName.REPORTS))
    assert seen == ["look", "look finished", "next", "next finished"]


@pytest.mark.parametrize("lane", [LaneName.COUNTER, LaneName.PRINTER])
def test_paper_and_the_counter_are_told_after_sign_out(
    tasks: Tasks, qtbot: QtBot, lane: LaneName
) -> None:
    seen: list[int] = []
    tasks.run(Operation(int, lane), QObject(tasks), seen.append)
    tasks.end_sitting()
    qtbot.waitUntil(lambda: seen == [0])


def test_a_failure_is_not_told_to_the_next_person(tasks: Tasks, qtbot: QtBot) -> None:
    gate, begun = threading.Event(), threading.Event()

    def fail() -> None:
        begun.set()
        gate.wait()
        _refuse()

    with qtbot.assertNotEmitted(tasks.failed), qtbot.assertNotEmitted(tasks.refused):
        tasks.run(Operation(fail, LaneName.REPORTS), QObject(tasks), lambda _: None)
        assert begun.wait(5)
        tasks.end_sitting()
        gate.set()
        qtbot.waitUntil(lambda: not tasks.is_busy(LaneName.REPORTS))


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_a_bug_is_reported_whoever_asked(tasks: Tasks, qtbot: QtBot) -> None:
    gate, begun = threading.Event(), threading.Event()

    def break_down() -> None:
        begun.set()
        gate.wait()
        raise ZeroDivisionError

    with qtbot.waitSignal(crash_reports().reported):
        tasks.run(Operation(break_down, LaneName.REPORTS), QObject(tasks), lambda _: None)
        assert begun.wait(5)
        tasks.end_sitting()
        gate.set()


def test_closing_waits_for_what_is_under_way(qtbot: QtBot) -> None:
    tasks, done = Tasks(), threading.Event()
    tasks.run(Operation(done.set), QObject(tasks), lambda _: None)
    assert tasks.close()
    assert done.is_set()


def test_after_closing_nothing_runs() -> None:
    tasks = Tasks()
    tasks.close()
    tasks.run(Operation(lambda: pytest.fail("closed")), QObject(tasks), lambda _: None)
    assert not tasks.is_busy(LaneName.COUNTER)


class Emitter(QObject):
    emitted = Signal(bool)


def test_a_hundred_thousand_emits() -> None:
    """PySide6 6.12 aborts here on Python 3.11."""
    emitter, count = Emitter(), 0

    def on_emitted(_value: bool) -> None:
        nonlocal count
        count += 1

    emitter.emitted.connect(on_emitted)
    for number in range(100_000):
        emitter.emitted.emit(number % 2 == 0)
    assert count == 100_000


def _refuse() -> None:
    raise Refused("bill_changed")


def _busy() -> None:
    raise Busy("busy")
