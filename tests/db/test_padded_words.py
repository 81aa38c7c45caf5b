"""A word with a blank at its end is another word, though `=`, IN and a table's rule say the same.

Stored, it would differ from the hashed text for good, and the program knows no such word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.sql_objects import load_objects
from cashier_app.domain.payments import TakePayment
from cashier_app.domain.utility import Role
from tests.support.correcting import Correcting, new_paper
from tests.support.counter import World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, call, state_of
from tests.support.tender_parts import a_cheque, by_card, by_cheque, order_with

NOW = 1_800_000_000_000_000


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk(Role.SUPERVISOR))


def sent(selling: Selling, procedure: str, **text: object) -> str:
    """What a plain client is told of an act."""
    with closing(selling.desk.client()) as client:
        text = {"v": 1, "reason": "x", "taken_at": NOW, "shift": selling.shift.shift_id, **text}
        return call(client, procedure, selling.desk.token, new_request_id(), json.dumps(text)).code


def paid(selling: Selling, order: TakePayment, changed: Callable[[list[Any]], object]) -> str:
    """What is said of a payment whose tenders a client has changed."""
    text = json.loads(selling.text(order))
    changed(text["tenders"])
    with closing(selling.desk.client()) as client:
        token = selling.desk.token
        return call(client, "take_payment", token, order.request_id, json.dumps(text)).code


@pytest.mark.parametrize("kind", ["cash", "card", "cheque"])
@pytest.mark.parametrize("blanks", [" ", "  "])
def test_a_kind_of_tender(selling: Selling, world: World, kind: str, blanks: str) -> None:
    account = world.account(("80",))
    before = state_of(world, account)
    order = {
        "cash": lambda: order_with(selling, account, cash="80"),
        "card": lambda: order_with(selling, account, by_card("80")),
        "cheque": lambda: order_with(selling, account, by_cheque(a_cheque("80"))),
    }[kind]()

    def pad(tenders: list[Any]) -> None:
        tenders[0][0] += blanks

    assert paid(selling, order, pad) == "bad_request"
    assert state_of(world, account) == before
    assert paid(selling, order, lambda _tenders: None) == ""


def test_a_cheque_pays_once_in_a_payment(selling: Selling, world: World) -> None:
    """The same bank, with a blank behind it, was another cheque to this payment."""
    account, cheque = world.account(("80",)), a_cheque("40")
    twice = (by_cheque(cheque), by_cheque(a_cheque("40", bank="Hill Bank")))
    order = order_with(selling, account, *twice)

    def again(tenders: list[Any]) -> None:
        tenders[1] = [*tenders[0][:3], tenders[0][3] + " ", *tenders[0][4:]]

    before = state_of(world, account)
    assert paid(selling, order, again) == "bad_request"
    assert state_of(world, account) == before


CASH: dict[str, tuple[str, dict[str, object]]] = {
    "drop ": ("move_cash", {"amount": 1000}),
    "paid_in ": ("move_cash", {"amount": 1000}),
    "no_sale ": ("move_cash", {"amount": 0}),
    "deposit ": ("keep_safe", {"bag": "B", "bank": "C", "pieces": [[100000, 1]]}),
    "opening ": ("keep_safe", {"pieces": [[100000, 1]]}),
}


@pytest.mark.parametrize("kind", CASH)
def test_a_kind_of_cash(selling: Selling, kind: str) -> None:
    procedure, more = CASH[kind]
    assert sent(selling, procedure, kind=kind, **more) == "bad_request"


def test_an_outcome_of_a_difference(selling: Selling) -> None:
    assert sent(selling, "decide_difference", outcome="charged ", difference=0) == "bad_request"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "card "}, "bad_request"),
        ({"bank": "City Bank "}, "cheque_incomplete"),
        ({"bank": " City Bank"}, "cheque_incomplete"),
        ({"bank": "City\nBank"}, "cheque_incomplete"),
        ({"bank": " "}, "cheque_incomplete"),
        ({"cheque_no": "12 34"}, "cheque_incomplete"),
        ({"cheque_no": "1234\n"}, "cheque_incomplete"),
    ],
)
def test_what_a_tender_is_put_right_to(world: World, changed: dict[str, str], code: str) -> None:
    correcting = Correcting(world)
    receipt = correcting.selling.take(world.account(("80",)))
    paper = new_paper()
    text = {
        "receipt": receipt.number, "line": 1, "amount": 80000, "kind": "cheque",
        "bank": paper.bank, "cheque_no": paper.cheque_no, "dated_on": paper.dated_on.isoformat(),
    }  # fmt: skip
    assert sent(correcting.selling, "correct_tender", **{**text, **changed}) == code
    assert sent(correcting.selling, "correct_tender", **text) == "approval_missing"


WORDS = {
    "a state of a print": ("record_print(%s, 1, 0, %s)", "printed "),
    "an event": ("note_event(%s, %s, '')", "lock "),
    "a reason of an attempt": ("tried_to_pay(%s, 1, %s, NULL)", "line "),
    "an act of an approval": (
        "approve(%s, %s, REPEAT('a', 32), REPEAT('a', 64), 1, 'x')", "reversal ",
    ),
    "an act that waits": (
        "wait_for_approval(%s, %s, REPEAT('a', 32), SHA2('{}', 256), '{}', 1)", "reversal ",
    ),
}  # fmt: skip

_CHECKED = re.compile(r"\b(p_\w+) (?:NOT )?IN \('")


@pytest.mark.parametrize("item", load_objects(), ids=lambda item: item.name)
def test_a_clients_word_is_compared_without_padding(item: object) -> None:
    text = item.text  # type: ignore[attr-defined]
    if re.search(r"^-- grants: \w", text, re.MULTILINE):
        for word in _CHECKED.findall(text):
            assert f"{word} LIKE '% '" in text or f"{word} NOT LIKE '% '" in text, word


@pytest.mark.parametrize("what", WORDS)
def test_a_word_of_a_counter(selling: Selling, world: World, what: str) -> None:
    statement, word = WORDS[what]
    receipt = selling.take(world.account(("80",)))
    with closing(selling.desk.client()) as client, client.cursor() as cursor:
        statement = statement.replace("%s, 1, 0", f"%s, {receipt.entry_id}, 0")
        cursor.execute(f"CALL {statement}", (selling.desk.token, word))
        ((outcome, code, *_),) = cursor.fetchall()
    assert (outcome, code) == ("refused", "bad_request")
