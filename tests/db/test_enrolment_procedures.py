"""Counters: made once with a chain that begins at their identity, enrolled on one computer."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select

from cashier_app.db.enrolment import (
    NewCounter,
    create_counter,
    disable_counter,
    enable_counter,
    enrol_counter,
    list_counters,
)
from cashier_app.db.office import call_office
from cashier_app.db.tables import journal, people, trace
from cashier_app.domain.canonical import genesis
from cashier_app.domain.entry_kinds import LETTERS, kind_of
from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import Role
from tests.support.people import SignIn, add, refusal

_codes = itertools.count(6001)


@pytest.fixture
def code(office: Connection) -> str:
    """A counter made by a person with the role administrator."""
    code = f"{next(_codes)}"
    create_counter(office, NewCounter(code, f" Counter {code} ", "HO", "Head office"))
    return code


def key() -> bytes:
    return secrets.token_bytes(32)


def test_counter_starts_its_chain_and_series(root: Connection, code: str) -> None:
    row = root.execute(select(people.counters).where(people.counters.c.code == code)).one()
    assert (row.name, row.channel, row.token_hash) == (f"Counter {code}", "hall", None)
    chains = journal.counter_chains
    chain = root.execute(select(chains).where(chains.c.counter_id == row.counter_id)).one()
    assert chain.last_hash == genesis(code, UUID(bytes=row.identity))
    assert chain.last_chain_no == 0
    kinds = root.execute(
        select(journal.series.c.kind).where(journal.series.c.counter_id == row.counter_id)
    )
    assert set(kinds.scalars()) == set(journal.KINDS.replace("'", "").split(", "))


def test_each_series_numbers_say_their_kind(root: Connection) -> None:
    kinds = journal.KINDS.replace("'", "").split(", ")
    for kind in kinds:
        number = root.execute(select(func.entry_number("03", kind, 12))).scalar_one()
        assert number == (f"03-{LETTERS[kind]}-0012" if kind in LETTERS else "03-000012")
        assert kind_of(number) == kind
    assert set(kinds) == {"payment", *LETTERS}


def test_two_counters_have_two_identities(root: Connection, office: Connection, code: str) -> None:
    other = f"{next(_codes)}"
    create_counter(office, NewCounter(other, "Other", "HO"))
    counters = people.counters.c
    found = root.execute(select(counters.identity).where(counters.code.in_([code, other])))
    assert len(set(found.scalars())) == 2


def test_enrolment_stores_only_the_hash_of_the_token(
    office: Connection, administrator: str, root: Connection, code: str
) -> None:
    keys = [key(), key()]
    first, second = (enrol_counter(office, code, public) for public in keys)
    assert first.token != second.token
    assert second.token not in repr(second)
    counters, stored_keys, events = people.counters.c, people.counter_keys.c, trace.audit_events.c
    counter_id, token_hash = root.execute(
        select(counters.counter_id, counters.token_hash).where(counters.code == code)
    ).one()
    assert token_hash == hashlib.sha256(second.token.encode()).digest()
    rows = root.execute(
        select(stored_keys.public_key, stored_keys.fingerprint, stored_keys.enrolled_by)
        .where(stored_keys.counter_id == counter_id)
        .order_by(stored_keys.counter_key_id)
    )
    assert [tuple(row) for row in rows] == [
        (public, hashlib.sha256(public).digest(), administrator) for public in keys
    ]
    acts = root.execute(
        select(events.act, people.users.c.user_name)
        .select_from(trace.audit_events.join(people.users))
        .where(events.counter_id == counter_id)
        .order_by(events.audit_event_id)
    )
    enrolled = ("counter_enrolled", administrator)
    assert [tuple(row) for row in acts] == [("counter_added", administrator), enrolled, enrolled]


def test_counter_is_made_once(office: Connection, code: str) -> None:
    with pytest.raises(Refused, match="exists_already"):
        create_counter(office, NewCounter(code, "Again", "HO"))
    with pytest.raises(Refused, match="no_such_office"):
        create_counter(office, NewCounter("4999", "Lost", "XX"))
    assert "4999" not in {counter.code for counter in list_counters(office)}
    with pytest.raises(Refused, match="no_such_counter"):
        enrol_counter(office, "4998", key())


@pytest.mark.parametrize("bad", ["A1", "1", "12345", "", "1 ", "१२", "12\n"])
def test_bad_codes(office: Connection, bad: str) -> None:
    with pytest.raises(Refused, match="bad_counter_code"):
        create_counter(office, NewCounter(bad, "Letters", "HO", "Head office"))


@pytest.mark.parametrize(
    ("name", "channel"), [("", "hall"), ("  ", "hall"), ("x" * 61, "hall"), ("Good", "street")]
)
def test_bad_names_and_channels(office: Connection, name: str, channel: str) -> None:
    with pytest.raises(Refused, match="bad_counter_code"):
        create_counter(office, NewCounter("4997", name, "HO", "Head office", channel))


@pytest.mark.parametrize(
    ("token_hash", "public_key"),
    [("", "a" * 64), ("A" * 64, "a" * 64), ("a" * 63 + "\n", "a" * 64), ("a" * 64, "xy" * 32)],
)
def test_what_is_no_hash_is_refused(
    office: Connection, code: str, token_hash: str, public_key: str
) -> None:
    with pytest.raises(Refused, match="bad_request"):
        call_office(office, "enrol_counter", code, token_hash, public_key)


def test_key_and_token_belong_to_one_enrolment(office: Connection, code: str) -> None:
    public, token_hash = key(), secrets.token_hex(32)
    call_office(office, "enrol_counter", code, token_hash, public.hex())
    with pytest.raises(Refused, match="enrolled_already"):
        enrol_counter(office, code, public)
    with pytest.raises(Refused, match="enrolled_already"):
        call_office(office, "enrol_counter", code, token_hash, key().hex())


def test_new_enrolment_and_disabling_end_the_token(
    office: Connection, code: str, sign_in: SignIn
) -> None:
    cashier = sign_in(add(office, Role.CASHIER, counters=(code,)))
    first = enrol_counter(office, code, key())
    assert refusal(cashier, "note_event(%s, 'lock', '')", first.token) == ""
    second = enrol_counter(office, code, key())
    assert refusal(cashier, "note_event(%s, 'lock', '')", first.token) == "counter_not_enrolled"
    assert refusal(cashier, "note_event(%s, 'lock', '')", second.token) == ""
    disable_counter(office, code)
    assert refusal(cashier, "note_event(%s, 'lock', '')", second.token) == "counter_disabled"
    enable_counter(office, code)
    assert refusal(cashier, "note_event(%s, 'lock', '')", second.token) == ""


def test_list_of_counters(office: Connection, code: str) -> None:
    def listed() -> tuple[bool, bool]:
        (found,) = [counter for counter in list_counters(office) if counter.code == code]
        assert (found.name, found.office) == (f"Counter {code}", "Head office")
        return found.is_active, found.is_enrolled

    assert listed() == (True, False)
    enrol_counter(office, code, key())
    disable_counter(office, code)
    assert listed() == (False, True)
    for act in (disable_counter, enable_counter):
        with pytest.raises(Refused, match="no_such_counter"):
            act(office, "4996")


def test_servers_administrator_may_enrol_and_is_named(root: Connection, new_counter: str) -> None:
    enrol_counter(root, new_counter, key())
    keys = people.counter_keys
    by = root.execute(
        select(keys.c.enrolled_by)
        .select_from(keys.join(people.counters))
        .where(people.counters.c.code == new_counter)
    )
    assert by.scalars().all() == ["root@localhost"]
