"""Who may read the books and lock them, and that reading holds no lock."""

from __future__ import annotations

import pymysql
import pytest
from sqlalchemy import Connection

from cashier_app.db.errors import Kind
from cashier_app.db.users import disable_user, set_rights
from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.utility import Role
from tests.support.people import SignIn, add, ask, refusal, refused_as
from tests.support.transactions import open_transactions

CALL = "('2026-11-01', '2026-11-30', NULL, NULL, NULL, '01-000001')"


def test_a_cashier_cannot_even_call(root: Connection, sign_in: SignIn) -> None:
    cashier = sign_in(add(root, Role.CASHIER))
    for kind in REPORTS:
        assert refused_as(cashier, f"CALL {kind.procedure}{CALL}") is Kind.DENIED, kind.name
    assert refused_as(cashier, "CALL lock_period('2026-01-31', '')") is Kind.DENIED


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_row_decides_and_disabling_acts_at_once(
    root: Connection, sign_in: SignIn, role: Role
) -> None:
    name = add(root, role)
    person = sign_in(name)
    for kind in REPORTS:
        assert refusal(person, kind.procedure + CALL) == "", kind.name
    set_rights(root, name, {})
    for kind in REPORTS:
        assert refusal(person, kind.procedure + CALL) == "no_right", kind.name
    set_rights(root, name, {"read_reports": None})
    assert refusal(person, REPORTS[0].procedure + CALL) == ""
    if role is not Role.AUDITOR:
        assert refusal(person, "lock_period('2000-01-31', '')") == "no_right"
    disable_user(root, name)
    with pytest.raises(pymysql.MySQLError):
        ask(sign_in(name), "SELECT 1")


def test_an_auditor_locks_nothing(root: Connection, sign_in: SignIn) -> None:
    auditor = sign_in(add(root, Role.AUDITOR))
    assert refused_as(auditor, "CALL lock_period('2026-01-31', '')") is Kind.DENIED


def test_a_report_holds_no_lock_whatever_the_session_was(root: Connection, sign_in: SignIn) -> None:
    """SERIALIZABLE in an open transaction would make every SELECT a lock."""
    person = sign_in(add(root, Role.SUPERVISOR))
    for setting in (
        "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET autocommit = 0",
        "SET completion_type = 1",
        "START TRANSACTION",
    ):
        ask(person, setting)
    for kind in REPORTS:
        assert refusal(person, kind.procedure + CALL) == "", kind.name
    found = open_transactions(lambda told: root.exec_driver_sql(told).fetchall())
    assert person.thread_id() not in {one.thread_id for one in found}  # type: ignore[no-untyped-call]


def test_nobody_of_the_office_sees_a_table(root: Connection, sign_in: SignIn) -> None:
    for role in (Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR):
        person = sign_in(add(root, role))
        for table in ("journal", "period_locks", "approvals"):
            assert refused_as(person, f"SELECT 1 FROM {table} FOR UPDATE") is Kind.DENIED
