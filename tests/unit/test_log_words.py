"""Every kind of act that a counter's log may hold, and every refusal at its recovery, has words."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from cashier_app.commands.counter_lost import KINDS, refusal_words
from cashier_app.domain.corrections import Act
from cashier_app.domain.entry_kinds import LETTERS
from cashier_app.domain.errors import Refused
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import LateEnd
from ui.flow.way_in import told_of
from ui.message_texts import REFUSED

SERVICES = Path("cashier_app/services")
REENTRY = Path("cashier_app/db/sql/procedures/reenter_payment.sql")


def written_kinds() -> set[str]:
    """As the services name them when they write a line."""
    sources = "".join(path.read_text("utf-8") for path in SERVICES.glob("*.py"))
    found = set(re.findall(r'kind="(\w+)"', sources))
    found |= set(re.findall(r'_stored\(\s*order, "(\w+)"', sources))
    return found | {act.value for act in Act if act in CARRIED_OUT}


CARRIED_OUT = {Act.REVERSAL, Act.MOVE, Act.CORRECTION, Act.REFUND, Act.BOUNCE}
"""CorrectionService writes the act's own name."""


def test_the_services_kinds_are_found() -> None:
    assert {"payment", "undo", "opening", "z", "movement", "safe", "decision"} <= written_kinds()


def test_each_kind_has_words_at_the_command_line() -> None:
    assert written_kinds() <= set(KINDS)
    assert set(KINDS) == {"payment", *LETTERS}


@pytest.mark.parametrize("kind", sorted(written_kinds()))
def test_each_kind_has_words_at_the_door(kind: str) -> None:
    lead = told_of(LateEnd(uuid4(), kind, Decimal(10), ""), Currency("XRS", "Rs", 2)).lead
    assert not lead.startswith(kind)


@pytest.mark.parametrize(
    "code", sorted(set(re.findall(r"refuse\('(\w+)'", REENTRY.read_text("utf-8"))))
)
def test_no_refusal_is_told_by_its_code(code: str) -> None:
    assert code in REFUSED
    words = refusal_words(Refused(code, {"account": "4711"}))
    assert code not in words
    assert "{" not in words
    assert not words.endswith(".")
