"""`cashier doctor` on a kiosk's computer: each thing it can tell, and what it says to do."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from cashier_app.commands import doctor, doctor_here, doctor_kiosk, doctor_server
from cashier_app.commands.doctor_findings import Finding, State
from cashier_app.db import kiosk_rights
from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.kiosk_enrolment import set_kiosk
from cashier_app.db.sql_objects import KIOSK, ObjectKind, SqlObject, load_objects
from cashier_app.home import in_one_folder
from cashier_app.settings import KioskChoice, KioskIdentitySettings, Settings
from tests.plugins.database import free_port
from tests.support.counter import World
from tests.support.kiosk import HallKiosk, hall_kiosk


@pytest.fixture
def kiosk(world: World) -> HallKiosk:
    return hall_kiosk(world)


def _identity(kiosk: HallKiosk) -> KioskIdentitySettings:
    return KioskIdentitySettings(kiosk.code, kiosk.login.user, kiosk.login.password)


def _inside(kiosk: HallKiosk, identity: KioskIdentitySettings | None = None) -> list[Finding]:
    return list(doctor_kiosk.look_inside(identity or _identity(kiosk), kiosk.login.address))


def test_a_kiosk_in_order(kiosk: HallKiosk) -> None:
    user, procedures = _inside(kiosk)
    assert (user.state, procedures.state) == (State.OK, State.OK), (user, procedures)
    assert procedures.text == "its 6 and no other"


def test_a_password_that_was_replaced(kiosk: HallKiosk) -> None:
    old = replace(_identity(kiosk), password=secrets.token_urlsafe())
    (found,) = _inside(kiosk, old)
    assert found.state is State.FAIL
    assert f"cashier kiosk enrol {kiosk.code} --replace" in found.remedy


def test_a_kiosk_that_was_stopped(world: World, kiosk: HallKiosk) -> None:
    with world.admin.engine(world.database).connect() as connection:
        set_kiosk(connection, kiosk.code, is_active=False)
    (found,) = _inside(kiosk)
    assert (found.state, found.text) == (State.FAIL, "kiosk disabled")
    assert f"cashier kiosk enable {kiosk.code}" in found.remedy


def test_another_kiosks_user(kiosk: HallKiosk) -> None:
    (found,) = _inside(kiosk, replace(_identity(kiosk), code="99"))
    assert found.state is State.FAIL
    assert kiosk.code in found.text


def test_a_server_that_is_not_there() -> None:
    nowhere = DatabaseAddress("cashier", host="127.0.0.1", port=free_port(), private_loopback=True)
    identity = KioskIdentitySettings("01", "kiosk01", "password")
    (found,) = doctor_kiosk.look_inside(identity, nowhere)
    assert found.state is State.FAIL
    assert "cashier.toml" in found.remedy


def test_a_right_beyond_its_own(world: World, kiosk: HallKiosk) -> None:
    with world.admin.engine(world.database).begin() as connection:
        host = connection.scalar(
            text("SELECT Host FROM mysql.user WHERE User = :user"), {"user": kiosk.login.user}
        )
        connection.execute(
            text(
                f"GRANT EXECUTE ON PROCEDURE `{world.database}`.`take_payment`"
                f" TO `{kiosk.login.user}`@`{host}`"
            )
        )
    _user, found = _inside(kiosk)
    granted = f"EXECUTE ON PROCEDURE `{world.database}`.`take_payment`"
    assert (found.state, found.text) == (State.FAIL, f"it may also: {granted}")
    assert kiosk.login.user in found.remedy


def test_a_procedure_that_was_not_granted(
    kiosk: HallKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = SqlObject(ObjectKind.PROCEDURE, "kiosk_later", "", (KIOSK,))
    monkeypatch.setattr(kiosk_rights, "load_objects", lambda: (*load_objects(), later))
    _user, found = _inside(kiosk)
    assert (found.state, found.text) == (State.FAIL, "it may not CALL kiosk_later")
    assert "cashier db upgrade" in found.remedy


@pytest.mark.parametrize(
    ("papers", "state", "told"),
    [
        (KioskChoice(), State.WARN, "sheet_queue"),
        (KioskChoice(sheet_queue="HallPrinter"), State.OK, ""),
        (KioskChoice(sheet_queue="Gone"), State.FAIL, "HallPrinter"),
        (KioskChoice(sheet_folder="{}/sheets/of/today"), State.OK, ""),
        (KioskChoice(sheet_folder="{}/file/sheets"), State.FAIL, "sheet_folder"),
    ],
)
def test_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, papers: KioskChoice, state: State, told: str
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setattr(doctor_kiosk, "queue_names", lambda: ("HallPrinter",))
    papers = replace(papers, sheet_folder=papers.sheet_folder.format(tmp_path))
    (found,) = doctor_kiosk.look_at_sheets(Settings(in_one_folder(tmp_path), kiosk_papers=papers))
    assert found.state is state
    assert told in found.remedy
    assert bool(found.remedy) is (state is not State.OK)


def test_a_kiosk_needs_no_enrolment_as_a_counter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kiosk: HallKiosk
) -> None:
    tmp_path.chmod(0o700)
    settings = Settings(in_one_folder(tmp_path), kiosk=_identity(kiosk))

    def no_screen() -> Iterator[Finding]:
        yield from ()

    monkeypatch.setattr(doctor, "load_settings", lambda: settings)
    monkeypatch.setattr(doctor_here, "look_at_screen", no_screen)
    monkeypatch.setattr(doctor_server, "look_at_private", lambda _settings: iter(()))
    monkeypatch.setattr(doctor, "PrivateServer", lambda _folder: _Here())
    monkeypatch.setattr(doctor_server, "address_of", lambda *_here: kiosk.login.address)
    found = {finding.name: finding for finding in doctor._look("", "")}
    assert {"kiosk", "sheets", "printer", "kiosk's user", "kiosk's procedures"} <= found.keys()
    assert not {"enrolment", "counter log", "sign-in"} & found.keys()
    assert State.FAIL not in {finding.state for finding in found.values()}


class _Here:
    """A server that runs already."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_error: object) -> None:
        return None
