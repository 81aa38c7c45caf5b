"""Signing in over the person's own connection, and whether the server is safe to sell on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cashier_app.db.connection import CounterConnection, ResultSets, Row
from cashier_app.db.newer import other_version
from cashier_app.db.repositories.rows import amount, open_shift_from, utc, utility_from
from cashier_app.db.sql_objects import shipped_checksums
from cashier_app.domain.errors import SignInFailed
from cashier_app.domain.utility import (
    CounterIdentity,
    Denomination,
    Person,
    Role,
    Rules,
    SignedIn,
)


class SessionRepository:
    """services.ports.SessionGateway over one person's connection."""

    def __init__(
        self, connection: CounterConnection, schema_version: str, computer: str = ""
    ) -> None:
        """`computer` is what the counter's token is bound to; empty binds and asks nothing."""
        self._connection = connection
        self._schema_version = schema_version
        self._computer = computer

    def connect(self, user_name: str, password: str) -> None:
        """Open the connection; raises SignInFailed or Unavailable."""
        self._connection.open(user_name, password)

    def reconnect(self) -> None:
        """A fresh connection; the old one is killed on the server. Raises Refused, Unavailable."""
        self._connection.reopen()

    def close(self) -> None:
        """Forget the connection and the password."""
        self._connection.close()

    def is_open(self) -> bool:
        """True after `connect`, until `close`."""
        return self._connection.is_open

    def check_server(self) -> None:
        """Raise SignInFailed with the reason if server or schema is not safe to sell on."""
        settings_rows, objects = self._connection.read_untokened("check_server")
        settings = {row["name"]: row["value"] for row in settings_rows}
        reason = _unsafe(settings)
        if reason:
            raise SignInFailed("unsafe_server", {"reason": reason})
        if settings["gate_open"] != "1":
            raise SignInFailed("upgrade_running")
        if settings["schema_version"] != self._schema_version:
            raise SignInFailed(
                *other_version(here=self._schema_version, there=settings["schema_version"])
            )
        changed = _changed_objects(objects)
        if changed:
            raise SignInFailed("schema_changed", {"objects": ", ".join(changed[:5])})

    def sign_in(self) -> SignedIn:
        """All the counter needs; SignInFailed while there is no utility yet.

        Refused ("other_computer") where the counter's token belongs to another computer.
        """
        if self._computer:
            self._connection.read("bind_computer", self._computer)
        sets = self._connection.read("sign_in")
        if not sets[1]:
            raise SignInFailed("no_utility")
        return _signed_in(sets)

    def note(self, act: str, detail: str = "") -> None:
        """Audit an act besides money."""
        self._connection.read("note_event", act, detail)

    def change_password(self, new_password: str) -> None:
        """Change one's own password on the server, and audit it."""
        self._connection.set_password(new_password)
        self.note("password_changed")

    def verify_password(self, user_name: str, password: str) -> str:
        """Check a password on a connection of its own; returns the person's role."""
        self._connection.check_password(user_name, password)
        row = self._connection.read("role_of", user_name)[0]
        return str(row[0]["role"]) if row else ""


def _unsafe(settings: Mapping[str, str]) -> str:
    """The first unsafe setting, or "": what makes a commit less than final or a time forgeable."""
    log_bin = settings["log_bin"] in ("1", "ON")
    unsafe = {
        "innodb_flush_log_at_trx_commit": settings["innodb_flush_log_at_trx_commit"] != "1",
        "sync_binlog": log_bin and settings["sync_binlog"] != "1",
        "sql_mode": "STRICT_TRANS_TABLES" not in settings["sql_mode"]
        and "STRICT_ALL_TABLES" not in settings["sql_mode"],
        "sysdate_is_now": settings["sysdate_is_now"] != "0",
        "read_only": settings["read_only"] not in ("0", "OFF"),
        "tables_not_innodb": settings["tables_not_innodb"] != "0",
    }
    return next((name for name, is_unsafe in unsafe.items() if is_unsafe), "")


def _changed_objects(objects: Sequence[Row]) -> list[str]:
    """Procedures, triggers and views that are missing, foreign or other than shipped."""
    rows = {(row["kind"], row["name"]): row for row in objects}
    return sorted(
        shipped.name
        for shipped in shipped_checksums()
        if (row := rows.get((shipped.kind.value, shipped.name))) is None
        or row["checksum"] != shipped.checksum
        or not row["is_intact"]
    )


def _signed_in(sets: ResultSets) -> SignedIn:
    (head,), (utility,), rights, settings, denominations, shifts = sets
    return SignedIn(
        person=Person(
            user_id=head["user_id"],
            user_name=head["user_name"],
            full_name=head["full_name"],
            role=Role(head["role"]),
            rights=frozenset(row["activity"] for row in rights),
            must_change_password=bool(head["must_change_password"]),
            limits={
                row["activity"]: amount(row["limit_amount"])
                for row in rights
                if row["limit_amount"] is not None
            },
        ),
        counter=CounterIdentity(
            head["counter_id"],
            head["counter_code"],
            head["counter_name"],
            head["office"],
            head["identity"],
        ),
        utility=utility_from(utility),
        rules=_rules({row["setting"]: row["value"] for row in settings}),
        denominations=tuple(
            Denomination(row["value"], bool(row["is_note"])) for row in denominations
        ),
        shift=open_shift_from(shifts[0]) if shifts else None,
        business_date=head["business_date"],
        server_time=utc(head["server_time"]),
        proposed_float=head["proposed_float"],
        blocked_by=head["blocked_by"],
        shift_elsewhere=head["shift_elsewhere"],
        utc_offset_minutes=head["utc_offset_minutes"],
        has_queue=bool(head["has_queue"]),
    )


def _rules(settings: Mapping[str, str]) -> Rules:
    default = Rules()
    return Rules(
        idle_minutes=int(settings.get("idle_minutes", default.idle_minutes)),
        undo_limit=int(settings.get("undo_limit", default.undo_limit)),
        implausible_factor=int(settings.get("implausible_factor", default.implausible_factor)),
        claim_seconds=int(settings.get("claim_seconds", default.claim_seconds)),
        difference_limit=Decimal(settings.get("difference_limit", default.difference_limit)),
        set_aside_seconds=int(settings.get("set_aside_seconds", default.set_aside_seconds)),
        cheque_stale_days=int(settings.get("cheque_stale_days", default.cheque_stale_days)),
        cheque_ahead_days=int(settings.get("cheque_ahead_days", default.cheque_ahead_days)),
        scan_prefix=settings.get("scan_prefix", default.scan_prefix),
        key_map=settings.get("key_map", default.key_map),
    )
