"""A map of function keys is stored by who may, whole or not at all, and every counter is told."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pymysql
import pytest

from cashier_app.domain.utility import Role
from tests.support.correcting import breaches_added
from tests.support.counter import World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import ask


def stored(world: World) -> str:
    found = world.run("SELECT value FROM settings WHERE setting = 'key_map'")
    return str(found[0][0]) if found else ""


def call(world: World, role: Role, key_map: str | None) -> str:
    """What a person of that role is told."""
    desk = replace(world.desk(), user_name=world.person(role))
    with closing(desk.client()) as client:
        answer = ask(client, "set_key_map", key_map)
    return answer.code or answer.outcome


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_it_is_stored_audited_and_told_at_the_next_sign_in(world: World, role: Role) -> None:
    with breaches_added(world) as added:
        assert call(world, role, "F9=F5,F5=F9") == "done"
        assert stored(world) == "F9=F5,F5=F9"
        desk = world.desk()
        signed_in = desk.program().sessions.sign_in(desk.user_name, desk.password).signed_in
        assert signed_in.rules.key_map == "F9=F5,F5=F9"
        assert call(world, role, "") == "done"
    assert added == []
    ((times,),) = world.run(
        "SELECT COUNT(*) FROM audit_events WHERE act = 'setting_changed' AND LEFT(detail, 7) = %s",
        "key_map",
    )
    assert times >= 2


@pytest.mark.parametrize("role", [Role.CASHIER, Role.CLERK, Role.AUDITOR])
def test_who_keeps_no_order_in_the_hall_moves_no_key(world: World, role: Role) -> None:
    before = stored(world)
    with pytest.raises(pymysql.err.OperationalError, match="denied"):
        call(world, role, "F9=F5,F5=F9")
    assert stored(world) == before


def test_a_supervisor_without_the_right_is_refused(world: World) -> None:
    before = stored(world)
    name = world.person(Role.SUPERVISOR)
    world.run(
        "DELETE r FROM rights r JOIN users u ON u.user_id = r.user_id"
        " WHERE u.user_name = %s AND r.activity = 'set_keys'",
        name,
    )
    with closing(replace(world.desk(), user_name=name).client()) as client:
        assert ask(client, "set_key_map", "F9=F5,F5=F9").code == "no_right"
    assert stored(world) == before


@pytest.mark.parametrize(
    "key_map",
    [
        "F9", "F9=F5", "F9=F5,F5=F8", "F9=F5,F9=F6,F5=F9", "F1=F2,F2=F1", "F13=F9,F9=F13",
        "F9=F5,F5=F9,", "f9=f5,f5=f9", "F9=F5;F5=F9", '"]', None, "F9=F5,F5=F9 ",
        "F9=F5,F5=F9\n",
    ],
)  # fmt: skip
def test_what_is_no_whole_map_is_refused(world: World, key_map: str | None) -> None:
    before = stored(world)
    assert call(world, Role.SUPERVISOR, key_map) == "bad_key_map"
    assert stored(world) == before
