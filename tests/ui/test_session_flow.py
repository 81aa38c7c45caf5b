"""Signing in: why it does not work, what is told first, where it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.bootstrap import SystemClock, new_request_id
from cashier_app.counter_log import CounterLog
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import LateEnd
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, World
from tests.ui.counter_app import FACTS, CounterApp
from ui import dates
from ui.flow.way_in import told_of
from ui.screens.door import DoorScreen, last_close_text
from ui.screens.told import ToldScreen
from ui.widgets.chip import Tone

CURRENCY = Currency("XRS", "Rs", 2)
REQUEST = UUID(int=0x7F3A9C)


def door_notice(counter: CounterApp) -> str:
    screen = counter.screen
    assert isinstance(screen, DoorScreen)
    return screen.notice.accessibleName()


def told(counter: CounterApp) -> str:
    screen = counter.screen
    assert isinstance(screen, ToldScreen)
    return " ".join(screen.texts())


def test_a_wrong_password_is_told_without_saying_which_and_costs_a_pause(
    qtbot: QtBot, world: World
) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.enter_credentials(counter.desk.user_name, "not this one")
    counter.wait_until(lambda: "Name or password is wrong" in door_notice(counter))
    assert counter.next_title == "Wait 1 s"
    counter.wait_until(lambda: counter.app.delay.seconds_left == 0)
    counter.type_text(PASSWORD)
    counter.press("Enter")
    counter.wait_for("float_count")


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_the_door_can_be_tried_again_after_what_nobody_expected(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.wait_until(lambda: counter.app.program is not None)
    assert counter.app.program is not None
    with monkeypatch.context() as broken:
        broken.setattr(counter.app.program.sessions, "sign_in", lambda *_: 1 // 0)
        counter.sign_in()
        counter.wait_until(lambda: counter.next_title not in {"", "Wait"})
        assert counter.screen.objectName() == "sign_in"
    counter.press("Enter")
    counter.wait_for("float_count")


def test_a_disabled_person_is_told_so(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    world.run("UPDATE users SET is_active = 0 WHERE user_name = %s", desk.user_name)
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_until(lambda: "may not sign in" in door_notice(counter))


def test_a_counter_that_is_not_enrolled_is_told_so(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    world.run(
        "UPDATE counters SET token_hash = UNHEX(SHA2('another', 256)) WHERE counter_id = %s",
        desk.counter_id,
    )
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_until(lambda: "not known to the server" in door_notice(counter))


def test_somebody_elses_open_shift_blocks_the_counter(qtbot: QtBot, world: World) -> None:
    desk = world.desk(full_name="Rana Das")
    other = desk.program()
    other.sessions.sign_in(desk.user_name, desk.password)
    desk.open_shift(other)
    other.close()
    desk.programs.remove(other)
    desk.user_name = world.person(Role.CASHIER, "Amina Rahman", counters=(desk.code,))
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("stopped")
    assert "Rana Das has a shift open" in told(counter)
    counter.press("Enter")
    counter.wait_for("sign_in")


def test_a_payment_that_never_landed_is_told_on_the_way_in(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    request_id = new_request_id()
    log = CounterLog(desk.setup.log_path)
    now = SystemClock().now()
    log.sent(request_id, "payment", Decimal("2317.50"), desk.user_name, "bill 1", now)
    log.close()
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("settled")
    text = told(counter)
    assert f"Payment of 2,317.50, Ref {request_id.hex[-6:]}" in text
    assert "Was not taken" in text
    counter.press("Enter")
    counter.wait_for("float_count")


def test_receipts_that_the_server_has_forgotten_are_named(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    request_id = new_request_id()
    log = CounterLog(desk.setup.log_path)
    now = SystemClock().now()
    log.sent(request_id, "payment", Decimal("5"), desk.user_name, "bill 1", now)
    log.acknowledged(request_id, "03-000777", b"\x01" * 32)
    log.close()
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("lost")
    assert "03-000777" in told(counter)


def test_signing_out_from_the_shift_leaves_it_open_for_the_next_time(
    qtbot: QtBot, world: World
) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.to_shift()
    counter.do("sign_out")
    counter.wait_for("sign_in")
    assert not counter.app.state.is_signed_in
    counter.sign_in()
    counter.wait_for("find")


@pytest.mark.parametrize(
    ("kind", "number", "words", "tone"),
    [
        ("payment", "03-000123", "Was taken: 03-000123", Tone.QUIET),
        ("payment", "", "Was not taken", Tone.WARN),
        ("count", "03-C-0001", "Was stored: 03-C-0001", Tone.QUIET),
        ("z", "", "Was not stored", Tone.WARN),
    ],
)
def test_what_became_of_an_act(kind: str, number: str, words: str, tone: Tone) -> None:
    card = told_of(LateEnd(REQUEST, kind, Decimal("2317.5"), number), CURRENCY)
    assert "Ref 7f3a9c" in card.lead
    assert words in card.text
    assert card.tone is tone


def test_the_door_tells_the_utilitys_time_as_the_status_line_does(
    qtbot: QtBot, world: World
) -> None:
    """Also after sign-out, where the computer's zone is another."""
    counter = CounterApp(qtbot, world.desk())
    counter.sign_in()
    state = counter.app.state
    qtbot.waitUntil(lambda: state.is_signed_in)
    state.set_signed_in(replace(state.signed_in, utc_offset_minutes=13 * 60 + 45))
    assert counter.app.session is not None
    counter.app.session.sign_out()
    counter.wait_for("sign_in")
    qtbot.waitUntil(lambda: not state.is_signed_in)
    now = datetime.now(timezone(timedelta(hours=13, minutes=45)))
    minutes = (now, now - timedelta(minutes=1))
    door = counter.app.sign_in_screen.brand.accessibleName()
    assert any(dates.long_day_and_clock(minute) in door for minute in minutes)
    line = counter.window.status.content.clock
    assert line in [dates.day_and_clock(minute) for minute in minutes]


def test_the_last_close_stands_at_the_door() -> None:
    assert FACTS.last_close is not None
    now = FACTS.last_close + timedelta(days=2)
    assert "closed Saturday 13:10, no difference" in last_close_text(FACTS, now)
    there = now.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert "closed Saturday 18:40, no difference" in last_close_text(FACTS, there)
    assert "No shift" in last_close_text(FACTS._replace(last_close=None), now)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("-40.00", "40.00 short"),
        ("-5", "5 short"),
        ("1.500", "1.500 over"),
        ("1200", "1,200 over"),
    ],
)
def test_a_difference_at_the_door_has_the_decimals_of_its_currency(kept: str, said: str) -> None:
    assert FACTS.last_close is not None
    short = FACTS._replace(last_difference=Decimal(kept))
    assert last_close_text(short, FACTS.last_close).endswith(f", {said}")
