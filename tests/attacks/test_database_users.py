"""With each role's own database user and any SQL client (payments.md, sections 3 and 5, A1).

A generated list of statements, a seeded slice of it in `make test`, all of it in `make soak`.
Whatever a statement answers, the whole of the books is compared before and after: tables,
objects, users, settings. What is read is searched for other people's secrets; who may only
CALL must not hold one row's lock, whatever state the session was left in.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pymysql
import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.db.sql_objects import KIOSK, ObjectKind, SqlObject
from cashier_app.domain.utility import Role
from tests.attacks.stage import Act, Stage, leaves, made_stage, root_client, with_leaf
from tests.attacks.statements import (
    ROUTINES,
    Statement,
    hostile_values,
    on_tables,
    on_the_server,
    on_views,
    out_of_reach,
    parameters_of,
)
from tests.plugins.database import DATABASE
from tests.support.correcting import breaches
from tests.support.counter import World
from tests.support.own_server import server  # noqa: F401

if TYPE_CHECKING:
    Client = pymysql.Connection[Any]

SOAK = bool(os.environ.get("CASHIER_SOAK"))
SEED = os.environ.get("CASHIER_SOAK_SEED", "6")
SLICE = {"tables": 200, "views": 80, "server": 120, "closed": 50, "calls": 150}
"""Statements of a kind for one role in `make test`: some 3,000 in all, of some 30,000."""
ORDERS = 300
BATCH = 40
EVERYBODY: tuple[Role | str, ...] = (*Role, KIOSK)
MONEY_ROLES = {Role.CASHIER, Role.SUPERVISOR, Role.ADMINISTRATOR, KIOSK}
"""They may only CALL."""

LAWFUL: dict[str, set[str]] = {
    "sign_in": {"audit_events"},
    "bind_computer": {"counters", "audit_events"},
    "note_event": {"audit_events"},
    "payment_screen": {"claims"},
    "renew_claims": {"claims"},
    "release_claim": {"claims"},
    "record_print": {"print_log"},
    "record_drawer": {"drawer_events"},
    "stored_receipt": {"print_log", "audit_events"},
    "stored_z": {"print_log", "audit_events"},
    "cash_slip": {"print_log", "audit_events"},
    "settle_request": {"requests", "audit_events"},
    "approve": {"approvals", "audit_events"},
    "call_next": {"queue_calls"},
    "call_again": {"queue_calls"},
    "end_kiosk": {"audit_events"},
    "kiosk_account": {"kiosk_failures", "audit_events"},
    "kiosk_bill": {"kiosk_failures", "audit_events"},
    "kiosk_statement": {"kiosk_failures", "audit_events"},
    "kiosk_ticket": {
        "kiosk_failures",
        "audit_events",
        "queue_days",
        "queue_tickets",
        "queue_ticket_bills",
    },
    "post_adjustment": {"bill_adjustments", "bills", "office_requests", "audit_events"},
    "cancel_bill": {"bill_adjustments", "bills", "office_requests", "audit_events"},
    "issue_fee": {"bills", "bill_lines", "bill_series", "office_requests", "audit_events"},
    "open_run": {"bill_runs", "audit_events"},
    "drop_run": {"bill_runs", "audit_events"},
    "lock_period": {"period_locks", "period_closings", "audit_events"},
}
"""What a CALL that is no order may change when all its values happen to be right."""

OFFICE = {
    "users", "rights", "user_counters", "settings", "counters", "counter_keys", "offices",
    "utility", "utility_offsets", "denominations", "kiosks", "audit_events", "@users", "@rights",
}  # fmt: skip
"""What an administrator is there to change: no money."""

SWITCHES = (
    "SET foreign_key_checks = 0", "SET unique_checks = 0", "SET check_constraint_checks = 0",
    "SET timestamp = 1", "SET time_zone = '-12:00'", "SET sql_mode = ''",
    "SET sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES,NO_AUTO_VALUE_ON_ZERO'", "SET insert_id = 900",
    "SET last_insert_id = 1", "SET completion_type = 'CHAIN'", "SET completion_type = 'RELEASE'",
    "SET autocommit = 0", "SET innodb_lock_wait_timeout = 1000", "SET max_statement_time = 0.5",
    "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED", "SET SESSION TRANSACTION READ ONLY",
    "START TRANSACTION", "START TRANSACTION WITH CONSISTENT SNAPSHOT", "XA START 'mine'",
    "SELECT GET_LOCK('cashier_import', 0)", "SELECT GET_LOCK('cashier_test', 0)",
    "SET sql_select_limit = 0", "SET group_concat_max_len = 4", "SET max_sp_recursion_depth = 0",
    "SET collation_connection = 'utf8mb4_general_ci'", "SET character_set_client = 'latin1'",
    "SET max_session_mem_used = 8192", "SET sql_safe_updates = 1", "SET sql_log_bin = 0",
    "SET auto_increment_increment = 100", "SET div_precision_increment = 0",
)  # fmt: skip


@pytest.fixture(scope="module")
def stage(
    server: PrivateServer,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    world = World(server.admin_login(DATABASE), DATABASE, folder)
    with root_client(world) as root, closing(world):
        yield made_stage(world, root, folder)


def slice_of(kind: str, role: Role | str, found: Sequence[Statement]) -> list[Statement]:
    """The same for a seed; all of it in the soak."""
    chosen = random.Random(f"{SEED}:{kind}:{role}")
    if SOAK or len(found) <= SLICE[kind]:
        return list(found)
    return chosen.sample(list(found), SLICE[kind])


class Attack:
    """One role's plain client at work; keeps account of what it got."""

    def __init__(self, stage: Stage, role: Role | str) -> None:
        self.stage, self.role = stage, role
        self.sent = self.answered = 0
        self.done: list[str] = []
        self._state = stage.state()

    def run(self, statements: Sequence[Statement], seed: str) -> None:
        chosen = random.Random(f"{SEED}:{seed}")
        for at in range(0, len(statements), BATCH):
            switches = chosen.sample(SWITCHES, chosen.choice((0, 1, 1, 2)))
            self._batch(statements[at : at + BATCH], switches)

    def _batch(self, statements: Sequence[Statement], switches: Sequence[str]) -> None:
        client = self._client(switches)
        unsure: list[Statement] = []
        allowed: set[str] = set()
        try:
            for statement in statements:
                if not client.open:
                    client = self._client(switches)
                self.sent += 1
                if self.role == KIOSK:
                    # A refusal is what a kiosk's wrong try is counted by.
                    allowed |= statement.may_change
                if self._send(client, statement):
                    unsure.append(statement)
                    allowed |= statement.may_change
                    if self.role in MONEY_ROLES:
                        locked = self.stage.rows_locked(client)
                        assert locked == 0, f"{self.role} locks with {statement} after {switches}"
            with contextlib.suppress(pymysql.MySQLError):
                client.commit()
        finally:
            with contextlib.suppress(pymysql.MySQLError):
                client.close()
        after = self.stage.state()
        changed = {name for name in after if after[name] != self._state.get(name)}
        changed |= set(self._state) - set(after)
        told = "\n".join(str(statement) for statement in unsure)
        assert changed <= allowed, (
            f"{self.role} after {switches} changed {sorted(changed - allowed)} with one of\n{told}"
        )
        self._state = after

    def _client(self, switches: Sequence[str]) -> Client:
        client = self.stage.client(self.role)
        with client.cursor() as cursor:
            for switch in switches:
                with contextlib.suppress(pymysql.MySQLError):
                    cursor.execute(switch)
        return client

    def _send(
        self,
        client: Client,
        statement: Statement,
    ) -> bool:
        """True when it was neither an error nor a refusal."""
        rows: list[object] = []
        try:
            with client.cursor() as cursor:
                cursor.execute(statement.text, statement.values or None)
                rows += cursor.fetchall()
                while cursor.nextset():
                    rows += cursor.fetchall()
        except (pymysql.MySQLError, UnicodeError, OSError):
            return False
        self.answered += 1
        self._search(rows, statement)
        refused = bool(rows) and isinstance(rows[0], tuple) and rows[0][:1] == ("refused",)
        if not refused and statement.text.startswith("CALL"):
            self.done.append(str(statement))
        return not refused

    def _search(self, rows: list[object], statement: Statement) -> None:
        seen = repr(rows).encode() + b"".join(
            value for row in rows if isinstance(row, tuple) for value in row
            if isinstance(value, bytes)
        )  # fmt: skip
        for name, secret in self.stage.secrets.items():
            assert secret not in seen, f"{self.role} reads the {name} with {statement}"


