"""Every failure becomes a sentence that says where the money stands."""

from __future__ import annotations

import re
import sys
import threading
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.errors import (
    Busy,
    CashierError,
    OutcomeUnknown,
    Refused,
    SignInFailed,
    Unavailable,
)
from ui import crash
from ui import message_texts as texts
from ui.messages import message_for, message_for_bug
from ui.texts.marks import Pair
from ui.widgets.banner import Gravity

REQUEST = UUID("01890000-0000-7000-8000-0000007f3a9c")
SQL = Path(__file__).parents[2] / "cashier_app" / "db" / "sql"


def test_a_paid_bill_names_who_took_it() -> None:
    facts = {"counter": "Counter 3", "cashier": "Rana", "time": "10:42", "receipt": "03-000123"}
    message = message_for(Refused("bill_paid", facts))
    assert message.lead == "Paid at Counter 3 by Rana at 10:42, receipt 03-000123."
    assert message.gravity is Gravity.LOOK


def test_an_unknown_outcome_is_grave_and_carries_a_reference() -> None:
    message = message_for(OutcomeUnknown(REQUEST))
    assert message.gravity is Gravity.STOP
    assert message.reference == "Ref 7f3a9c"
    assert "Do not hand back money yet." in message.lead


@pytest.mark.parametrize("error", [Busy("busy"), Unavailable("gone"), Refused("bill_changed")])
def test_a_failure_before_the_money_says_so(error: CashierError) -> None:
    assert "No money was taken." in message_for(error).text


def test_a_code_nobody_knows_is_still_a_sentence() -> None:
    message = message_for(Refused("surprise"))
    assert "surprise" in message.text
    assert message.lead


def test_facts_are_never_read_as_placeholders() -> None:
    message = message_for(SignInFailed("unsafe_server", {"reason": "{code} %s <b>"}))
    assert "{code} %s <b>" in message.lead


def test_a_missing_fact_does_not_fail() -> None:
    assert message_for(Refused("bill_paid")).lead == "Paid at – by – at –, receipt –."


def test_every_refusal_of_the_database_has_a_sentence() -> None:
    codes = {
        code
        for file in SQL.rglob("*.sql")
        for code in re.findall(r"refuse\('([a-z_]+)'", file.read_text(encoding="utf-8"))
    }
    assert codes - texts.REFUSED.keys() == set()


@pytest.mark.parametrize("pair", [*texts.REFUSED.values(), *texts.SIGN_IN.values()])
def test_wording(pair: Pair) -> None:
    lead, text = pair
    assert lead.endswith(".")
    assert not text or text.endswith(".")
    assert "!" not in lead + text


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_a_bug_on_a_worker_thread_is_told_on_the_gui_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crash.install()
    told: list[tuple[str, threading.Thread]] = []
    reports = crash.crash_reports()
    reports.reported.connect(lambda i: told.append((i, threading.current_thread())))
    worker = threading.Thread(target=lambda: 1 // 0)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][1] is threading.main_thread()
    assert message_for_bug(told[0][0]).reference == f"Ref {told[0][0]}"
