"""A value that passes is one value: with a line feed, a NUL or other digits it is refused.

Else a reference with a line feed is another one to the key that holds it once, and the same one
to who reads it. What is stored at all is stored as it is meant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

import pymysql
import pytest

from cashier_app.db.engine import connected
from cashier_app.domain.money import ZERO
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, Desk, World, unique
from tests.support.outside import bank_file, open_channel
from tests.support.people import Client, SignIn, clients, refusal

_TAILS = ("\n", "\r\n", "\0", " ", "\u2028", "\u00a0", "\ufeff")
_OTHER_DIGITS = {ord("0") + n: 0xFF10 + n for n in range(10)}


def variants(value: str) -> Iterator[str]:
    """The same to a reader, other to a computer; also as long as the value itself."""
    for tail in _TAILS:
        yield value + tail
        yield value[:-1] + tail
        yield tail + value
    if (other := value.translate(_OTHER_DIGITS)) != value:
        yield other


def _fact(field: str, text: str) -> str:
    return json.dumps({field: text})


def test_the_variants_are_none_of_the_value() -> None:
    assert "12" not in set(variants("12"))
    assert {"12\n", "1\n", "１２"} <= set(variants("12"))


@pytest.fixture
def sign_in(world: World) -> Iterator[SignIn]:
    with clients(world.address) as connect:
        yield connect


@pytest.fixture
def administrator(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.person(Role.ADMINISTRATOR), PASSWORD)


@pytest.fixture
def desk(world: World) -> Desk:
    return world.desk(Role.SUPERVISOR)


def said(client: Client, call: str, *values: object) -> str:
    """The refusal; "error" where the server itself takes no such value; empty when it is done."""
    try:
        return refusal(client, call, *values)
    except pymysql.MySQLError:
        return "error"


OFFICE: dict[str, tuple[str, str, Callable[[str], object], str]] = {
    "a number of a setting": (
        "set_settings(%s)", "7", lambda value: json.dumps([["idle_minutes", value]]), "bad_setting",
    ),
    "an amount of a setting": (
        "set_settings(%s)", "20000.50", lambda value: json.dumps([["drawer_limit", value]]),
        "bad_setting",
    ),
    "a banknote": (
        "set_denominations(%s)", "100", lambda value: json.dumps([[value, "1"]]),
        "bad_denomination",
    ),
    "is it a note": (
        "set_denominations(%s)", "1", lambda value: json.dumps([["100", value]]),
        "bad_denomination",
    ),
    **{
        f"the utility's {field}": (
            "set_utility(%s, NULL, NULL)", value,
            partial(_fact, field), "bad_utility",
        )
        for field, value in {
            "currency_code": "BDT", "currency_decimals": "2", "digit_grouping": "3;2",
            "cash_step": "0.25", "time_zone": "Asia/Dhaka", "receipt_left_out": "logo,meter",
        }.items()
    },
}  # fmt: skip


@pytest.mark.parametrize("what", OFFICE)
def test_an_administrators_value_is_refused(administrator: Client, what: str) -> None:
    call, value, made, code = OFFICE[what]
    for variant in variants(value):
        assert said(administrator, call, made(variant)) in {code, "error", "bad_request"}, (
            f"{variant!r} passed"
        )


def test_nothing_is_no_value_however_it_is_written(administrator: Client) -> None:
    """What is compared with the empty text must not be a blank, which equals it."""
    for blank in _TAILS:
        left_out = json.dumps({"receipt_left_out": blank})
        assert said(administrator, "set_utility(%s, NULL, NULL)", left_out) in {
            "bad_utility", "error",
        }, f"{blank!r} passed"  # fmt: skip


def test_a_right_and_its_limit(world: World, administrator: Client) -> None:
    """Above all a limit that is a blank is not "no limit"."""
    name = world.person(Role.SUPERVISOR)
    call = "set_person_rights(%s, %s)"
    for activity in variants("approve"):
        rights = json.dumps([[activity, "100"]])
        assert said(administrator, call, name, rights) in {"bad_right", "error"}, repr(activity)
    for limit in (*_TAILS, *variants("100")):
        rights = json.dumps([["approve", limit]])
        assert said(administrator, call, name, rights) in {"bad_right", "error"}, repr(limit)
    assert said(administrator, call, name, json.dumps([["approve", "100"]])) == ""


def test_a_counters_code_is_stored_as_it_is_meant(
    world: World, desk: Desk, administrator: Client
) -> None:
    name = world.person(Role.CASHIER, counters=(desk.code,))
    for code in variants(desk.code):
        # Each from the same start: what one variant left would be taken for the next one's.
        for given in (desk.code, code):
            answer = said(administrator, "set_person_counters(%s, %s)", name, json.dumps([given]))
            assert not answer or given == code
        assert world.run(
            "SELECT DISTINCT c.code FROM user_counters a JOIN counters c"
            " ON c.counter_id = a.counter_id JOIN users u ON u.user_id = a.user_id"
            " WHERE u.user_name = %s",
            name,
            # Blanks at an end say nothing in a code: "10 " is the counter 10, if there is one.
        ) in ([], [(desk.code,)], [(code.rstrip(" "),)]), repr(code)


REQUEST, SIGNATURE = "0123456789abcdef" * 2, "0123456789abcdef" * 8


@pytest.mark.parametrize(
    ("call", "value", "is_right"),
    [
        ("settle_request({token}, %s)", REQUEST, ""),
        ("sign_z({token}, 0, %s)", SIGNATURE, ""),
        (
            "wait_for_approval({token}, 'reversal', %s, SHA2('{{}}', 256), '{{}}', 5)",
            REQUEST,
            "reason_missing",
        ),
    ],
)
def test_a_counters_hexadecimal_value_is_one_value(
    world: World, desk: Desk, call: str, value: str, is_right: str
) -> None:
    """What is longer than the parameter is cut by the server where blanks follow: to the value."""
    client = desk.client()
    request = unique("").encode().hex().rjust(32, "0")
    value = request if value == REQUEST else value
    with closing(client):
        call = call.format(token=client.escape(desk.setup.token))
        for variant in variants(value):
            expected = {"bad_request", "error"}
            if len(variant) > len(value) and variant.startswith(value):
                expected.add(is_right)
            assert said(client, call, variant) in expected, repr(variant)
        assert said(client, call, value) == is_right
    stored = world.run("SELECT request_id FROM requests WHERE user_id = (SELECT u.user_id"
                       " FROM users u WHERE u.user_name = %s)", desk.user_name)  # fmt: skip
    assert stored in ([], [(bytes.fromhex(request),)])


@pytest.mark.parametrize(
    "procedure", ["clear_cheques({token}, %s)", "list_cheques({token}, 'B', %s)"]
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_line_of_a_list_of_cheques_is_refused(desk: Desk, procedure: str, place: int) -> None:
    client = desk.client()
    with closing(client):
        call = procedure.format(token=client.escape(desk.setup.token))
        assert said(client, call, "[[999999999, 1]]") == "no_such_cheque"
        for variant in variants("1"):
            row: list[object] = [1, 1]
            row[place] = variant
            assert said(client, call, json.dumps([row])) in {"bad_request", "error"}, repr(variant)


def test_a_banks_reference_is_taken_once(world: World) -> None:
    """One line of a file as it is, and all others that look like it: one receipt."""
    channel, account = open_channel(world, "bank"), world.account(("1000",))
    reference = unique("TX-") + "7"
    file = bank_file((reference, account.account_no, "1"))
    (line,) = file.lines
    others = tuple(
        replace(line, line=number, reference=variant)
        for number, variant in enumerate(variants(reference), 3)
    )
    with channel.service() as service:
        done = service.import_file(replace(file, lines=(line, *others)))
    assert [taken.reference for taken in done.taken] == [reference]
    assert len(done.refused) == len(others)
    assert sum((taken.amount for taken in done.taken), ZERO) == 1


def test_a_number_of_the_paper_book_is_refused(world: World) -> None:
    """Its account is looked up, and the row that was found is stored."""
    row = ["BOOK7", 11, world.account(("100",)).account_no, 5000, "2026-01-05"]
    with connected(world.admin) as connection, closing(_cursor(connection)) as cursor:

        def refusal_of(changed: list[Any]) -> str:
            try:
                cursor.execute(
                    "CALL store_paper_lines(%s, 0, '2026-01-06', 1, 5000, @refusal, @facts)",
                    (json.dumps({"lines": [changed]}),),
                )
            except pymysql.err.IntegrityError:
                return "stored"  # of no shift: but for that the line would stand there
            cursor.execute("SELECT @refusal")
            return str(cursor.fetchall()[0][0])

        assert refusal_of(row) == "stored"
        for place in (0, 4):
            for variant in variants(str(row[place])):
                changed = [variant if n == place else part for n, part in enumerate(row)]
                assert refusal_of(changed) in {"bad_request", "bad_value_date"}, repr(variant)
        connection.rollback()


def _cursor(connection: Any) -> Any:
    return connection.connection.driver_connection.cursor()
