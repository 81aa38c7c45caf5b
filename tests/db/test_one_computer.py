"""Two computers with one token: the second is refused, whoever signs in (C3)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cashier_app.bootstrap import load_program
from cashier_app.computer import computer_id
from cashier_app.db.enrolment import enrol_counter
from cashier_app.domain.errors import SignInFailed
from cashier_app.receipt_code import make_keys
from tests.support.counter import PASSWORD, Desk, World


def sign_in(desk: Desk, folder: Path, token: str = "") -> None:
    """What `cashier open` does with the counter's folder."""
    setup = replace(
        desk.setup,
        key_path=folder / "counter.key",
        log_path=folder / "counter.log",
        computer=computer_id(folder),
        token=token or desk.token,
    )
    program = load_program(setup)
    try:
        program.sessions.sign_in(desk.user_name, PASSWORD)
    finally:
        program.close()


def test_a_copied_folder_is_refused_until_it_is_enrolled(world: World, tmp_path: Path) -> None:
    desk = world.desk()
    copied = tmp_path / "copied"
    shutil.copytree(desk.folder, copied)
    sign_in(desk, desk.folder)
    for _ in range(2):
        with pytest.raises(SignInFailed, match="other_computer"):
            sign_in(desk, copied)
        sign_in(desk, desk.folder)
    (copied / "counter.key").unlink()
    with world._engine.connect() as office:
        fresh = enrol_counter(office, desk.code, make_keys(copied / "counter.key"))
    sign_in(desk, copied, fresh.token)
    with pytest.raises(SignInFailed, match="counter_not_enrolled"):
        sign_in(desk, desk.folder)


def test_both_attempts_are_audited(world: World, tmp_path: Path) -> None:
    desk = world.desk()
    sign_in(desk, desk.folder)
    copied = tmp_path / "copied"
    shutil.copytree(desk.folder, copied)
    with pytest.raises(SignInFailed):
        sign_in(desk, copied)
    acts = world.run(
        "SELECT act, detail FROM audit_events WHERE counter_id = %s AND act LIKE '%%computer%%'"
        " ORDER BY audit_event_id",
        desk.counter_id,
    )
    assert list(acts) == [
        ("computer_bound", computer_id(desk.folder)[:8]),
        ("other_computer", computer_id(copied)[:8]),
    ]


@pytest.mark.parametrize("link", [False, True])
def test_the_same_place_is_the_same_computer(tmp_path: Path, link: bool) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    named = tmp_path / "link"
    named.symlink_to(folder)
    assert computer_id(named if link else folder) == computer_id(folder)
    assert computer_id(folder) != computer_id(tmp_path)