def calls(stage: Stage, role: Role | str) -> Iterator[Statement]:
    """Every routine in reach, with one hostile value among values that could be right."""
    token = stage.people[role].token if isinstance(role, Role) else ""
    reach = {role} | ({Role.CASHIER} if role is Role.SUPERVISOR else set())
    for routine in ROUTINES:
        if not reach & set(routine.roles):
            continue
        parameters = parameters_of(routine)
        for at, parameter in enumerate(parameters):
            hostile = hostile_values(parameter)
            if parameter.name == "p_token":
                hostile = (*hostile, stage.examples["others_token"])
            for value in hostile:
                values = [_example(stage, token, p.name, p.kind) for p in parameters]
                values[at] = value
                yield _call(routine, values)
        if not parameters:
            yield _call(routine, [])


def _example(stage: Stage, token: str, name: str, kind: str) -> object:
    if name == "p_token":
        return token
    if name in stage.examples:
        return stage.examples[name]
    if name == "p_request":
        return uuid4().hex
    if name == "p_fingerprint":
        return hashlib.sha256(b'{"v":1}').hexdigest()
    if kind == "LONGTEXT":
        return '{"v":1}'
    if kind == "DATE":
        return "2026-11-01"
    return 1 if kind in {"BIGINT", "INT", "TINYINT", "SMALLINT", "BOOLEAN", "DECIMAL"} else "x"


def _call(routine: SqlObject, values: Sequence[object]) -> Statement:
    marks = ", ".join(["%s"] * len(values))
    word = "CALL" if routine.kind is ObjectKind.PROCEDURE else "SELECT"
    office = OFFICE if routine.roles == (Role.ADMINISTRATOR,) else set()
    may = LAWFUL.get(routine.name, office)
    return Statement(f"{word} {routine.name}({marks})", tuple(values), frozenset(may))


@pytest.mark.parametrize("role", EVERYBODY)
def test_tables_views_server_and_closed_routines(stage: Stage, role: Role | str) -> None:
    other = stage.examples["others_name"]
    with closing(_client_of(stage, str(other))) as standing:
        thread = standing.thread_id()  # type: ignore[no-untyped-call]
        kinds = {
            "tables": list(on_tables(role)),
            "views": list(on_views()),
            "server": list(on_the_server(str(other), stage.world.database, thread)),
            "closed": list(out_of_reach(role)),
        }
        attack = Attack(stage, role)
        for kind, found in kinds.items():
            attack.run(slice_of(kind, role, found), f"{role}:{kind}")
        standing.ping(reconnect=False)
    assert attack.sent >= sum(min(SLICE[kind], len(found)) for kind, found in kinds.items())
    assert attack.done == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_hostile_values_in_every_call(stage: Stage, role: Role | str) -> None:
    attack = Attack(stage, role)
    attack.run(slice_of("calls", role, list(calls(stage, role))), f"{role}:calls")
    assert attack.answered


HOSTILE_LEAVES: tuple[object, ...] = (
    -1, 0, -100000, 10**17, 2**63, 0.005, 1.5, None, "", "x" * 300, "1,00", "NaN", True, [], {},
    [[1, 2, 3]], "\u202e", "payment",
)  # fmt: skip


def orders(stage: Stage) -> Iterator[tuple[str, Act]]:
    """Every act of the day again: by somebody else, at another counter, changed in one place."""
    other_token = str(stage.examples["others_token"])
    other_name = str(stage.examples["others_name"])
    for act in stage.acts:
        new = uuid4()
        yield "again", act
        yield "the words under a new name", _again(act, request=new)
        yield "by somebody else", _again(act, user_name=other_name)
        yield (
            "by somebody else at his counter",
            _again(act, user_name=other_name, token=other_token),
        )
        yield "at another counter", _again(act, token=other_token)
        for path, _ in leaves(act.text):
            for value in HOSTILE_LEAVES:
                text = with_leaf(act.text, path, value)
                yield f"{path} is {value!r}", _again(act, request=uuid4(), text=text)


def _again(act: Act, **changes: object) -> Act:
    return replace(act, **changes)  # type: ignore[arg-type]


REPEATABLE = {
    "move_cash",
    "hand_over",
    "check_drawer",
    "keep_safe",
    "open_shift",
    "open_file_shift",
}
"""Acts that may lawfully be done twice under two names."""


def test_orders_of_the_day_are_not_done_again(stage: Stage) -> None:
    """Replayed, borrowed, changed: refused, or what is stored comes back."""
    found = list(orders(stage))
    chosen = found if SOAK else random.Random(f"{SEED}:orders").sample(found, ORDERS)
    before = stage.state()
    clients: dict[str, Client] = {}
    got: list[str] = []
    for what, act in chosen:
        if act.user_name not in clients:
            clients[act.user_name] = _client_of(stage, act.user_name)
        outcome = _carry_out(clients[act.user_name], act)
        if outcome == "done":
            got.append(f"{act.procedure}: {what}: {act.text[:400]}")
    for client in clients.values():
        client.close()
    changed = {name for name, value in stage.state().items() if value != before[name]}
    lawful = [one for one in got if one.split(":")[0] in REPEATABLE]
    assert got == lawful, "\n".join(sorted(set(got) - set(lawful)))
    if not lawful:
        assert changed <= {"audit_events"}, "\n".join(sorted(changed))


def _client_of(stage: Stage, user_name: str) -> Client:
    desk = stage.people[Role.CASHIER]
    return replace(desk, user_name=user_name).client()


def _carry_out(
    client: Client,
    act: Act,
) -> str:
    fingerprint = hashlib.sha256(act.text.encode()).hexdigest()
    try:
        with client.cursor() as cursor:
            cursor.execute(
                f"CALL {act.procedure}(%s, %s, %s, %s)",
                (act.token, act.request.hex, fingerprint, act.text),
            )
            (head, *_) = cursor.fetchall()
            while cursor.nextset():
                pass
            return str(head[0])
    except (pymysql.MySQLError, UnicodeError) as error:
        return f"error {error.args[0]}"


def test_the_books_are_whole_after_all_of_it(stage: Stage) -> None:
    assert breaches(stage.world) == stage.breaches
